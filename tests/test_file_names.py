"""Names of files for models that come from a command line, a folder or the environment: how each certainly ends."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import argparse, os
from pathlib import Path
import click, keras, numpy as np
from keras import layers
from keras.callbacks import ModelCheckpoint

model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
x, y = np.load("x.npy"), np.load("y.npy")
parser = argparse.ArgumentParser()
parser.add_argument("--out-folder", default="runs")
parser.add_argument("--weights", "-w", default="NAME")
parser.add_argument("--asked", required=True)
args = parser.parse_args()
"""
FIT = "model.fit(x, y, callbacks=[ModelCheckpoint(FILE, save_weights_only=True)])\n"


def said(text: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return [finding.message for finding in found if finding.code == "LL804"]


@pytest.mark.parametrize("name", ["best_gru.h5", "weights.h5", "model.keras", "ckpt"])
@pytest.mark.parametrize(
    "file",
    [
        "args.weights",
        "vars(args)['weights']",
        "os.path.join(args.out_folder, args.weights)",
        "os.path.join('models', args.weights)",
        "Path(args.weights)",
        "os.environ.get('WEIGHTS', 'NAME')",
        "os.getenv('WEIGHTS', default='NAME')",
        "os.path.join(args.out_folder, 'NAME')",
        "str(Path(args.out_folder) / 'NAME')",
        "Path('models') / 'NAME'",
        "args.out_folder + '/NAME'",
        "f'{args.out_folder}/NAME'",
        "{'file': 'NAME'}['file']",
    ],
)
def test_a_name_that_keras_refuses(file: str, name: str) -> None:
    text = (HEAD + FIT.replace("FILE", file)).replace("NAME", name)
    assert len(said(text)) == 1, file
    assert not said(text.replace(f"{name}", "best.weights.h5")), file


@pytest.mark.parametrize(
    "file", ["args.asked", "args.asked + 'weights.h5'", "os.environ['WEIGHTS']", "os.environ.get('WEIGHTS')"]
)
def test_a_name_that_is_not_known(file: str) -> None:
    assert not said(HEAD + FIT.replace("FILE", file))


def test_a_default_is_none_where_the_program_gives_the_arguments_itself() -> None:
    text = HEAD.replace("NAME", "best.h5") + FIT.replace("FILE", "args.weights")
    assert said(text)[0].startswith("file name 'best.h5' by default with")
    assert said(text.replace("parse_args()", "parse_args(None)"))
    assert not said(text.replace("parse_args()", "parse_args(['-w', 'best.weights.h5'])"))
    assert not said(text.replace("parse_args()", "parse_args(words)"))


def test_a_name_of_a_click_option() -> None:
    text = (
        HEAD
        + """
@click.command()
@click.option("--file", default="last.h5")
def main(file):
    model.fit(x, y)
    model.save_weights(file)
main()
"""
    )
    assert said(text) == [
        "`save_weights('last.h5')` by default: Keras 3 raises ValueError; end it in '.weights.h5'"
    ]
    assert not said(text.replace("last.h5", "last.weights.h5"))
