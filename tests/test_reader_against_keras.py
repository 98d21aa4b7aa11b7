"""The reading held against Keras: random programs are read and executed, and both must say the same."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest

keras: Any = pytest.importorskip("keras", exc_type=ImportError)

pytestmark = pytest.mark.keras
WITH_TENSORFLOW = find_spec("tensorflow") is not None

import programs  # noqa: E402
from programs import Program  # noqa: E402

from lstm_lint.keras_api.versions import parse_target  # noqa: E402
from lstm_lint.reader import read  # noqa: E402
from lstm_lint.script import Layer, Model, Script  # noqa: E402
from lstm_lint.source.source import from_bytes  # noqa: E402

PROGRAMS = 676
BROKEN = 260
CHUNK = 52
OPERATION = "Operation"  # what the reading calls an operator or function between layers


@dataclass
class Truth:
    """One layer as Keras built it; a nested Sequential is read as its layers, as the reading does."""

    name: str
    classes: tuple[str, ...]
    shape: tuple[Any, ...] | None
    parameters: int | None


@dataclass
class Tally:
    """How many of the facts that Keras knows the reading knows too."""

    known: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def count(self, what: str, program: Program, detail: object, known: bool) -> None:
        (self.known if known else self.unknown)[what] += 1
        if not known:
            self.examples.append(f"seed {program.seed} {program.style}: {what} {detail}")

    def share(self, what: str) -> float:
        return self.known[what] / max(1, self.known[what] + self.unknown[what])


def execute(source: str) -> Any:
    """The Keras model that a program builds."""
    keras.utils.clear_session(free_memory=False)  # the names start anew
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "program.py", "exec"), namespace)  # our own text, never a user's
    return namespace["model"]


def run(model: Any) -> None:
    """One step on zeros: sizes of states and directions are checked nowhere before."""
    zeros = [keras.ops.zeros([dim or 5 for dim in tensor.shape]) for tensor in model.inputs]
    model(zeros if len(zeros) > 1 else zeros[0])


def understand(source: str) -> Script:
    return read(from_bytes(source.encode(), "program.py"), parse_target("3"))


def truths(model: Any) -> Iterator[Truth]:
    for layer in model.layers:
        if isinstance(layer, keras.Sequential):
            yield from truths(layer)
        else:
            yield Truth(layer.name, classes(layer), shape_of(layer), parameters_of(layer))


def classes(layer: Any) -> tuple[str, ...]:
    """The wrappers, outermost first, and the layer in them."""
    cls = type(layer).__name__
    if cls == "Bidirectional":
        return (cls, *classes(layer.forward_layer))
    if cls == "TimeDistributed" and not isinstance(layer.layer, keras.Model):
        return (cls, *classes(layer.layer))
    return (cls,)


def shape_of(layer: Any) -> tuple[Any, ...] | None:
    """The shape of the first output of its first use."""
    if not layer._inbound_nodes:
        return None
    return tuple(layer._inbound_nodes[0].output_tensors[0].shape)


def parameters_of(layer: Any) -> int | None:
    try:
        return int(layer.count_params())
    except ValueError:  # not built
        return None


def final(script: Script) -> Model:
    compiled = [model for model in script.models if model.compiles]
    assert len(compiled) == 1, [(model.name, model.kind, model.compiles) for model in script.models]
    return compiled[0]


def layer_classes(layer: Layer) -> tuple[str, ...]:
    return (*(wrapper.cls for wrapper in layer.wrappers), layer.cls)


def compare(program: Program, tally: Tally) -> None:
    """Every claim of the reading is what Keras says."""
    model = execute(program.source)
    read_model = final(understand(program.source))
    expected = list(truths(model))
    found = [layer for layer in read_model.layers if layer.cls != OPERATION]
    assert read_model.complete, read_model.unread
    assert Counter(map(layer_classes, found)) == Counter(truth.classes for truth in expected)
    if read_model.kind != "functional":  # Keras sorts the layers of a functional model by depth
        assert [layer_classes(layer) for layer in found] == [truth.classes for truth in expected]
    by_name = {layer.name: layer for layer in found}
    assert set(by_name) == {truth.name for truth in expected}
    for truth in expected:
        layer = by_name[truth.name]
        assert layer_classes(layer) == truth.classes, truth.name
        if truth.shape is not None:
            tally.count("shape", program, truth, agrees(layer.output_shape, truth.shape))
        if truth.parameters is not None:
            tally.count("parameters", program, truth, layer.parameters is not None)
            assert layer.parameters in (None, truth.parameters), (truth, layer.parameters)
    assert not broken_layers(read_model)
    if read_model.complete:
        tally.count("total", program, model.name, read_model.parameters is not None)
    if all(
        layer.built for layer in model.layers
    ):  # `build` of a subclassed model leaves its layers as they are
        assert read_model.parameters in (None, model.count_params())


def agrees(shape: tuple[Any, ...] | None, truth: tuple[Any, ...]) -> bool:
    """Whether the whole shape is known. What is known of it must be true."""
    if shape is None:
        return False
    assert len(shape) == len(truth), (shape, truth)
    for dim, true in zip(shape, truth):
        assert dim in ("?", true), (shape, truth)
    return "?" not in shape


def broken_layers(model: Model) -> list[Layer]:
    """Layers that do not build: everything before them is known, and yet they have no shape or no weights."""
    found: list[Layer] = []
    for layer in model.layers:
        before = model.before(layer)
        ready = all(known(other) for other in before) if before else layer.cls != "InputLayer"
        if ready and not known(layer):
            found.append(layer)
    return found


def known(layer: Layer) -> bool:
    return layer.output_shape is not None and "?" not in layer.output_shape and layer.parameters is not None


TALLY = Tally()


@pytest.mark.parametrize("first", range(0, PROGRAMS, CHUNK))
def test_the_reading_of_random_programs_is_what_keras_builds(first: int) -> None:
    for seed in range(first, min(first + CHUNK, PROGRAMS)):
        program = programs.program(seed, WITH_TENSORFLOW)
        try:
            compare(program, TALLY)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {program.style}: {error}\n{program.source}") from error


def test_the_reading_knows_nearly_everything_that_keras_knows() -> None:
    if not TALLY.known:
        pytest.skip("counts what the tests above have compared")
    for what in ("shape", "parameters", "total"):
        assert TALLY.share(what) > 0.98, "\n".join(TALLY.examples)


@pytest.mark.parametrize("first", range(0, BROKEN, CHUNK))
def test_what_keras_refuses_does_not_read_as_a_whole_model(first: int) -> None:
    for seed in range(first, min(first + CHUNK, BROKEN)):
        program = programs.broken_program(seed, WITH_TENSORFLOW)
        with pytest.raises(Exception):  # noqa: B017 - each backend has its own for the first step
            run(execute(program.source))
        model = final(understand(program.source))
        assert broken_layers(model), f"seed {seed}, {program.style}\n{program.source}"
