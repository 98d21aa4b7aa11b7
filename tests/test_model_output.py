"""`lstm-lint model`: a table that fits the terminal, a mermaid graph, and places in another file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from lstm_lint.command.model import model
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.output.model import render_json, render_text
from lstm_lint.output.model_graph import render_mermaid
from lstm_lint.reader import read
from lstm_lint.script import Script
from lstm_lint.settings.load import load
from lstm_lint.source.source import Source, from_bytes

CODE = """
import sys
from keras import layers, Model, Input
from nets import encoder
a = Input((30, 4), name="a_very_long_name_of_an_input")
b = Input((30, 4))
x = layers.Concatenate(name='joined "<b>"')([encoder(a), layers.LSTM(8, name="second", trainable=False)(b)])
x = layers.Dense(sys.argv[1])(x)
model = Model([a, b], x)
model.compile(optimizer="adam", loss="mse", metrics=["mae", "mape", "accuracy", "cosine_similarity"])
"""
NETS = "from keras import layers\nencoder = layers.LSTM(16)\n\ndef other():\n    return layers.GRU(3)\n"


def given() -> tuple[Script, Source]:
    source = from_bytes(CODE.encode(), "train.py")
    sources = {"nets": from_bytes(NETS.encode(), "nets.py")}
    return read(source, parse_target("3"), lambda module, importer: sources.get(module)), source


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_text_fits_the_terminal(width: int) -> None:
    lines = "".join(render_text(*given(), width=width)).split("\n")
    assert max(map(len, lines)) <= width
    assert any("nets.py:2" in line for line in lines)


def test_text_says_what_is_not_known_and_what_is_not_trained() -> None:
    shown = "".join(render_text(*given()))
    assert "dense: `units` is not known: " in shown
    assert "416 of them not trained" in shown and "Read with it: nets.py" in shown


def test_color_only_where_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "train.py"
    file.write_text("import keras\nm = keras.Sequential([keras.layers.LSTM(4)])\n", encoding="utf-8")

    def shown() -> str:
        lines, parses = model(str(file), load(None), "text", io.StringIO(), print)
        assert parses
        return "".join(lines)

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\033[" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033[" not in shown()


def test_json_names_the_other_file() -> None:
    (model,) = json.loads("".join(render_json(*given())))["models"]
    places = {layer["name"]: (layer["path"], layer["line"]) for layer in model["layers"]}
    assert places["lstm"] == ("nets.py", 2) and places["second"] == (None, 7)


def test_mermaid_is_a_graph_of_the_wires() -> None:
    head, *lines = "".join(render_mermaid(*given())).splitlines()
    assert head == "flowchart TB" and lines[0].startswith("  subgraph model1[") and lines[-1] == "  end"
    boxes = {line.split("[")[0].strip(): line for line in lines[1:-1] if "-->" not in line}
    arrows = [tuple(line.strip().split(" --> ")) for line in lines if "-->" in line]
    assert len(boxes) == 6 and len(arrows) == 5
    assert all(end in boxes for arrow in arrows for end in arrow)
    (joined,) = (line for line in boxes.values() if "joined" in line)
    assert joined.count('"') == 2 and "<b>" not in joined


def test_json_says_the_same_every_time() -> None:
    code = """
from tensorflow.keras import layers, Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer
tokenizer = Tokenizer(num_words=1000)
tokenizer.fit_on_texts(texts)
x = pad_sequences(tokenizer.texts_to_sequences(texts), 20)
model = Sequential([layers.Embedding(1000, 8), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""
    source = from_bytes(code.encode(), "train.py")
    first, second = ("".join(render_json(read(source, parse_target("2.15")), source)) for _ in range(2))
    assert '"tokenizer"' in first
    assert first == second
