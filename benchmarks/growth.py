"""How the work grows with the size of a file: `python -m benchmarks.growth [KINDS]... [--stages check model]`.

One generator a kind of nesting or repetition. Each text is read at n and at 2n, in a child of its own with a limit of
processor time; a kind whose time grows by more than `LIMIT` is marked, and the exit is 1. Time below `NOISE` says
nothing: n is doubled until it is passed, or until the kind is larger than any file that is read at all.
`--count` counts calls of functions in place of seconds: slower, the same on every machine; the test in tests/ does so.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

LIMIT = 3.0  # of the cost at 2n to that at n: n ** 1.58
NOISE = 0.1  # seconds from which on a ratio means something
SECONDS = 20  # processor time of one child
TOO_DEEP = -1.0  # in place of a cost: no command reads what is nested so deeply, it is one finding or error

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, Sequential, layers, ops
from keras.layers import (
    GRU, LSTM, RNN, Add, Bidirectional, Concatenate, Dense, Embedding, Lambda, LSTMCell, StackedRNNCells, TimeDistributed,
)
"""
TAIL = """\
model = Sequential([Input((120, 3)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
"""


@dataclass(frozen=True)
class Kind:
    """A way to make a file of size n, and the largest n that is tried."""

    make: Callable[[int], str]
    most: int
    head: str = HEAD
    tail: str = TAIL

    def text(self, n: int) -> str:
        return f"{self.head}{self.make(n)}\n{self.tail}"


KINDS: dict[str, Kind] = {}
DEEP = 80  # levels: brackets in brackets, blocks in blocks
LONG = 2_560  # lines


def kind(most: int, **more: str) -> Callable[[Callable[[int], str]], Callable[[int], str]]:
    def register(make: Callable[[int], str]) -> Callable[[int], str]:
        KINDS[make.__name__.strip("_").replace("_", "-")] = Kind(make, most, **more)
        return make

    return register


def lines(form: str, n: int) -> str:
    """The line n times, with its number in it, the one before and the one after."""
    return "".join(form.format(i=i, before=i - 1, after=i + 1) + "\n" for i in range(1, n + 1))


def blocks(form: str, n: int, inside: str = "pass", indent: int = 0) -> str:
    """The head of a block n times, each in the one before."""
    heads = "".join(" " * (i + indent) + form.format(i=i) + "\n" for i in range(n))
    return heads + "".join(" " * (n + indent) + line + "\n" for line in inside.splitlines())


# --- layers in layers ---------------------------------------------------------------------------------------


@kind(DEEP)
def wrappers(n: int) -> str:
    return (
        f"m = Sequential([Input((9, 3)), {'Bidirectional(' * n}LSTM(1, return_sequences=True){')' * n}])\n"
        "m.compile('adam', 'mse')"
    )


@kind(DEEP)
def wrappers_called(n: int) -> str:
    return f"y = {'Bidirectional(' * n}LSTM(1, return_sequences=True){')' * n}(Input((9, 3)))"


@kind(DEEP)
def wrappers_with_backward_layers(n: int) -> str:
    text = "LSTM(1, return_sequences=True)"
    return f"a0 = {text}\n" + lines("a{i} = Bidirectional(a{before}, backward_layer=a{before})", n) + (
        f"m = Sequential([Input((9, 3)), a{n}])"
    )  # fmt: skip


@kind(DEEP)
def wrappers_by_name(n: int) -> str:
    return "a0 = LSTM(1, return_sequences=True)\n" + lines("a{i} = Bidirectional(a{before})", n) + (
        f"m = Sequential([Input((9, 3)), a{n}, Dense(1)])\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones(9))"
    )  # fmt: skip


@kind(DEEP)
def steps_of_steps(n: int) -> str:
    shape = ", ".join(["2"] * (n + 2))
    return f"m = Sequential([Input(({shape})), {'TimeDistributed(' * n}Dense(1){')' * n}])"


@kind(DEEP)
def wrapped_models(n: int) -> str:
    shape = ", ".join(["2"] * (n + 2))
    return f"m = Sequential([Input(({shape})), {'TimeDistributed(Sequential([' * n}LSTM(1){']))' * n}])"


@kind(DEEP)
def models_in_models(n: int) -> str:
    return f"m = {'Sequential([' * n}LSTM(1, input_shape=(9, 3)){'])' * n}\nm.compile('adam', 'mse')"


@kind(LONG)
def models_in_models_by_name(n: int) -> str:
    return (
        "m0 = Sequential([Input((9, 3)), LSTM(3, return_sequences=True)])\n"
        + lines("m{i} = Sequential([m{before}, LSTM(3, return_sequences=True)])", n)
        + f"m{n}.compile('adam', 'mse')"
    )


@kind(LONG)
def models_twice_in_models(n: int) -> str:
    return "m0 = Sequential([LSTM(3, return_sequences=True)])\n" + lines(
        "m{i} = Sequential([m{before}, m{before}])", n
    )


@kind(LONG)
def functional_models_in_models(n: int) -> str:
    return (
        "i = Input((9, 3))\nm0 = Model(i, LSTM(3, return_sequences=True)(i))\n"
        + lines("i = Input((9, 3))\nm{i} = Model(i, m{before}(m{before}(i)))", n)
        + f"y = m{n}(Input((8, 3)))"
    )


@kind(LONG)
def functional_models_of_no_shape(n: int) -> str:
    return (
        "i = Input((None, 3))\nm0 = Model(i, LSTM(3, return_sequences=True)(i))\n"
        + lines("i = Input((None, 3))\nm{i} = Model(i, m{before}(m{before}(i)))", n)
        + f"y = m{n}(Input((8, 3)))"
    )


@kind(LONG)
def growing_models(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM(3, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def growing_model_of_different_layers(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM({i}, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def lists_of_layers(n: int) -> str:
    layers = ", ".join(f"LSTM({i + 1}, return_sequences=True)" for i in range(n))
    return f"m = Sequential([Input((9, 3)), {layers}])\nm.compile('adam', 'mse')"


@kind(DEEP)
def chained_calls(n: int) -> str:
    return f"i = Input((9, 3))\ny = {'LSTM(3, return_sequences=True)(' * n}i{')' * n}\nm = Model(i, y)\nm.compile('adam', 'mse')"


@kind(LONG)
def chains_of_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = LSTM(3, return_sequences=True)(x)", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def chains_of_mixed_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines(
            "x = LSTM({i}, return_sequences=True)(x)\nx = layers.Dropout(0.2)(x)\nx = Dense(3, activation='relu')(x)",
            n,
        )
        + "m = Model(i, x)\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones((9, 9, 3)), epochs=3)"
    )


@kind(LONG)
def residuals(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n" + lines("x = Add()([LSTM(3, return_sequences=True)(x), x])", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones((9, 9, 3)))"
    )  # fmt: skip


@kind(LONG)
def residual_operators(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = x + LSTM(3, return_sequences=True)(x) + x", n)
        + "m = Model(i, x)"
    )


@kind(LONG)
def residuals_without_a_model(n: int) -> str:
    return "i = x = Input((9, 3))\n" + lines("x = Add()([LSTM(3, return_sequences=True)(x), x])", n)


@kind(LONG)
def doubled_tensors(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = Add()([x, x])", n)
        + "m = Model(i, LSTM(3)(x))\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def residual_models(n: int) -> str:
    return (
        "i = Input((9, 3))\nblock = Model(i, LSTM(3, return_sequences=True)(i))\nx = i = Input((9, 3))\n"
        + lines("x = Add()([block(x), x])", n) + "m = Model(i, x)"
    )  # fmt: skip


@kind(LONG)
def branches_together(n: int) -> str:
    return (
        "i = Input((9, 3))\n" + lines("b{i} = LSTM({i})(i)", n)
        + f"x = Concatenate()([{', '.join(f'b{j}' for j in range(1, n + 1))}])\nm = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def branches_appended(n: int) -> str:
    return (
        "i = Input((9, 3))\nparts = []\n" + lines("parts.append(LSTM(3)(i))", n)
        + "m = Model(i, Dense(1)(Concatenate()(parts)))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def inputs(n: int) -> str:
    return (
        lines("i{i} = Input((9, 3))\nb{i} = LSTM(3)(i{i})", n)
        + f"all = [{', '.join(f'i{j}' for j in range(1, n + 1))}]\n"
        + f"x = Concatenate()([{', '.join(f'b{j}' for j in range(1, n + 1))}])\nm = Model(all, Dense(1)(x))\nm.compile('adam', 'mse')\n"
        + f"m.fit([{', '.join('np.ones((9, 9, 3))' for j in range(n))}], np.ones(9))"
    )


@kind(LONG)
def outputs(n: int) -> str:
    return (
        "i = Input((9, 3))\nh = LSTM(3)(i)\n" + lines("o{i} = Dense(1)(h)", n)
        + f"m = Model(i, [{', '.join(f'o{j}' for j in range(1, n + 1))}])\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def shared_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\nshared = LSTM(3, return_sequences=True)\n"
        + lines("x = shared(x)", n)
        + "m = Model(i, x)"
    )


@kind(LONG)
def aliases_of_a_layer(n: int) -> str:
    return "a0 = LSTM(3)\n" + lines("a{i} = a{before}", n) + f"m = Sequential([Input((9, 3)), a{n}])"


@kind(LONG)
def stacked_cells(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), RNN([{', '.join(f'LSTMCell({i + 1})' for i in range(n))}])])"


@kind(DEEP)
def stacks_of_stacks(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), RNN({'StackedRNNCells([' * n}LSTMCell(1){'])' * n})])"


@kind(LONG)
def stacks_of_stacks_by_name(n: int) -> str:
    return (
        "c0 = LSTMCell(1)\n"
        + lines("c{i} = StackedRNNCells([c{before}, c{before}])", n)
        + f"m = Sequential([Input((9, 3)), RNN(c{n})])"
    )


@kind(LONG)
def states_in_lists(n: int) -> str:
    return (
        "i = Input((9, 3))\nh, c, d = LSTM(3, return_state=True)(i)\ns0 = [c, d]\n" + lines("s{i} = [s{before}, s{before}]", n)
        + f"y = LSTM(3)(i, initial_state=s{n})\nm = Model(i, y)"
    )  # fmt: skip


@kind(LONG)
def encoders_and_decoders(n: int) -> str:
    return (
        "i = x = Input((9, 3))\nh = c = None\nx, h, c = LSTM(3, return_sequences=True, return_state=True)(x)\n"
        + lines("x, h, c = LSTM(3, return_sequences=True, return_state=True)(x, initial_state=[h, c])", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )


# --- models, trainings and data beside each other -------------------------------------------------------------


@kind(LONG)
def models_beside_models(n: int) -> str:
    return lines(
        "m{i} = Sequential([Input((9, 3)), LSTM({i}, activation='relu'), Dense(1)])\n"
        "m{i}.compile(keras.optimizers.SGD(0.5), 'mse')\nm{i}.fit(np.ones((9, 9, 3)), np.ones(9), epochs=200)", n
    )  # fmt: skip


@kind(LONG)
def the_same_model_again(n: int) -> str:
    return lines(
        "m = Sequential([Input((9, 3)), LSTM(8, activation='relu'), Dense(1)])\n"
        "m.compile(keras.optimizers.SGD(0.5), 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones(9), epochs=200)", n
    )  # fmt: skip


@kind(LONG)
def models_in_a_loop(n: int) -> str:
    numbers = ", ".join(str(i + 1) for i in range(n))
    return (
        f"for units in [{numbers}]:\n    m = Sequential([Input((9, 3)), LSTM(units), Dense(1)])\n    m.compile('adam', 'mse')\n"
        "    m.fit(np.ones((9, 9, 3)), np.ones(9))"
    )


@kind(LONG)
def layers_in_a_loop(n: int) -> str:
    return f"m = Sequential([Input((9, 3))])\nfor i in range({n}):\n    m.add(LSTM(3, return_sequences=True))\nm.compile('adam', 'mse')"


@kind(LONG)
def layers_in_a_comprehension(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), *[LSTM(3, return_sequences=True) for i in range({n})]])\nm.compile('adam', 'mse')"


@kind(LONG)
def fits(n: int) -> str:
    return "m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile('adam', 'mse')\n" + lines(
        "m.fit(np.ones((9, 9, 3)), np.ones(9), epochs={i})", n
    )


@kind(LONG)
def compiles(n: int) -> str:
    return "m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\n" + lines(
        "m.compile(keras.optimizers.Adam({i}), 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones(9))", n
    )


@kind(LONG)
def layers_and_trainings(n: int) -> str:
    return (
        "import pandas as pd\nx = pd.read_csv('a.csv').values\nm = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM({i}, return_sequences=True, activation='relu', dropout=0.3))", n)
        + "m.add(Dense(1))\n"
        + lines(
            "m.compile(keras.optimizers.SGD(0.5 + {i}), 'mse')\nm.fit(x[:-{i}], x[{i}:], epochs={i}, callbacks=[keras.callbacks.EarlyStopping()])", n
        )
    )  # fmt: skip


@kind(LONG)
def diamonds_of_dropouts(n: int) -> str:
    return (
        "i = Input((9, 3))\nx = LSTM(3)(i)\n" + lines("x = Add()([layers.Dropout(0.1)(x), x])", n)
        + "m = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def diamonds_of_unknown_length(n: int) -> str:
    return (
        "i = Input((None, 3))\nx = layers.Flatten()(LSTM(3, return_sequences=True)(i))\n"
        + lines("x = Add()([layers.Dropout(0.1)(x), x])", n) + "m = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def diamonds_of_masks(n: int) -> str:
    return (
        "i = Input((9,))\nx = Embedding(9, 3, mask_zero=True)(i)\n"
        + lines("x = Add()([LSTM(3, return_sequences=True)(x), x * 2, layers.Dropout(0.1)(x)])", n)
        + "m = Model(i, Dense(1)(LSTM(3)(x)))\nm.compile('adam', 'mse')\n"
        "m.fit(keras.utils.pad_sequences([[1, 2]]), np.ones(1))"
    )  # fmt: skip


@kind(LONG)
def narrow_layers(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM(2, return_sequences=True))", n)
        + "m.add(Dense(1))\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def predictions(n: int) -> str:
    return "m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\n" + lines(
        "p{i} = m.predict(np.ones((9, 9, 3)))", n
    )


@kind(LONG)
def callbacks(n: int) -> str:
    many = ", ".join("keras.callbacks.EarlyStopping(patience=3)" for _ in range(n))
    return f"m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones(9), callbacks=[{many}])"


@kind(LONG)
def optimizers_never_used(n: int) -> str:
    return lines("o{i} = keras.optimizers.Adam({i})", n)


@kind(LONG)
def layers_never_used(n: int) -> str:
    return lines("l{i} = LSTM({i}, activation='relu')", n)


@kind(LONG)
def scalers(n: int) -> str:
    return (
        "from sklearn.preprocessing import MinMaxScaler\nimport pandas as pd\nx = pd.read_csv('a.csv').values\n"
        + lines("s{i} = MinMaxScaler()\nx{i} = s{i}.fit_transform(x)", n)
        + lines(
            "m{i} = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm{i}.compile('adam', 'mse')\nm{i}.fit(x{i}[:80], x{i}[80:])",
            n,
        )
    )


@kind(LONG)
def arrays_in_a_chain(n: int) -> str:
    return (
        "import pandas as pd\nx = pd.read_csv('a.csv').values\n" + lines("x = x * 2 + x", n)
        + "m = Sequential([Input((9, 3)), LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"
    )  # fmt: skip


@kind(LONG)
def arrays_side_by_side(n: int) -> str:
    return (
        "import pandas as pd\nx = pd.read_csv('a.csv').values\n" + lines("x = np.concatenate([x, x])", n)
        + "m = Sequential([Input((9, 3)), LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"
    )  # fmt: skip


@kind(LONG)
def columns(n: int) -> str:
    return (
        "import pandas as pd\nf = pd.read_csv('a.csv')\n" + lines("f['c{i}'] = f['c{before}'] * 2", n)
        + "x = f.values\nm = Sequential([Input((9, 3)), LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"
    )  # fmt: skip


@kind(LONG)
def datasets(n: int) -> str:
    return (
        "d = tf.data.Dataset.from_tensor_slices((np.ones((9, 9, 3)), np.ones(9)))\n" + lines("d = d.map(lambda x, y: (x, y))", n)
        + "m = Sequential([Input((9, 3)), LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(d)"
    )  # fmt: skip


@kind(LONG)
def datasets_zipped(n: int) -> str:
    return (
        "d = tf.data.Dataset.from_tensor_slices(np.ones((9, 9, 3)))\n" + lines("d = tf.data.Dataset.zip((d, d))", n)
        + "m = Sequential([Input((9, 3)), LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(d)"
    )  # fmt: skip


@kind(LONG)
def paddings(n: int) -> str:
    return lines("p{i} = keras.utils.pad_sequences([[1, 2]], maxlen={i})", n)


@kind(LONG)
def tokenizers(n: int) -> str:
    return (
        "from keras.preprocessing.text import Tokenizer\n"
        + lines("t{i} = Tokenizer()\nt{i}.fit_on_texts(['a'])\nm{i} = Sequential([Embedding(len(t{i}.word_index), 3), LSTM(3)])", n)
    )  # fmt: skip


# --- classes ------------------------------------------------------------------------------------------------


@kind(LONG)
def layers_of_a_class(n: int) -> str:
    made = "".join(f"        self.l{i} = LSTM(3, return_sequences=True)\n" for i in range(n))
    used = "".join(f"        x = self.l{i}(x)\n" for i in range(n))
    return f"class M(Model):\n    def __init__(self):\n        super().__init__()\n{made}    def call(self, x):\n{used}        return x\nm = M()\nm.compile('adam', 'mse')\nm(Input((9, 3)))"


@kind(LONG)
def layer_classes_in_layer_classes(n: int) -> str:
    first = (
        "class C0(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
    )
    return first + lines(
        "class C{i}(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = C{before}()\n    def call(self, x):\n        return self.l(x)", n
    ) + f"i = Input((9, 3))\nm = Model(i, C{n}()(i))\nm.compile('adam', 'mse')"  # fmt: skip


@kind(LONG)
def layer_classes_with_two_inside(n: int) -> str:
    first = (
        "class C0(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
    )
    return first + lines(
        "class C{i}(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.a = C{before}()\n        self.b = C{before}()\n    def call(self, x):\n        return self.a(x) + self.b(x)", n
    ) + f"i = Input((9, 3))\nm = Model(i, C{n}()(i))\nm.compile('adam', 'mse')"  # fmt: skip


@kind(LONG)
def objects_of_a_layer_class(n: int) -> str:
    return (
        "class C(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.l = LSTM(units, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
        "i = x = Input((9, 3))\n" + lines("x = C({i})(x)", n) + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def one_layer_of_a_class_again(n: int) -> str:
    return (
        "class C(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.l = LSTM(units, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
        "i = x = Input((9, 3))\nc = C(3)\n" + lines("x = c(x)", n) + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def base_classes(n: int) -> str:
    return (
        "class C0(Model):\n    def call(self, x):\n        return LSTM(3)(x)\n"
        + lines("class C{i}(C{before}):\n    pass", n)
        + f"m = C{n}()\nm.missing(1)"
    )


@kind(LONG)
def base_classes_with_super(n: int) -> str:
    return (
        "class C0(Model):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3)\n    def call(self, x):\n        return self.l(x)\n"
        + lines(
            "class C{i}(C{before}):\n    def __init__(self):\n        super().__init__()\n        self.l{i} = LSTM(3)",
            n,
        )
        + f"m = C{n}()\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def base_classes_twice(n: int) -> str:
    return (
        "class A0:\n    pass\nclass B0:\n    pass\n" + lines("class A{i}(A{before}, B{before}):\n    pass\nclass B{i}(A{before}, B{before}):\n    pass", n)
        + f"m = A{n}(3)\nm.missing(1)\nm.x = 1\nm.there()"
    )  # fmt: skip


@kind(LONG)
def methods_that_call_methods(n: int) -> str:
    body = "".join(f"    def m{i}(self, x):\n        return self.m{i + 1}(x)\n" for i in range(n))
    return f"class C:\n{body}    def m{n}(self, x):\n        return LSTM(3)(x)\ny = C().m0(Input((9, 3)))"


@kind(LONG)
def methods_that_call_twice(n: int) -> str:
    body = "".join(
        f"    def m{i}(self, x):\n        self.m{i + 1}(x)\n        return self.m{i + 1}(x)\n"
        for i in range(n)
    )
    return f"class C:\n{body}    def m{n}(self, x):\n        return LSTM(3)(x)\ny = C().m0(Input((9, 3)))"


@kind(LONG)
def methods_that_nothing_calls(n: int) -> str:
    return "class C:\n" + "".join(
        f"    def m{i}(self, x):\n        self.a{i} = LSTM(3)(x)\n" for i in range(n)
    )


@kind(LONG)
def methods_that_share_attributes(n: int) -> str:
    return "class C:\n" + "".join(
        f"    def m{i}(self, x):\n        self.a{i} = {i}\n        return LSTM(self.a{i - 1})\n"
        for i in range(n)
    )


@kind(DEEP)
def classes_in_classes(n: int) -> str:
    return blocks("class C{i}:", n, "l = LSTM(3)")


# --- functions ----------------------------------------------------------------------------------------------


@kind(DEEP)
def functions_in_functions(n: int) -> str:
    ends = "".join(" " * i + f"return f{i}()\n" for i in range(n - 1, 0, -1))
    return blocks("def f{i}():", n, "return LSTM(3)") + ends + "f0()"


@kind(LONG)
def functions_that_call_functions(n: int) -> str:
    return (
        "def f0(x):\n    return LSTM(3, return_sequences=True)(x)\n"
        + lines("def f{i}(x):\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )


@kind(LONG)
def functions_that_call_twice(n: int) -> str:
    return (
        "def f0(x):\n    return LSTM(3, return_sequences=True)(x)\n" + lines("def f{i}(x):\n    x = f{before}(x)\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )  # fmt: skip


@kind(LONG)
def functions_that_call_twice_without_layers(n: int) -> str:
    return (
        "def f0(x):\n    return x\n" + lines("def f{i}(x):\n    x = f{before}(x)\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )  # fmt: skip


@kind(LONG)
def functions_that_nothing_calls(n: int) -> str:
    return lines(
        "def f{i}(units):\n    m = Sequential([Input((9, 3)), LSTM(units), Dense(1)])\n    m.compile('adam', 'mse')\n    return m",
        n,
    )


@kind(LONG)
def calls_of_a_function(n: int) -> str:
    return (
        "def f(units):\n    m = Sequential([Input((9, 3)), LSTM(units), Dense(1)])\n    m.compile('adam', 'mse')\n    return m\n"
        + lines("m{i} = f({i})", n)
    )  # fmt: skip


@kind(LONG)
def recursions(n: int) -> str:
    return lines("def f{i}(x):\n    return f{i}(LSTM(3)(f{i}(x)))", n)


@kind(LONG)
def functions_that_call_each_other(n: int) -> str:
    return lines("def f{i}(x):\n    return f{before}(LSTM(3)(f{after}(x)))", n)


@kind(LONG)
def recursive_lambdas(n: int) -> str:
    return lines("f{i} = lambda x: f{i}(x) + f{i}(x)\ny = f{i}(3)", n)


@kind(DEEP)
def closures(n: int) -> str:
    return f"y = {'(lambda a: ' * n}LSTM(3){')(3)' * n}"


@kind(LONG)
def lambdas_that_call_twice(n: int) -> str:
    return (
        "f0 = lambda x: LSTM(3, return_sequences=True)(x)\n"
        + lines("f{i} = lambda x: f{before}(f{before}(x))", n)
        + f"y = f{n}(Input((9, 3)))"
    )


@kind(LONG)
def lambda_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = Lambda(lambda t: t + t)(x)", n)
        + "m = Model(i, LSTM(3)(x))\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def lambda_layers_in_lambda_layers(n: int) -> str:
    return (
        "i = Input((9, 3))\nf0 = Lambda(lambda t: t + t)\n"
        + lines("f{i} = Lambda(lambda t: f{before}(f{before}(t)))", n)
        + f"m = Model(i, LSTM(3)(f{n}(i)))"
    )


@kind(LONG)
def partials(n: int) -> str:
    return (
        "from functools import partial\nf0 = partial(LSTM, 3)\n"
        + lines("f{i} = partial(f{before}, activation='tanh')", n)
        + f"m = Sequential([Input((9, 3)), f{n}()])"
    )


@kind(LONG)
def decorators(n: int) -> str:
    return lines("@tf.function", n) + "def f(x):\n    return LSTM(3)(x)\ny = f(Input((9, 3)))"


@kind(LONG)
def arguments_in_stars(n: int) -> str:
    return "def g(*a):\n    return LSTM(3)\na0 = [1]\n" + lines(
        "a{i} = [*a{before}, *a{before}]\ng(*a{i}, *a{i})", n
    )


@kind(LONG)
def keywords_in_stars(n: int) -> str:
    return (
        "k0 = {'units': 3}\n"
        + lines("k{i} = {{**k{before}, 'a{i}': 1}}", n)
        + f"m = Sequential([Input((9, 3)), LSTM(**k{n})])"
    )


@kind(LONG)
def stars_through_functions(n: int) -> str:
    return (
        "def f0(*a):\n    return LSTM(3)\n"
        + lines("def f{i}(*a):\n    return f{before}(*a, *a)", n)
        + f"y = f{n}(1)"
    )


@kind(LONG)
def generators(n: int) -> str:
    return (
        "def g0():\n    yield np.ones((9, 3))\n"
        + lines("def g{i}():\n    for x in g{before}():\n        yield x", n)
        + f"m = Sequential([Input((9, 3)), LSTM(3)])\nm.fit(g{n}())"
    )


@kind(LONG)
def parameters(n: int) -> str:
    names = ", ".join(f"p{i}={i}" for i in range(n))
    return f"def f({names}):\n    return LSTM(p1)\ny = f()"


# --- branches and loops -------------------------------------------------------------------------------------


@kind(LONG)
def elifs(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\nif a:\n    m.add(LSTM(3))\n"
        + lines("elif a{i}:\n    m.add(LSTM({i}))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def elifs_without_layers(n: int) -> str:
    return "if a:\n    x0 = 3\n" + lines("elif a{i}:\n    x{i} = {i}", n)


@kind(LONG)
def elifs_of_a_function(n: int) -> str:
    body = "".join(f"    elif name == 'n{i}':\n        m.add(LSTM({i + 1}))\n" for i in range(n))
    return f"def f(name):\n    m = Sequential([Input((9, 3))])\n    if name == '':\n        pass\n{body}    m.compile('adam', 'mse')\n    return m\n"


@kind(LONG)
def elifs_that_return(n: int) -> str:
    body = "".join(f"    elif name == 'n{i}':\n        return LSTM({i + 1})\n" for i in range(n))
    return f"def f(name):\n    if name == '':\n        pass\n{body}    return Dense(1)\nm = Sequential([Input((9, 3)), f(unknown)])\n"


@kind(LONG)
def elifs_that_call_functions(n: int) -> str:
    return (
        lines("def f{i}(x):\n    return x", n)
        + "if a:\n    x0 = 3\n"
        + lines("elif a{i}:\n    x{i} = f{i}({i})", n)
    )


@kind(LONG)
def elifs_that_are_known(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\nkind = 3\nif kind == -1:\n    m.add(LSTM(3))\n"
        + lines("elif kind == -{i}:\n    m.add(LSTM({i}))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(DEEP)
def ifs_in_ifs(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks("if a{i}:", n, "m.add(LSTM(3))")


@kind(DEEP)
def ifs_in_ifs_without_layers(n: int) -> str:
    return blocks("if a{i}:", n, "x = 3")


@kind(LONG)
def ifs_in_a_row(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("if a{i}:\n    m.add(LSTM({i}, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def ifs_with_models(n: int) -> str:
    return lines(
        "if a{i}:\n    m{i} = Sequential([Input((9, 3)), LSTM({i})])\n    m{i}.compile('adam', 'mse')", n
    )


@kind(LONG)
def ifs_with_names(n: int) -> str:
    return lines("if a{i}:\n    x{i} = {i}\nelse:\n    x{i} = 'a'", n)


@kind(LONG)
def ifs_that_leave_a_loop(n: int) -> str:
    return (
        "for x in unknown:\n"
        + "".join(f"    a{i} = {i}\n    if x == {i}:\n        continue\n" for i in range(n))
        + "    m = Sequential([LSTM(3)])\n"
    )


@kind(LONG)
def ifs_that_leave_a_function(n: int) -> str:
    return (
        "def f(x):\n"
        + "".join(f"    a{i} = {i}\n    if x == {i}:\n        return a{i}\n" for i in range(n))
        + "    return LSTM(3)\n"
    )


@kind(DEEP)
def conditional_expressions(n: int) -> str:
    return f"x = {''.join(f'LSTM({i + 1}) if a{i} else (' for i in range(n))}Dense(1){')' * n}"


@kind(DEEP)
def conditional_expressions_in_tests(n: int) -> str:
    text = "a"
    for i in range(n):
        text = f"(a{i} if {text} else b{i})"
    return f"x = LSTM({text})"


@kind(DEEP)
def loops_in_loops(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "for i{i} in range(2):", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(DEEP)
def loops_of_unknown_length(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "for i{i} in unknown:", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(DEEP)
def while_loops(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "while a{i}:", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(LONG)
def loops_in_a_row(n: int) -> str:
    return lines("for x{i} in unknown:\n    y{i} = x{i}", n)


@kind(LONG)
def short_loops_in_a_row(n: int) -> str:
    return lines("for x{i} in range(10):\n    y{i} = x{i}", n)


@kind(DEEP)
def loops_over_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[f(a{i}) for a{i} in {text}]"
    return f"for x in {text}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP)
def comprehensions_in_comprehensions(n: int) -> str:
    text = "LSTM(3)"
    for i in range(n):
        text = f"[{text} for a{i} in range(2)]"
    return f"x = {text}"


@kind(DEEP)
def comprehensions_of_unknown_length(n: int) -> str:
    text = "LSTM(3)"
    for i in range(n):
        text = f"[{text} for a{i} in unknown]"
    return f"x = {text}"


@kind(DEEP)
def comprehensions_over_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[a{i} for a{i} in {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def comprehensions_over_known_ones(n: int) -> str:
    text = "range(3)"
    for i in range(n):
        text = f"[a{i} for a{i} in {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def dict_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"{{a{i}: a{i} for a{i} in {text}}}"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def generator_expressions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"(a{i} for a{i} in {text})"
    return f"x = list({text})\nm = Sequential([LSTM(3)])"


@kind(LONG)
def clauses_of_a_comprehension(n: int) -> str:
    return f"x = [LSTM(3) {' '.join(f'for a{i} in range(2)' for i in range(n))}]"


@kind(LONG)
def conditions_of_a_comprehension(n: int) -> str:
    return f"x = [LSTM(3) for a in range(10) {' '.join(f'if a != {i + 10}' for i in range(n))}]"


@kind(DEEP)
def tries_in_tries(n: int) -> str:
    ends = "".join(" " * i + f"except E:\n{' ' * i} x{i} = {i}\n" for i in range(n - 1, -1, -1))
    return blocks("try:", n, "m = Sequential([LSTM(3)])") + ends


@kind(LONG)
def tries_in_a_row(n: int) -> str:
    return lines("try:\n    x{i} = {i}\nexcept E:\n    y{i} = {i}", n)


@kind(LONG)
def handlers_of_a_try(n: int) -> str:
    return "try:\n    m = Sequential([LSTM(3)])\n" + lines("except E{i}:\n    y{i} = {i}", n)


@kind(DEEP)
def withs_in_withs(n: int) -> str:
    return blocks("with a() as x{i}:", n, "m = Sequential([LSTM(3)])")


@kind(LONG)
def items_of_a_with(n: int) -> str:
    return f"with {', '.join(f'a() as x{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP // 2)
def matches_in_matches(n: int) -> str:
    text = ""
    for i in range(n):
        text += "  " * i + f"match a{i}:\n" + "  " * i + " case 1:\n"
    return text + "  " * n + "m = Sequential([LSTM(3)])\n"


@kind(LONG)
def cases_of_a_match(n: int) -> str:
    return "match a:\n" + "".join(
        f"    case {i}:\n        m = Sequential([LSTM({i + 1})])\n" for i in range(n)
    )


@kind(LONG)
def matches_in_a_row(n: int) -> str:
    return lines("match a{i}:\n    case 1:\n        x{i} = {i}", n)


# --- expressions and values ---------------------------------------------------------------------------------


@kind(DEEP)
def lists_in_lists(n: int) -> str:
    return f"x = {'[' * n}3{']' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(DEEP)
def dicts_in_dicts(n: int) -> str:
    return f"x = {chr(123) + '1: ' + ('{1: ' * (n - 1))}3{'}' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(DEEP)
def tuples_in_tuples(n: int) -> str:
    return f"x = {'(' * n}3{',)' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(LONG)
def lists_twice_in_lists(n: int) -> str:
    return (
        "a0 = [unknown, 1]\nb0 = [unknown, 1]\n"
        + lines("a{i} = [a{before}, a{before}]\nb{i} = [b{before}, b{before}]", n)
        + f"m = Sequential([LSTM(a{n}), Dense(a{n}, kernel_initializer=b{n})])\nm.compile('adam', 'mse')\nm.fit(a{n}, b{n}, callbacks=a{n})\n"
        f"x = np.array(a{n})\nif a{n} == b{n}:\n    y = a{n}\nelse:\n    y = b{n}\nfor x in a{n}:\n    z = x\nfor q in unknown:\n    a{n}.append(b{n})\nfor x in a{n}:\n    z = x\n"
        f"s = {{*a{n}, *b{n}}}\ny = LSTM(3)(a{n}, initial_state=b{n})"
    )


@kind(LONG)
def lists_of_tensors_twice(n: int) -> str:
    return (
        "i = Input((9, 3))\na0 = [i, i]\nb0 = [i, i]\n"
        + lines("a{i} = [a{before}, a{before}]\nb{i} = [b{before}, b{before}]", n)
        + f"m = Model(a{n}, LSTM(3)(b{n}))\nm.compile('adam', 'mse')\nm.fit(a{n}, b{n})\ny = Concatenate()(a{n})"
    )


@kind(LONG)
def dicts_twice_in_dicts(n: int) -> str:
    return (
        "a0 = {1: unknown}\n" + lines("a{i} = {{1: a{before}, 2: a{before}}}", n)
        + f"m = Sequential([LSTM(a{n}), Dense(**a{n})])\nm.compile('adam', 'mse')\nm.fit(a{n}, a{n})"
    )  # fmt: skip


@kind(LONG)
def long_lists(n: int) -> str:
    return f"x = [{', '.join(f'{i}.5' for i in range(n * 4))}]\nm = Sequential([LSTM(x)])\nm.fit(x, x)\nfor y in x:\n    z = y"


@kind(LONG)
def long_lists_of_lists(n: int) -> str:
    return f"x = np.array([{', '.join(f'[{i}.5, 2, 3, 4]' for i in range(n))}])\nm = Sequential([LSTM(3)])\nm.fit(x, x)"


@kind(LONG)
def long_dicts(n: int) -> str:
    return (
        f"x = {{{', '.join(f'{i!r}: {i}' for i in range(n * 2))}}}\nm = Sequential([LSTM(x[1])])\n"
        + "for y in x.items():\n    z = y"
    )


@kind(LONG)
def long_sets(n: int) -> str:
    return f"x = {{{', '.join(f'{i!r}' for i in range(n * 2))}}}"


@kind(LONG)
def lists_that_are_doubled(n: int) -> str:
    return "x = [1, 2]\n" + lines("x = x + x", n) + "m = Sequential([LSTM(x)])"


@kind(LONG)
def lists_that_are_extended(n: int) -> str:
    return (
        "x = [1, 2]\ny = [1]\n"
        + lines("x += x\ny.extend(x)\nz{i} = list(x)", n)
        + "m = Sequential([LSTM(x)])"
    )


@kind(LONG)
def assignments(n: int) -> str:
    return "x0 = 1\n" + lines("x{i} = x{before} + 1", n) + f"m = Sequential([LSTM(x{n})])"


@kind(LONG)
def targets(n: int) -> str:
    return f"{' = '.join(f'x{i}' for i in range(n))} = 3\nm = Sequential([LSTM(x1)])"


@kind(DEEP * 2)
def sums_of_strings(n: int) -> str:
    return f"x = {' + '.join(repr(str(i)) for i in range(n))}\nm = Sequential([LSTM(3, name=x)])"


@kind(DEEP * 2)
def sums_of_arrays(n: int) -> str:
    return f"a = np.load('a.npy')\nx = {' + '.join('a' for i in range(n))}\nm = Sequential([LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"


@kind(DEEP * 2)
def sums_of_tensors(n: int) -> str:
    return f"a = Input((9, 3))\nx = {' + '.join('a' for i in range(n))}\nm = Model(a, LSTM(3)(x))"


@kind(DEEP * 2)
def conditions_in_a_row(n: int) -> str:
    return f"if {' and '.join(f'a{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP * 2)
def comparisons(n: int) -> str:
    return f"if {' < '.join(f'a{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP)
def strings_side_by_side(n: int) -> str:
    return f"x = {' '.join(repr(str(i)) for i in range(n))}\nm = Sequential([LSTM(3, name=x)])"


@kind(40)
def f_strings_in_f_strings(n: int) -> str:
    text = "x"
    for _ in range(n):
        text = f'f"{{{text}}}"'
    return f"x = 3\ny = {text}\nm = Sequential([LSTM(3, name=y)])"


@kind(LONG)
def f_strings_in_a_row(n: int) -> str:
    return "x = 'a'\n" + lines("x = f'{{x}}{{x}}'", n) + "m = Sequential([LSTM(3, name=x)])"


@kind(LONG)
def parts_of_an_f_string(n: int) -> str:
    return f"x = 3\ny = f'{'{x} ' * n}'\nm = Sequential([LSTM(3, name=y)])"


@kind(DEEP * 2)
def methods_in_a_chain(n: int) -> str:
    return f"import pandas as pd\nx = pd.read_csv('a.csv'){'.dropna()' * n}\nm = Sequential([LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"


@kind(DEEP * 2)
def methods_of_unknown_objects(n: int) -> str:
    return f"x = unknown{'.method(1)' * n}\nm = Sequential([LSTM(3)])"


@kind(DEEP * 2)
def attributes(n: int) -> str:
    return f"x = unknown{'.name' * n}\nm = Sequential([LSTM(x)])"


@kind(DEEP * 2)
def subscripts(n: int) -> str:
    return f"x = np.load('a.npy'){'[1:]' * n}\nm = Sequential([LSTM(3)])\nm.fit(x, x)"


@kind(DEEP)
def subscripts_in_subscripts(n: int) -> str:
    return f"x = np.load('a.npy')\ny = {'x[' * n}0{']' * n}\nm = Sequential([LSTM(3)])\nm.fit(x, y)"


@kind(DEEP)
def calls_in_calls(n: int) -> str:
    return f"x = {'unknown(' * n}0{')' * n}\nm = Sequential([LSTM(x)])"


@kind(DEEP)
def named_expressions(n: int) -> str:
    return f"{''.join(f'(x{i} := ' for i in range(n))}3{')' * n}\nm = Sequential([LSTM(x1)])"


@kind(DEEP)
def signs(n: int) -> str:
    return f"x = {'-' * n}3\nm = Sequential([LSTM(x)])"


@kind(LONG)
def augmented_assignments(n: int) -> str:
    return "x = 1\ns = ''\n" + lines("x += {i}\ns += 'a'", n) + "m = Sequential([LSTM(x, name=s)])"


@kind(LONG)
def imports(n: int) -> str:
    return lines("import a{i}.b as c{i}\nfrom d{i} import e{i}, f{i}", n)


@kind(LONG)
def imports_of_everything(n: int) -> str:
    return lines("from a{i} import *", n) + lines("x{i} = y{i}", n)


# --- findings, comments, cells ------------------------------------------------------------------------------


@kind(LONG)
def findings(n: int) -> str:
    return lines(
        "m{i} = Sequential([Input((9, 3)), LSTM({i}, activation='relu', recurrent_activation='tanh'), Dense(1, activation='softmax')])",
        n,
    )


@kind(LONG)
def findings_on_equal_lines(n: int) -> str:
    return lines(
        "m = Sequential([Input((9, 3)), LSTM(8, activation='relu', recurrent_activation='tanh'), Dense(1, activation='softmax')])",
        n,
    )


@kind(LONG)
def findings_of_one_model(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines(
            "m.add(LSTM({i}, activation='relu', recurrent_activation='tanh', dropout=0.9, recurrent_dropout=0.9))",
            n,
        )
        + "m.compile(keras.optimizers.SGD(5.0), 'mse')"
    )


@kind(LONG)
def suppressions(n: int) -> str:
    return lines(
        "m{i} = Sequential([Input((9, 3)), LSTM({i}, activation='relu'), Dense(1)])  # noqa: LL201, LL203", n
    )


@kind(LONG)
def suppressions_without_a_finding(n: int) -> str:
    return lines("x{i} = 1  # lstm-lint: ignore[LL203] why", n)


@kind(LONG)
def suppressed_ranges(n: int) -> str:
    return lines(
        "# lstm-lint: ignore-start[LL203]\nx{i} = LSTM({i}, activation='relu')\n# lstm-lint: ignore-end[LL203]",
        n,
    )


@kind(LONG)
def suppressed_ranges_in_ranges(n: int) -> str:
    return lines("# lstm-lint: ignore-start[LL203]", n) + lines("x{i} = LSTM({i}, activation='relu')", n)


@kind(LONG)
def removed_names(n: int) -> str:
    return lines("m{i} = Sequential([LSTM(3)])\nm{i}.predict_classes(np.int({i}))", n)


# --- measuring ----------------------------------------------------------------------------------------------

STAGES = ("parse", "check", "model")


@dataclass(frozen=True)
class Cost:
    """What one size of one kind costs: seconds of processor time, or calls; None where it did not end in time."""

    n: int
    parse: float | None = None
    check: float | None = None
    model: float | None = None

    def of(self, stage: str) -> float | None:
        cost: float | None = getattr(self, stage)
        return cost


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", metavar="KINDS")
    parser.add_argument("--stages", nargs="*", choices=STAGES[1:], default=list(STAGES[1:]))
    parser.add_argument("--count", action="store_true", help="calls in place of seconds")
    parser.add_argument("--start", type=int, default=20)
    parser.add_argument("--most", type=int, default=10**9)
    given = parser.parse_args()
    _prepare()
    bad = 0
    for name in given.kinds or KINDS:
        costs = list(series(KINDS[name], given.stages, given.start, given.most, count=given.count))
        worst = max((ratio(costs, stage) for stage in given.stages), default=0.0)
        bad += worst > LIMIT
        shown = "  ".join(
            f"{cost.n}: " + "/".join(_shown(cost.of(stage)) for stage in STAGES) for cost in costs[-3:]
        )
        print(f"{name:45} {worst:6.2f} {'!' if worst > LIMIT else ' '} {shown}", flush=True)
    print(f"{bad} of {len(given.kinds or KINDS)} kinds grow by more than {LIMIT} where n is doubled")
    return int(bad > 0)


def _shown(cost: float | None) -> str:
    if cost == TOO_DEEP:
        return "too deep"
    return "-" if cost is None else f"{cost:.3f}" if cost < 1000 else f"{cost:,.0f}"


def ratio(costs: list[Cost], stage: str) -> float:
    """The largest growth from one size to the next that is above the noise, the parse taken off; infinite where it does not end."""
    found = 0.0
    for small, large in zip(costs, costs[1:]):
        first, second = small.of(stage), large.of(stage)
        if second is None:
            return float("inf")
        if first is not None and min(first, second) >= 0 and second - (large.parse or 0) > NOISE:
            found = max(found, (second - (large.parse or 0)) / max(first - (small.parse or 0), NOISE / LIMIT))
    return found


def series(kind: Kind, stages: list[str], start: int, most: int, *, count: bool) -> Iterator[Cost]:
    n = start
    while n <= min(kind.most, most):
        cost = measured(kind.text(n), n, stages, count=count)
        yield cost
        costs = [cost.of(stage) for stage in ("parse", *stages)]
        if any(one is None or one < 0 or one > (1e7 if count else 4) for one in costs):
            return
        n *= 2


def measured(text: str, n: int, stages: list[str], *, count: bool) -> Cost:
    """The stages in a child each, so that no cache is shared and one that does not end is stopped."""
    return Cost(n, **{stage: _in_child(stage, text, count=count) for stage in ("parse", *stages)})


def _in_child(stage: str, text: str, *, count: bool) -> float | None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            cost = calls(stage, text) if count else seconds(stage, text)
            os.write(writing, json.dumps(cost).encode())
        except RecursionError:
            os.write(writing, json.dumps(TOO_DEEP).encode())
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(said) if said and not os.WIFSIGNALED(status) else None


def seconds(stage: str, text: str) -> float:
    """Processor time of one stage, the best of a few where it is short."""
    work = _work(stage, text)
    gc.disable()
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best > 0.5:
            break
    return best


def calls(stage: str, text: str) -> int:
    """How many functions one stage calls, those written in C too."""
    found = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    work = _work(stage, text)
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def _work(stage: str, text: str) -> Callable[[], object]:
    import libcst

    from lstm_lint.command import model
    from lstm_lint.keras_api.versions import parse_target
    from lstm_lint.lint import lint
    from lstm_lint.reader import read
    from lstm_lint.settings.load import load
    from lstm_lint.source.source import from_bytes

    source, target = from_bytes(text.encode(), "growth.py"), parse_target("3")
    settings = load(None, {"select": ("ALL",), "profile": "strict"})

    def shown() -> None:
        script = read(source, target)
        for form in ("text", "json", "mermaid"):
            for _ in model.rendered(script, source, form, None, False):
                pass

    return {
        "parse": lambda: libcst.parse_module(text),
        "check": lambda: lint(source, settings, target=target),
        "model": shown,
    }[stage]


def _prepare() -> None:
    """Imports and caches what no file pays for itself."""
    for stage in STAGES:
        _work(stage, HEAD + TAIL)()
    gc.freeze()


if __name__ == "__main__":
    raise SystemExit(main())
