"""What is known of functions of TensorFlow on arrays, against TensorFlow; and of `keras.utils` on labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest

pytest.importorskip("numpy")


from lstm_lint.keras_api.versions import parse_target
from lstm_lint.proof import (
    Arguments,
    Entry,
    Refused,
    check,
    compare,
    execute,
    functions,
    is_known,
    read_names,
)
from lstm_lint.reader.libraries.tf_data import ARRAYS
from lstm_lint.reader.read import read
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

IMPORTS = "import numpy as np\nimport tensorflow as tf\n"


class TensorArguments(Arguments):
    """Arrays of float32, as TensorFlow takes them everywhere."""

    imports = IMPORTS

    def operand(self, name: str, at: int) -> str:
        return "np.array([0, 0])" if name == "indices" else super().operand(name, at)

    def array(self, shape: Sequence[int]) -> str:
        return f"np.random.rand({', '.join(map(str, shape))}).astype('float32')"

    def sequence(self) -> str:
        self.shape = shape = self.first_shape()
        return "[" + ", ".join([self.array(shape)] * self.chance.randint(1, 3)) + "]"

    def options(self) -> Mapping[str, Sequence[str]]:
        rank = len(self.shape)
        order = self.chance.sample(range(rank), rank)
        shapes = [f"[{', '.join(['-1', *map(str, self.shape[1:])])}]", "(-1,)", "(-1, 1)"]
        return {
            **super().options(),
            "axis": (str(self.chance.randrange(rank)), "-1", "0"),
            "perm": (str(order),),
            "*shape": shapes,
        }


def _entries() -> Iterator[Entry]:
    for entry in functions(ARRAYS, lambda path: path.replace("tensorflow.", "tf.", 1)):
        if entry.name != "tensorflow.reverse":  # which takes a list of axes
            yield entry


@pytest.mark.parametrize("entry", sorted(_entries(), key=str), ids=str)
def test_entry_says_what_tensorflow_does(entry: Entry) -> None:
    pytest.importorskip("tensorflow")
    check(entry, TensorArguments, 4, unknown=0.1)


KERAS = "import numpy as np\nimport keras\nfrom keras.utils import normalize, pad_sequences, to_categorical\n"
LABELS = (
    "[0, 2, 1]", "[[0], [1]]", "np.arange({n})", "np.random.randint(0, 3, {n})", "np.random.randint(0, 3, ({n}, 1))",
    "np.random.randint(0, 3, ({n}, 4))", "np.zeros({n})", "np.random.randint(0, 3, ({n}, 2, 1))", "[1, 0] * {n}",
    "np.random.randint(0, 3, 200)", "np.array([0., 1., 2.])", "np.random.randint(0, 2, {n}).tolist()",
)  # fmt: skip
SEQUENCES = (
    "[[1], [2, 3]]", "[[1, 2, 3]] * {n}", "np.random.randint(1, 9, ({n}, 6))",
    "[list(range(i)) for i in range(1, {n})]",
    "np.random.rand({n}, 6, 2)", "[np.random.rand(i, 2) for i in range(1, {n})]", "[]",
    "np.random.randint(1, 9, ({n}, 6)).tolist()",
)  # fmt: skip
ROWS = (
    "np.random.rand(20)",
    "np.random.rand(20, 2)",
    "np.arange(40).reshape(20, 2)",
    "np.random.rand(20, 3, 2)",
)


def _calls(chance: Random) -> Iterator[str]:
    """Calls of functions that Keras has for labels and sequences, with arguments that are valid most of the time."""
    for _ in range(40):
        pick, n = chance.choice, chance.randint(3, 6)
        labels, sequences = pick(LABELS).format(n=n), pick(SEQUENCES).format(n=n)
        yield f"to_categorical({labels}{pick(('', ', 6', ', num_classes=4', ', num_classes=None'))})"
        more = pick(("", ", 4", ", maxlen=7", ", maxlen=None")) + pick(
            ("", ", padding='post'", ", value=-1.0")
        )
        more += pick(("", ", dtype='float32'", ", truncating='post'"))
        yield f"pad_sequences({sequences}{more})"
        yield f"normalize(np.random.rand({n}, 3){pick(('', ', axis=1', ', order=1'))})"


@pytest.mark.parametrize("seed", range(3))
def test_what_keras_does_to_labels_and_sequences(seed: int) -> None:
    pytest.importorskip("keras")
    known = total = 0
    for call in _calls(Random(seed)):
        text = f"{KERAS}result = {call}\n"
        try:
            real = execute(text)["result"]
        except Refused:
            continue
        ours = read_names(text)["result"]
        objection = compare(ours, real)
        assert not objection, f"{objection}: {call}"
        total += 1
        known += is_known(ours)
    assert total > 60 and known >= 0.9 * total, f"{known} of {total}"


GENERATOR = "import numpy as np\nfrom tensorflow.keras.preprocessing.sequence import TimeseriesGenerator\n"


@pytest.mark.parametrize("seed", range(2))
def test_batches_of_the_generator_of_keras_2(seed: int) -> None:
    pytest.importorskip("tensorflow")
    chance = Random(seed)
    for _ in range(20):
        pick = chance.choice
        length, rate = chance.randint(2, 6), pick(("", ", 2", ", sampling_rate=3"))
        more = pick(("", ", batch_size=4", ", reverse=True", ", stride=2", ", shuffle=True"))
        made = f"TimeseriesGenerator({pick(ROWS)}, {pick(ROWS)}, length={length}{more})"
        if rate:
            made = f"TimeseriesGenerator({pick(ROWS)}, {pick(ROWS)}, {length}{rate}{more})"
        text = f"{GENERATOR}x, y = {made}[0]\nfor a, b in {made}:\n    break\n"
        real, ours = execute(text), read_names(text)
        for name in "xyab":
            assert is_known(ours[name]) and not compare(ours[name], real[name]), f"{name} of {made}"


SEQUENCE = """import numpy as np
import keras
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, size):
        super().__init__()
        self.x, self.y, self.size = x, y, size
    def __len__(self):
        return len(self.x) // self.size
    def __getitem__(self, number):
        return self.x[number * self.size : (number + 1) * self.size], self.y[: self.size]
"""


@pytest.mark.parametrize(
    ("x", "y"), [("(40, 5, 2)", "(40,)"), ("(40, 5)", "(40, 1)"), ("(40, 5, 2)", "(40, 5, 1)")]
)
def test_batches_of_a_pydataset_as_fit_gets_them(x: str, y: str) -> None:
    pytest.importorskip("keras")
    code = f"{SEQUENCE}data = Batches(np.random.rand(*{x}), np.random.rand(*{y}), 8)\n"
    code = code.replace(f"rand(*{x})", f"rand{x}").replace(f"rand(*{y})", f"rand{y}")
    real = execute(f"{code}x, y = data[0]\n")
    model = "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(loss='mse')\nmodel.fit(data)\n"
    found = read(from_bytes((code + model).encode(), "a.py"), parse_target("3"))
    (fit,) = found.models[0].fits
    for ours, array in ((fit.x, real["x"]), (fit.y, real["y"])):
        assert ours is not None and ours.shape is not None and len(ours.shape) == array.ndim
        assert all(dim in ("?", size) for dim, size in zip(ours.shape, array.shape))
