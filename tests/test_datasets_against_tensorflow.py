"""Datasets of tf.data against TensorFlow: random pipelines, run and read.

Of every dataset on the way we say the shape of an element, or nothing, and how many elements there are, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

pytest.importorskip("numpy")

import numpy as np

from lstm_lint.proof import Refused, execute, read_names
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.tf_data import DATASETS, FUNCTIONS
from lstm_lint.script import Dim, Known, Shape

pytestmark = pytest.mark.keras

IMPORTS = """import numpy as np
import tensorflow as tf
import keras
def rows():
    for at in range(7):
        yield np.ones((at + 1, 3), "float32"), at
Dataset = tf.data.Dataset
"""
_X = "np.random.rand({r}, {t}, 2)"
_Y = "np.random.rand({r})"
BEGINNINGS = (
    f"Dataset.from_tensor_slices({_X})", f"Dataset.from_tensor_slices({_Y})",
    "Dataset.from_tensor_slices([1, 2, 3, 4])",
    f"Dataset.from_tensor_slices(({_X}, {_Y}))", f"Dataset.from_tensor_slices(({_X}, np.random.rand({{r}}, 1)))",
    f"Dataset.from_tensor_slices(({{{{'a': {_X}, 'b': {_Y}}}}}, {_Y}))", f"Dataset.from_tensors(({_X}, {_Y}))",
    f"Dataset.from_tensors({_X})", "Dataset.range({r})", "Dataset.range(2, {r}, 2)",
    f"Dataset.zip((Dataset.from_tensor_slices({_X}), Dataset.range(5)))",
    f"Dataset.zip((Dataset.from_tensor_slices({_Y}), Dataset.from_tensor_slices({_X})))",
    "Dataset.from_generator(rows, output_signature=(tf.TensorSpec((None, 3), 'float32'), tf.TensorSpec((), 'int32')))",
    f"keras.utils.timeseries_dataset_from_array({_X}, {_Y}, 2, batch_size={{n}})",
    f"keras.utils.timeseries_dataset_from_array({_X}, None, sequence_length=2, sequence_stride=2)",
    f"keras.utils.timeseries_dataset_from_array({_X}, {_Y}, 2, batch_size=None)",
)  # fmt: skip
STEPS = (
    "{x}.batch({n})", "{x}.batch({n})", "{x}.batch({n}, drop_remainder=True)", "{x}.batch(batch_size={n})",
    "{x}.unbatch()",
    "{x}.take({n})", "{x}.take(-1)", "{x}.skip({n})", "{x}.skip(2).take(3)", "{x}.repeat(2)",
    "{x}.repeat({n}).batch(2)",
    "{x}.shuffle(9)", "{x}.shuffle(buffer_size=9, seed=1)",
    "{x}.cache()", "{x}.prefetch(1)",
    "{x}.prefetch(tf.data.AUTOTUNE)", "{x}.shard(2, 1)", "{x}.concatenate({x})", "{x}.concatenate({x}.take(1))",
    "{x}.padded_batch({n})", "{x}.padded_batch({n}, drop_remainder=True)", "{x}.padded_batch(2, padded_shapes=[4, 2])",
    "{x}.padded_batch(2, padded_shapes=([None, 2], []))", "{x}.rebatch({n})", "{x}.rebatch(2, drop_remainder=True)",
    "{x}.window({n})", "{x}.window({n}, shift=1)", "{x}.window({n}, shift=1, drop_remainder=True)",
    "{x}.window({n}, 2, 2, True)", "{x}.flat_map(lambda w: w.batch({n}))",
    "{x}.window({n}, shift=1, drop_remainder=True).flat_map(lambda w: w.batch({n}))",
    "{x}.window({n}, shift=1).flat_map(lambda w: w.batch({n}, drop_remainder=True))",
    "{x}.window({n}, shift=1, drop_remainder=True).flat_map(lambda a, b: Dataset.zip((a.batch({n}), b.batch({n}))))",
    "{x}.map(lambda w: (w[:-1], w[-1]))", "{x}.map(lambda w: w[..., tf.newaxis])",
    "{x}.map(lambda w: tf.reshape(w, [-1]))", "{x}.map(lambda a, b: (a, b))", "{x}.map(lambda a, b: a)",
    "{x}.map(lambda a, b: (a[:, :1], tf.expand_dims(b, -1)))",
    "{x}.map(lambda a: (a, a))", "{x}.map(lambda a, b: (tf.cast(a, tf.float32), b), num_parallel_calls=2)",
    "{x}.map(lambda a: a * 2.0)", "{x}.map(lambda a, b: (a['a'], b))", "{x}.map(lambda a: {{'p': a, 'q': a}})",
    "{x}.filter(lambda a: tf.reduce_sum(a) > 1)", "{x}.filter(lambda a, b: tf.reduce_sum(b) > 0.3)",
    "{x}.interleave(lambda a: Dataset.from_tensors(a).repeat(2), cycle_length=2)",
    "{x}.flat_map(Dataset.from_tensor_slices)", "{x}.flat_map(lambda a: Dataset.from_tensor_slices(a))",
    "{x}.apply(lambda d: d.batch({n}))", "Dataset.zip(({x}, {x}))", "{x}.take_while(lambda a: tf.reduce_sum(a) < 3)",
    "{x}.with_options(tf.data.Options())",
)  # fmt: skip
_MOST = 40  # elements of a dataset that are looked at


def pipelines(seed: int, count: int) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """Programs of valid steps, the names of their datasets, and the datasets."""
    chance = Random(seed)
    for _ in range(count):
        sizes = {"r": chance.randint(4, 9), "t": chance.randint(2, 4)}
        lines = [f"d0 = {chance.choice(BEGINNINGS).format(n=3, **sizes)}"]
        names = dict(execute(IMPORTS + lines[0]))
        order, wanted = ["d0"], chance.randint(2, 5)
        for _ in range(wanted * 5):
            if len(order) > wanted:
                break
            name = f"d{len(order)}"
            line = f"{name} = {chance.choice(STEPS).format(x=order[-1], n=chance.randint(1, 4))}"
            trial = dict(names)
            try:
                exec(line, trial)
                elements = list(trial[name].take(_MOST))
            except Exception:
                continue
            if elements and _is_usual(elements[0]) and _size(elements[0]) < 500:
                names, order = trial, [*order, name]
                lines.append(line)
        yield IMPORTS + "\n".join(lines) + "\n", order, names


def _is_usual(element: Any) -> bool:
    """Whether Keras takes it, or it is a window of that: an array or a dict of them, alone or with a target."""
    if isinstance(element, tuple):
        return len(element) == 2 and not isinstance(element[1], (dict, tuple)) and _is_usual(element[0])
    if hasattr(element, "element_spec"):
        spec = element.element_spec
        return not any(
            hasattr(part, "element_spec") for part in (spec if isinstance(spec, tuple) else (spec,))
        )
    return not isinstance(element, tuple)


def _size(element: Any) -> int:
    parts = element.values() if isinstance(element, dict) else element if isinstance(element, tuple) else None
    if parts is not None:
        return sum(map(_size, parts))
    return 0 if hasattr(element, "element_spec") else int(np.size(element))


def objection(ours: Abstract, real: Any) -> str:
    """What we say of a dataset that is not so."""
    if not isinstance(ours, Data):
        return ""
    if ours.kind != "dataset":
        return f"it is a dataset, no {ours.kind}"
    elements = list(real.take(_MOST))
    if ours.count is not None and ours.count != int(real.cardinality()):
        return f"there are {int(real.cardinality())} elements, not {ours.count}"
    for element in elements:
        found = next(filter(None, map(_differs, _ours(ours), _arrays(element, ours))), "")
        if found:
            return found
    return ""


def _ours(ours: Data) -> list[tuple[Shape | None, Dim | None]]:
    inputs = ours.parts.arrays if ours.parts is not None else (ours,)
    arrays = (*inputs, ours.target) if ours.target is not None else inputs
    return [(array.shape, ours.inner) for array in arrays]


def _arrays(element: Any, ours: Data) -> list[Any]:
    """The arrays of an element: those of its inputs, and its target where we say that it has one."""
    if ours.target is not None:
        assert isinstance(element, tuple) and len(element) == 2, "it has no target"
        return [*_inputs(element[0]), element[1]]
    return _inputs(element)


def _inputs(value: Any) -> list[Any]:
    return (
        list(value.values())
        if isinstance(value, dict)
        else list(value)
        if isinstance(value, tuple)
        else [value]
    )


def _differs(ours: tuple[Shape | None, Dim | None], real: Any) -> str:
    shape, inner = ours
    if shape is None:
        return ""
    if hasattr(real, "element_spec"):
        several = list(real)
        if inner is None or (isinstance(inner, int) and inner != len(several)):
            return f"it is a window of {len(several)}, not {inner}"
        return next(filter(None, (_differs((shape, None), one) for one in several)), "")
    if inner is not None:
        return "it is no window"
    sizes = np.shape(real)
    same = len(sizes) == len(shape) and all(dim in ("?", size) for dim, size in zip(shape, sizes))
    return "" if same else f"the shape is {sizes}, not {shape}"


def known(ours: Abstract) -> bool:
    return isinstance(ours, Data) and all(shape is not None for shape, _ in _ours(ours))


@pytest.mark.parametrize("seed", range(4))
def test_every_dataset_of_a_pipeline_is_what_we_say(seed: int) -> None:
    pytest.importorskip("tensorflow")
    total = read = 0
    for text, order, names in pipelines(seed, 12):
        ours = read_names(text)
        for name in order:
            found = objection(ours[name], names[name])
            assert not found, f"{name}: {found}\n{text}"
            total += 1
            read += known(ours[name])
    assert read >= 0.9 * total, f"{read} of {total}"


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("Dataset.range(10).batch(3)", 4), ("Dataset.range(10).batch(3, drop_remainder=True)", 3),
        ("Dataset.range(10).repeat(3).skip(4)", 26), ("Dataset.range(10).map(lambda x: unknown(x)).take(3)", 3),
        ("Dataset.range(10).window(4, shift=1, drop_remainder=True)", 7), ("Dataset.range(10).repeat()", None),
        ("Dataset.range(10).filter(lambda x: x > 2)", None),
    ],
)  # fmt: skip
def test_cardinality_is_known_where_tensorflow_knows_it(call: str, count: int | None) -> None:
    names = read_names(
        f"{IMPORTS}d = {call}\na = d.cardinality()\nb = tf.data.experimental.cardinality(d)\nc = len(d)\n"
    )
    for name in "abc":
        value = names[name]
        assert (value.value if isinstance(value, Known) else None) == count


def test_every_method_and_source_of_datasets_is_in_a_pipeline() -> None:
    written = " ".join((*BEGINNINGS, *STEPS))
    apart = {"cardinality", "as_numpy_iterator", "unique"}  # they give no dataset, or one of scalars alone
    assert all(f".{name}(" in written for name in DATASETS if name not in apart)
    made = [path.rpartition(".")[2] for path in FUNCTIONS if path.startswith("tensorflow.data.Dataset.")]
    assert all(f"Dataset.{name}" in written for name in made if name != "list_files")


def test_a_call_that_tensorflow_refuses_is_no_case() -> None:
    pytest.importorskip("tensorflow")
    with pytest.raises(Refused):
        execute(f"{IMPORTS}d = Dataset.range(3).padded_batch(2, padded_shapes=[4])")
