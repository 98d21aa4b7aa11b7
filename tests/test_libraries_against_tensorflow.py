"""What is known of functions of TensorFlow on arrays, against TensorFlow; and of `keras.utils` on labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from lstm_lint.proof import Arguments, Entry, check, compare, execute, functions, is_known, read_names
from lstm_lint.reader.libraries.tf_data import ARRAYS

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


@pytest.mark.parametrize(
    "call",
    [
        "to_categorical([0, 2, 1])", "to_categorical([[0], [1]], 3)", "to_categorical(np.arange(4), num_classes=6)",
        "to_categorical(np.random.randint(0, 3, 5), num_classes=3)", "to_categorical(np.random.randint(0, 9, 4))",
        "to_categorical(np.random.randint(0, 3, 200))", "to_categorical(np.zeros((4, 5), int), 2)",
        "pad_sequences([[1], [2, 3]], maxlen=4)", "pad_sequences([[1], [2, 3]], 5, padding='post')",
        "normalize(np.random.rand(4, 3))",
    ],
)  # fmt: skip
def test_what_keras_does_to_labels_and_sequences(call: str) -> None:
    text = f"import numpy as np\nfrom keras.utils import normalize, pad_sequences, to_categorical\nresult = {call}\n"
    ours = read_names(text)["result"]
    assert is_known(ours) and not compare(ours, execute(text)["result"])
