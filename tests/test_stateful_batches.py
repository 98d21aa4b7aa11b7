"""Stateful models that predict in loops: how many rows the first pass certainly has, and sizes that are not known."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import random
import numpy as np
from keras import Sequential, layers

text = open("text.txt").read()
chars = sorted(set(text))
ids = {c: i for i, c in enumerate(chars)}
rng = np.random.default_rng(1)

def build(rows):
    return Sequential([
        layers.Input(batch_shape=(rows, None)), layers.Embedding(len(chars), 8),
        layers.GRU(8, stateful=True, return_sequences=True), layers.Dense(len(chars), activation="softmax"),
    ])

model = build(BATCH)
x = np.array([[ids[c] for c in text[:40]]])
"""


def said(text: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return [finding.message for finding in found if finding.code == "LL112"]


LOOPS = {
    "argmax": """
for _ in range(200):
    x = np.array([[int(model.predict(x)[0, -1].argmax())]])
""",
    "choice": """
for _ in range(200):
    p = model.predict(x)[0, -1]
    x = np.array([[rng.choice(len(chars), p=p / p.sum())]])
""",
    "while": """
made = ""
while len(made) < 500:
    p = model.predict(x, verbose=0)[0, -1]
    k = np.random.choice(len(chars), p=p)
    made += chars[k]
    x = np.expand_dims([[k]], 0)[0]
""",
    "in a function": """
def sample(network, start, n):
    x = np.array([ids[c] for c in start])[None]
    for _ in range(n):
        x = np.array([[network.predict(x)[0, -1].argmax()]])
sample(model, "the ", 100)
""",
    "a random number": """
for _ in range(100):
    model.predict(np.array([[random.randint(0, 5)]]))
""",
    "without assignment": "model.predict(np.array([[rng.choice(5)]]))\n",
    "windows": """
for _ in range(100):
    p = model.predict(x)
    x = np.append(x[:, 1:], [[p[0, -1].argmax()]], axis=1)
""",
}


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_one_row_for_a_model_of_many(loop: str) -> None:
    assert said(HEAD.replace("BATCH", "16") + loop) == [
        "1 sample in one batch, but the stateful model is built for batches of 16"
    ]
    assert not said(HEAD.replace("BATCH", "1") + loop)
    sampler = "sampler = build(1)\nsampler.set_weights(model.get_weights())\n"
    of_one = loop.replace("(model,", "(sampler,").replace("model.", "sampler.")
    assert not said(HEAD.replace("BATCH", "16") + sampler + of_one)


def test_what_a_loop_has_assigned_before_it_predicts_is_not_of_the_first_pass() -> None:
    loop = """
for part in parts():
    x = part
    model.predict(x)
"""
    assert not said(HEAD.replace("BATCH", "16") + loop)
    branch = """
for i in range(200):
    if i % 2:
        x = rows(i)
    model.predict(x)
"""
    assert not said(HEAD.replace("BATCH", "16") + branch)


SERIES = """
import numpy as np
from keras import Sequential, layers

data = np.load("d.npy")
x = np.array([data[i : i + 20] for i in range(len(data) - 20)]).reshape(-1, 20, 1)
y = data[20:]
n = len(x) // 10 * 10
x, y = x[:n], y[:n]
model = Sequential([layers.Input(batch_shape=(10, 20, 1)), layers.LSTM(8, stateful=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, batch_size=10, shuffle=False)
"""


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("model.predict(x)", True),
        ("model.predict(x, batch_size=16)", True),
        ("model.predict(x, batch_size=10)", False),
        ("model.predict(x, batch_size=1)", True),
        ("model.predict(x[:10])", False),
        ("model.predict(data[-20:].reshape(1, 20, 1), batch_size=1)", True),
        ("model.predict(other(), batch_size=16)", False),
    ],
)
def test_the_array_of_fit_has_more_than_one_batch(call: str, wrong: bool) -> None:
    assert bool(said(SERIES + call + "\n")) is wrong
