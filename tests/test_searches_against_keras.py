"""Random search spaces: what is said of them, held against Keras for every point that a search can draw."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np
import keras_tuner as kt
from keras import Input, Sequential, layers
"""
TAIL = """
tuner = kt.RandomSearch(build, objective="val_loss")
tuner.search(np.load("x.npy"), np.load("y.npy"), validation_split=0.2)
"""
MOST_POINTS = 40


class Space:
    """`hp` at one point: its draws are taken by number, and how many there are is noted."""

    def __init__(self, picks: Sequence[int]) -> None:
        self.picks = list(picks)
        self.sizes: list[int] = []
        self.drawn: dict[str, object] = {}

    def _draw(self, name: str, values: Sequence[object]) -> object:
        if name not in self.drawn:
            at = len(self.sizes)
            self.sizes.append(len(values))
            self.drawn[name] = values[self.picks[at] if at < len(self.picks) else 0]
        return self.drawn[name]

    def Int(self, name: str, low: int, high: int, step: int = 1) -> object:
        return self._draw(name, range(low, high + 1, step))

    def Choice(self, name: str, values: Sequence[object]) -> object:
        return self._draw(name, values)

    def Boolean(self, name: str) -> object:
        return self._draw(name, (True, False))

    def Fixed(self, name: str, value: object) -> object:
        return value


def program(rng: random.Random) -> str:
    """A stack whose depth, cells and flags depend on what is drawn."""
    depth = rng.choice(
        ["hp.Int('depth', 1, 3)", "hp.Int('depth', 0, 2) + 1", "hp.Choice('depth', [1, 2, 4])",
         "hp.Fixed('depth', 2)", "2 if hp.Boolean('two') else 1", "hp.Int('depth', 1, 5, 2)",
         "{'a': 1, 'b': 3}[hp.Choice('many', ['a', 'b'])]"]
    )  # fmt: skip
    flag = rng.choice(
        ["i < depth - 1", "i != depth - 1", "True", "False", "i == 0", "i > 0", "not i == depth - 1", "depth > 1",
         "hp.Boolean('flag')", "i < 1", "bool(depth - 1 - i)", "depth > 2 or i < depth - 1"]
    )  # fmt: skip
    cell = rng.choice(
        ["layers.LSTM", "layers.GRU", "getattr(layers, hp.Choice('cell', ['LSTM', 'GRU']))",
         "(layers.LSTM if hp.Choice('cell', ['a', 'b']) == 'a' else layers.GRU)",
         "{'a': layers.LSTM, 'b': layers.SimpleRNN}[hp.Choice('cell', ['a', 'b'])]"]
    )  # fmt: skip
    lines = [f"depth = {depth}", "model = Sequential([Input((6, 3))])", "for i in range(depth):"]
    lines.append(f"    model.add({cell}(hp.Int(f'units{{i}}', 4, 8, 4), return_sequences={flag}))")
    if rng.random() < 0.4:
        lines += ["    if hp.Boolean('drop'):", "        model.add(layers.Dropout(0.2))"]
    if rng.random() < 0.4:
        test = rng.choice(["depth > 1", "hp.Boolean('more')", "depth == 2 or depth == 4"])
        lines += [f"if {test}:"]
        lines += [f"    model.add(layers.LSTM(4{rng.choice(['', ', return_sequences=True'])}))"]
    lines += ["model.add(layers.Dense(1))", "return model"]
    return "def build(hp):\n" + "".join(f"    {line}\n" for line in lines)


def points(code: str) -> Iterator[tuple[dict[str, object], bool]]:
    """Every point of the space, whether Keras refuses the model there; units do not matter."""
    from keras import Input, Sequential, layers

    names = {"Input": Input, "Sequential": Sequential, "layers": layers}
    exec(re.sub(r"hp\.Int\(f'units[^)]*\)", "4", code), names)
    waiting: list[list[int]] = [[]]
    for _ in range(MOST_POINTS):
        if not waiting:
            return
        picks = waiting.pop()
        space = Space(picks)
        try:
            names["build"](space)  # type: ignore[operator]
            refused = False
        except ValueError:
            refused = True
        yield space.drawn, refused
        taken = picks + [0] * (len(space.sizes) - len(picks))
        for at in range(len(picks), len(space.sizes)):
            waiting += [[*taken[:at], other] for other in range(1, space.sizes[at])]


def holds(message: str, drawn: dict[str, object]) -> bool:
    """Whether a point is one of those that a message names."""
    found = re.search(r"\(when (\w+) (?:= (.+)|is (.+?)( or more| or less)?)\)$", message)
    if found is None:
        return True
    value = drawn.get(found[1])
    if found[2]:
        return value == eval(found[2])
    if found[4]:
        bound = float(found[3])
        return isinstance(value, int) and (value >= bound if "more" in found[4] else value <= bound)
    return value in [eval(one) for one in found[3].split(" or ")]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_said_of_a_space_holds_at_one_of_its_points(seed: int) -> None:
    code = program(random.Random(seed))
    found = lint(from_bytes((HEAD + code + TAIL).encode(), "train.py"), Settings(keras="3"))
    messages = [one.message for one in found if one.code == "LL101"]
    refused = [drawn for drawn, wrong in points(code) if wrong]
    assert bool(messages) == bool(refused), f"{code}\n{messages}\n{refused[:3]}"
    for message in messages:
        assert any(holds(message, drawn) for drawn in refused), f"{code}\n{message}\n{refused}"
