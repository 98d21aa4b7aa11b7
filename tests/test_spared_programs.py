"""Programs that are right, or harmless, though they look like what a rule speaks of."""

from __future__ import annotations

import json

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """\
import keras
import numpy as np
from keras import layers

x, y = np.random.rand(64, 20, 3), np.random.rand(64, 1)
"""
MODEL = "model = keras.Sequential([keras.Input((20, 3)), layers.LSTM(8), layers.Dense(1)])\n"


def said(text: str, code: str, path: str = "elsewhere/example.py") -> list[str]:
    """The levels of a rule's findings in a program."""
    found = lint(from_bytes(text.encode(), path), Settings(profile="strict", keras="3"))
    return [one.severity.value for one in found if one.code == code]


@pytest.mark.parametrize(
    ("metric", "found"), [("'Accuracy'", 0), ("'ACC'", 0), ("keras.metrics.Accuracy()", 1)]
)
def test_keras_finds_the_accuracy_that_fits_whatever_its_case(metric: str, found: int) -> None:
    model = MODEL.replace("Dense(1)", "Dense(1, activation='sigmoid')")
    compiled = f"model.compile('adam', 'binary_crossentropy', metrics=[{metric}])\n"
    fit = "model.fit(x, (y > 0.5).astype(int), validation_split=0.2)\n"
    assert len(said(f"{HEAD}{model}{compiled}{fit}", "LL479")) == found


@pytest.mark.parametrize(
    ("encoder", "found"),
    [("keras.applications.ResNet50(weights='imagenet')(h)", 0), ("layers.Dense(3)(h)", 1)],
)
def test_a_low_rate_for_what_was_trained_elsewhere(encoder: str, found: int) -> None:
    graph = f"h = i = keras.Input((20, 3))\nh = {encoder}\nmodel = keras.Model(i, layers.Dense(1)(layers.LSTM(8)(h)))\n"
    compiled = "model.compile(keras.optimizers.Adam(1e-7), 'mse')\nmodel.fit(x, y, validation_split=0.2)\n"
    assert len(said(f"{HEAD}{graph}{compiled}", "LL502")) == found


def test_a_copy_that_is_loaded_is_compiled_by_itself() -> None:
    kept = "best = keras.callbacks.ModelCheckpoint('best.keras')\n"
    fit = "model.fit(x, y, epochs=2, validation_split=0.2, callbacks=[best])\n"
    copy = "other = keras.models.load_model('best.keras')\nother.compile('adam', 'mse', metrics=['mae'])\n"
    scores = "loss, mae, mape = model.evaluate(x, y)\n"
    compiled = "model.compile('adam', 'mse', metrics=['mae', 'mape'])\n"
    assert said(f"{HEAD}{MODEL}{compiled}{kept}{fit}{copy}{scores}", "LL932") == []
    assert said(f"{HEAD}{MODEL}{compiled}{fit}loss, mae = model.evaluate(x, y)\n", "LL932") == ["error"]


@pytest.mark.parametrize(
    ("compiled", "level"),
    [
        ("'adam'", "warning"),
        ("keras.optimizers.Adam()", "advice"),
        ("keras.optimizers.RMSprop()", "warning"),
        ("keras.optimizers.Adam(3e-4)", "advice"),
    ],
)
def test_a_spare_optimizer_takes_no_setting_away(compiled: str, level: str) -> None:
    made = "spare = keras.optimizers.RMSprop(learning_rate=3e-4)\n"
    fit = f"model.compile({compiled}, 'mse')\nmodel.fit(x, y, epochs=3, validation_split=0.2)\n"
    assert said(f"{HEAD}{MODEL}{made}{fit}", "LL514") == [level]


@pytest.mark.parametrize(("patience", "found"), [(50, 0), (5, 1)])
def test_patience_that_lasts_as_long_as_the_training(patience: int, found: int) -> None:
    made = f"stop = keras.callbacks.EarlyStopping(patience={patience})\n"
    fit = "model.compile('adam', 'mse')\nmodel.fit(x, y, epochs=50, validation_split=0.2, callbacks=[])\n"
    assert len(said(f"{HEAD}{MODEL}{made}{fit}", "LL841")) == found


@pytest.mark.parametrize(("first", "found"), [("validation_split=0.2", 0), ("verbose=0", 2)])
def test_a_model_that_is_trained_again_on_all_rows(first: str, found: int) -> None:
    search = f"{MODEL}model.compile('adam', 'mse')\nmodel.fit(x, y, epochs=9, {first})\n"
    again = MODEL.replace("model", "final").replace("LSTM(8)", "LSTM(best)")
    text = (
        f"{HEAD}best = int(input())\n{search}{again}final.compile('adam', 'mse')\nfinal.fit(x, y, epochs=9)\n"
    )
    assert len(said(text, "LL607")) == found


DECODER = """\
a, b = keras.Input((None,)), keras.Input((None,))
_, h, c = layers.LSTM(8, return_state=True)(layers.Embedding(90, 8)(a))
o = layers.LSTM(8, return_sequences=True)(layers.Embedding(90, 8)(b), initial_state=[h, c])
model = keras.Model([a, b], layers.Dense(90, activation="softmax")(o))
model.compile("adam", "sparse_categorical_crossentropy")
"""


@pytest.mark.parametrize(("fit", "found"), [("[s, t], u", 0), ("[s, t], t", 1)])
def test_arrays_that_are_taken_out_of_one_list(fit: str, found: int) -> None:
    taken = "s, t, u = [np.stack(part) for part in zip(*np.load('rows.npy', allow_pickle=True))]\n"
    if found:
        taken = "s, t = np.load('source.npy'), np.load('target.npy')\n"
    assert len(said(f"{HEAD}{DECODER}{taken}model.fit({fit}, validation_split=0.2)\n", "LL795")) == found


def test_a_generator_expression_gives_batches() -> None:
    batches = "batches = ((x[i : i + 8], y[i : i + 8]) for i in range(0, 64, 8))\n"
    fit = "model.compile('adam', 'mse')\nmodel.fit(batches)\n"
    assert said(f"{HEAD}{MODEL}{batches}{fit}", "LL117") == []
    narrow = MODEL.replace("(20, 3)", "(20, 4)")
    assert said(f"{HEAD}{narrow}{batches}{fit}", "LL116") == ["error"]


def test_a_classifier_of_keras_makes_one_hot_rows_of_the_labels() -> None:
    text = f"""{HEAD}from keras.wrappers import SKLearnClassifier


def create(X, y):
    model = keras.Sequential([keras.Input((20, 3)), layers.LSTM(8), layers.Dense(y.shape[1], activation="softmax")])
    model.compile("adam", "categorical_crossentropy")
    return model


SKLearnClassifier(create).fit(x, np.random.randint(0, 3, 64))
"""
    assert said(text, "LL932") == []


@pytest.mark.parametrize(
    ("blank", "level"),
    [("for i in range(???):", "advice"), ("### START CODE HERE ###\nx =", "advice"), ("x = (1", "warning")],
)
def test_a_cell_with_blanks_to_fill_in(blank: str, level: str) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)}
        for text in (HEAD, blank)
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})
    assert said(notebook, "LL001", "elsewhere/example.ipynb") == [level]


@pytest.mark.parametrize("states", ["[h, c]", "(h, c)"])
def test_states_of_a_layer_that_reads_an_array_are_no_input(states: str) -> None:
    text = f"""{HEAD}out, h, c = layers.LSTM(4, return_state=True)(x)
y = layers.LSTM(4)(x, initial_state={states})
"""
    assert said(text, "LL102") == []


@pytest.mark.parametrize(("row", "found"), [("[0, 0, 0]", 0), ("[0, 0]", 1), ("row", 0), ("row.tolist()", 0)])
def test_a_list_of_an_array_and_another_list(row: str, found: int) -> None:
    tokens = "model = keras.Sequential([keras.Input((6,)), layers.Embedding(10, 4), layers.LSTM(4)])\n"
    made = f"row = np.random.randint(1, 9, 3)\nmore = {row}\nids = list(row) + list(more)\n"
    assert len(said(f"{HEAD}{tokens}{made}model(np.array(ids)[None])\n", "LL119")) == found
