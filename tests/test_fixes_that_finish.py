"""Fixes that finish: after them the program asks for the files that it writes, and is still for the same Keras."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from command_line import Capsys, run, write

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

START = """
import numpy as np
import keras
from keras import Input, Sequential, callbacks, layers

x, y = np.load("x_scaled.npy"), np.load("y_scaled.npy")
model = Sequential([Input((20, 4)), layers.GRU(16), layers.Dense(1)])
model.compile("adam", "mse")
"""


def offered(text: str, code: str) -> list[tuple[str, str]]:
    """Of each finding of a rule the title and the applicability of its fix, "none" without one."""
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), Settings(keras="3"))
    fixes = [one.fix for one in found if one.code == code]
    return [(one.title, one.applicability) if one is not None else ("", "none") for one in fixes]


@pytest.mark.parametrize(
    ("name", "later", "applicability"),
    [
        ("best.hdf5", "", "safe"),
        ("weights.hdf5", "", "safe"),
        ("best.hdf5", 'model = keras.models.load_model("best.hdf5")', "safe"),
        ("fit_{epoch:02d}.hdf5", 'model = keras.models.load_model("fit_20.hdf5")', "safe"),
        ("best.hdf5", 'model = keras.models.load_model("start.hdf5")', "safe"),
        ("best.hdf5", 'model = keras.models.load_model("be" + "st.hdf5")', "none"),
        ("fit_{epoch:02d}.hdf5", 'model = keras.models.load_model("fit_{:02d}.hdf5".format(best))', "none"),
        ("best.hdf5", "model = keras.models.load_model(path)", "none"),
        ("best.hdf5", 'print("best.hdf5")', "unsafe"),
        ("best.hdf5", 'unknown.load_weights("best" + end)', "unsafe"),
    ],
)
def test_a_checkpoint_is_renamed_where_it_is_loaded_too(name: str, later: str, applicability: str) -> None:
    text = f"""
        keep = callbacks.ModelCheckpoint("{name}", save_best_only=True)
        model.fit(x, y, epochs=20, validation_split=0.1, callbacks=[keep])
        {later}
        """
    ((title, found),) = offered(text, "LL804")
    assert found == "none" or f'"{name.removesuffix(".hdf5")}.keras"' in title
    assert found == applicability
    both = ".hdf5" in later and "load_model" in later and "start" not in later and found == "safe"
    assert (" and in 1 load: " in title) == both


def test_the_renamed_file_is_the_one_that_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    text = START + dedent("""
        keep = callbacks.ModelCheckpoint('fit_{epoch:02d}.hdf5', save_weights_only=True)
        model.fit(x, y, epochs=20, validation_split=0.1, callbacks=[keep])
        model.load_weights("fit_20.hdf5")
        """)
    write("train.py", text)
    run(capsys, "--no-cache", "--keras", "3", "--fix", "train.py")
    made = Path("train.py").read_text()
    assert "ModelCheckpoint('fit_{epoch:02d}.weights.h5'" in made
    assert 'load_weights("fit_20.weights.h5")' in made


@pytest.mark.parametrize(("every", "applicability"), [("1", "unsafe"), ("5", "none"), ("EVERY", "none")])
def test_every_how_many_epochs_a_model_is_saved_is_no_argument_to_leave_out(
    every: str, applicability: str
) -> None:
    text = f"""
        keep = callbacks.ModelCheckpoint("best.keras", period={every})
        model.fit(x, y, epochs=20, validation_split=0.1, callbacks=[keep])
        """
    ((_, found),) = offered(text, "LL902")
    assert found == applicability


PARAMETER = """
def build(units, gate{default}):
    model = Sequential([Input((20, 4)), layers.LSTM(units, recurrent_activation={written}), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


build(32{given}).fit(x, y, epochs=20, validation_split=0.1)
"""


@pytest.mark.parametrize(
    ("default", "given", "written", "applicability"),
    [
        ('="tanh"', "", "gate", "none"),
        ("", ', gate="tanh"', "gate", "none"),
        ('="tanh"', "", '"tanh"', "safe"),
        ("=None", "", 'gate or "tanh"', "unsafe"),
    ],
)
def test_what_a_parameter_says_is_not_overwritten(
    default: str, given: str, written: str, applicability: str
) -> None:
    found = offered(PARAMETER.format(default=default, given=given, written=written), "LL201")
    assert [one for _, one in found] == [applicability]


OLD = """
import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import {layer}, Dense
from keras.models import Sequential

x, y = np.load("x_scaled.npy"), np.load("y.npy")
model = Sequential()
model.add({layer}(16, input_shape=(20, 4), return_sequences=True))
model.add(Dense(1))
model.add({layer}(8, recurrent_activation="tanh"))
model.compile("adam", "mse")
keep = ModelCheckpoint("fit.hdf5", save_weights_only=True)
model.fit(x, y, nb_epoch=20, validation_split=0.1, callbacks=[keep])
"""


def test_a_program_stays_one_for_the_keras_that_it_was_written_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    """Nothing here says Keras 2 but what a fix may change."""
    monkeypatch.chdir(tmp_path)
    write("train.py", OLD.format(layer="LSTM"))
    run(capsys, "--no-cache", "--isolated", "--fix", "--unsafe-fixes", "train.py")
    made = Path("train.py").read_text()
    assert 'recurrent_activation="sigmoid"' in made
    assert "fit.hdf5" in made and "nb_epoch=20" in made
