"""The models of a script as they were read, beside what Keras builds of them: shapes and weights, layer by layer."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lstm_lint.script import Layer, Model, Shape
from lstm_lint.smoke.rebuild import NotRebuilt, rebuild
from lstm_lint.smoke.runner import CHILD, INSTALL, Missing, environment
from lstm_lint.smoke.specification import to_json
from lstm_lint.source.printable import line

EQUAL, DIFFERENT, NOT_BUILDABLE = 0, 1, 2
Built = tuple[list[int | None], int]  # the shape of the output and the number of weights


@dataclass(frozen=True)
class Row:
    """A layer as it was read and as Keras has it."""

    title: str
    read: tuple[Shape | None, int | None]
    built: Built

    @property
    def differs(self) -> bool:
        """Whether a size that was read is another one. What was not read, or stands in for a free size, is not."""
        shape, parameters = self.read
        if parameters is not None and parameters != self.built[1]:
            return True
        if shape is None:
            return False
        theirs = self.built[0]
        pairs = zip(shape[1:], theirs[1:])
        return len(shape) != len(theirs) or any(isinstance(a, int) and b not in (a, None) for a, b in pairs)

    def columns(self) -> tuple[str, ...]:
        shape, parameters = self.read
        return (
            self.title, _shown(shape), _number(parameters), _shown(self.built[0]), str(self.built[1]),
            "differs" if self.differs else "",
        )  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One model: its rows, or why there are none."""

    model: Model
    rows: tuple[Row, ...] = ()
    reason: str = ""

    @property
    def outcome(self) -> int:
        if self.reason:
            return NOT_BUILDABLE
        return DIFFERENT if any(row.differs for row in self.rows) else EQUAL


def check(models: Sequence[Model]) -> list[Check]:
    """Every model against Keras. Raises Missing without TensorFlow."""
    found: dict[int, Check] = {}
    asked: dict[int, tuple[Model, dict[str, Layer], Any]] = {}
    for number, model in enumerate(models):
        try:
            rebuilt = rebuild(model)
        except NotRebuilt as error:
            found[number] = Check(model, reason=str(error))
        else:
            layers = {rebuilt.ids[id(layer)]: layer for layer in model.layers if id(layer) in rebuilt.ids}
            asked[number] = model, layers, to_json(rebuilt.specification)
    answers = _asked([specification for _, _, specification in asked.values()]) if asked else []
    for (number, (model, layers, _)), answer in zip(asked.items(), answers):
        if "reason" in answer:
            found[number] = Check(model, reason=answer["reason"])
            continue
        rows = tuple(
            Row(layer.title, (layer.output_shape, layer.parameters), tuple(answer["layers"][name]))
            for name, layer in layers.items()
            if name in answer["layers"]
        )
        found[number] = Check(model, rows)
    return [found[number] for number in range(len(models))]


def render(checks: Sequence[Check]) -> Iterator[str]:
    """Both summaries side by side, model by model."""
    heads = ("layer", "output as read", "weights", "output of Keras", "weights", "")
    for one in checks:
        yield line(f"{one.model.name or 'a model'}: {('equal', 'different', 'not buildable')[one.outcome]}")
        if one.reason:
            yield line(f"  {one.reason}")
            continue
        rows = [heads, *(row.columns() for row in one.rows)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
        for row in rows:
            yield line("  " + "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())


def outcome(checks: Sequence[Check]) -> int:
    """The worst of all; where there is no model, none could be built."""
    return max((one.outcome for one in checks), default=NOT_BUILDABLE)


def _asked(specifications: Sequence[Any]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="lstm-lint-smoke-") as folder:
        child = subprocess.Popen(
            CHILD, cwd=folder, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with child:
            assert child.stdin is not None and child.stdout is not None
            request = {"check": specifications, "seconds": 60, "device": "cpu", "threads": 1}
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            said = [json.loads(text) for text in child.stdout]
    if any(one["event"] == "missing" for one in said):
        raise Missing(INSTALL)
    made = [one for one in said if one["event"] == "built"]
    lost = {"reason": "the child process ended"}
    return [*made, *([lost] * (len(specifications) - len(made)))]


def _shown(shape: Any) -> str:
    return "(" + ", ".join(str(dim) for dim in shape) + ")" if shape is not None else "not read"


def _number(parameters: int | None) -> str:
    return str(parameters) if parameters is not None else "not read"
