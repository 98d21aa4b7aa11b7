"""What Keras refuses, or takes and does nothing with: many ways to write it that must speak, and near misses."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import math, numpy as np, pandas as pd, tensorflow as tf, keras
from keras import Input, Model, Sequential, layers
"""


def said(text: str, code: str, keras: str = "3") -> list[str]:
    """The severity of each finding of a rule."""
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras=keras))
    return [finding.severity.value for finding in found if finding.code == code]


DATA = "x, y, N, D = np.zeros((50, 12, 3)), np.zeros((50, 2)), (4, 5), {'units': [8]}\n"


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        ("LSTM((10, 5))", "LL115"),
        ("GRU(x.shape[1:])", "LL115"),
        ("SimpleRNN(**D)", "LL115"),
        ("Bidirectional(layers.LSTM([32]))", "LL115"),
        ("RNN(layers.GRUCell(N))", "LL115"),
        ("Dense(y.shape[1:])", "LL162"),
        ("Dense(y.shape)", "LL162"),
        ("Dense(y.shape[1] / 2)", "LL162"),
        ("Dense(units='16')", "LL162"),
        ("Dense(-1)", "LL162"),
        ("Dense(**D)", "LL162"),
        ("TimeDistributed(layers.Dense((1,)))", "LL162"),
        ("Embedding('100', 8)", "LL162"),
        ("Embedding(100, 0)", "LL162"),
        ("Embedding(input_dim=1e4, output_dim=8)", "LL162"),
        ("RepeatVector((12,))", "LL162"),
        ("RepeatVector(n=12 / 3)", "LL162"),
        ("Conv1D(N, 3)", "LL162"),
        ("ConvLSTM2D((4, 4), 3)", "LL162"),
        ("MultiHeadAttention(2.0, 4)", "LL162"),
    ],
)
def test_a_size_that_is_no_whole_number(layer: str, code: str) -> None:
    assert said(f"{DATA}h = layers.{layer}\n", code) == ["error"]


@pytest.mark.parametrize(
    "layer",
    [
        "Dense(y.shape[1])",
        "Dense(y.shape[1] // 2)",
        "Dense(int(y.shape[1] / 2))",
        "Dense(len(N))",
        "Dense(N[0])",
        "Dense(True)",
        "Dense(units=int(input()))",
        "Conv1D(4, (3,))",
        "Conv2D(4, N)",
        "ConvLSTM2D(0, 3)",
        "RepeatVector(x.shape[1])",
        "Embedding(int(1e4), 8)",
        "LSTM(round(64 * 0.5))",
    ],
)
def test_a_size_that_keras_takes(layer: str) -> None:
    assert said(f"{DATA}h = layers.{layer}\n", "LL115") == said(f"{DATA}h = layers.{layer}\n", "LL162") == []


def test_keras_2_makes_whole_numbers_itself() -> None:
    assert said("h = layers.Dense(64 / 2)\n", "LL162", keras="2.15") == []


STATIONS = (
    "def model(value):\n    return Sequential([Input((48, 2)), layers.Masking(value), layers.LSTM(20)])\n"
)


@pytest.mark.parametrize(
    "value", ["np.nan", "np.NaN", "math.nan", "float('nan')", "float('NaN')", "MISSING", "-float('nan')"]
)
def test_nan_equals_nothing(value: str) -> None:
    assert said(f"MISSING = np.nan\n{STATIONS}m = model({value})\n", "LL306") == ["error"]
    assert said(f"MISSING = np.nan\nm = layers.Masking(mask_value={value})\n", "LL306") == ["error"]


@pytest.mark.parametrize("value", ["-1.0", "np.e", "float(input())", "np.float32(0)", "0", "np.nanmin(x)"])
def test_a_mask_value_that_may_occur(value: str) -> None:
    assert said(f"x = np.load('x.npy')\n{STATIONS}m = model({value})\n", "LL306") == []


def made(before: str, after: str = "", base: str = "layers.Layer", call: str = "super().__init__()") -> str:
    """A class that sets an attribute before `__init__` of Keras, and a model that uses it."""
    body = f"    def __init__(self, on=True):\n        {before}\n        {call}\n        self.x = 1\n{after}"
    return f"class Own({base}):\n{body}    def call(self, x):\n        return x\nOwn()\n"


@pytest.mark.parametrize(
    ("before", "base", "call"),
    [
        ("self.supports_masking = True", "layers.Layer", "super().__init__()"),
        ("self.supports_masking = on", "layers.Layer", "super(Own, self).__init__()"),
        ("self.supports_masking = self.on = True", "layers.Layer", "super().__init__(name='own')"),
        ("self.supports_masking: bool = True", "keras.layers.Layer", "keras.layers.Layer.__init__(self)"),
        ("self.supports_masking = True", "tf.keras.layers.Layer", "super().__init__()"),
        ("self.trainable = False", "keras.Model", "super().__init__()"),
        ("self.activity_regularizer = 'l2'", "layers.Layer", "super().__init__()"),
        ("self.input_spec = layers.InputSpec(ndim=3)", "layers.Layer", "super().__init__()"),
        ("self.name = 'own'", "layers.Layer", "super().__init__()"),
    ],
)
def test_what_keras_sets_anew(before: str, base: str, call: str) -> None:
    assert said(made(before, base=base, call=call), "LL163") == ["warning"]


@pytest.mark.parametrize(
    ("before", "after", "base", "call"),
    [
        ("self.units = 3", "", "layers.Layer", "super().__init__()"),
        ("self.supports_masking = False", "", "layers.Layer", "super().__init__()"),
        ("on.supports_masking = True", "", "layers.Layer", "super().__init__()"),
        ("self.trainable = False", "", "layers.Layer", "super().__init__(trainable=False)"),
        ("self.trainable = False", "        self.trainable = False\n", "layers.Layer", "super().__init__()"),
        ("self.supports_masking = True", "", "layers.LSTM", "super().__init__(4)"),
        ("self.supports_masking = True", "", "Model, Mixin", "super().__init__()"),
        ("self.supports_masking = True", "", "keras.callbacks.Callback", "super().__init__()"),
        ("super().__init__()", "        self.supports_masking = True\n", "layers.Layer", "self.y = 1"),
        ("self.supports_masking = True", "    def compute_mask(self, x, mask):\n        return mask\n", "layers.Layer",
         "super().__init__()"),
    ],
)  # fmt: skip
def test_what_keras_leaves_alone(before: str, after: str, base: str, call: str) -> None:
    assert said(f"class Mixin: pass\n{made(before, after, base, call)}", "LL163") == []


TENSORS = "s = Input((6, 4))\nt = layers.LSTM(4, return_sequences=True)(s)\ng = layers.GRU(4)\nc = layers.LSTMCell(4)\n"


@pytest.mark.parametrize(
    "wrapped",
    [
        "Bidirectional(layers.LSTM(4)(s))",
        "Bidirectional(layers.LSTM(4)(s))(s)",
        "Bidirectional(layer=g(s))",
        "Bidirectional(t, merge_mode='sum')",
        "Bidirectional(g, backward_layer=layers.GRU(4, go_backwards=True)(s))(s)",
        "TimeDistributed(layers.Dense(3)(t))",
        "TimeDistributed(s)",
        "TimeDistributed(layers.Bidirectional(t))",
        "RNN(c(s))",
        "RNN(cell=c(s), return_sequences=True)(t)",
        "Dense(1)(layers.Bidirectional(layers.LSTM(4)(s))(s))",
        "Bidirectional(layers.LSTM)(s)",
        "TimeDistributed(layer=layers.Dense)",
        "RNN(layers.LSTMCell, return_sequences=True)",
    ],
)
def test_a_wrapper_around_a_tensor(wrapped: str) -> None:
    assert said(f"{TENSORS}h = layers.{wrapped}\n", "LL165") == ["error"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "Bidirectional(layers.LSTM(4))(s)",
        "Bidirectional(g)(t)",
        "TimeDistributed(layers.Dense(3))(t)",
        "TimeDistributed(Model(s, g(s)))(Input((3, 6, 4)))",
        "TimeDistributed(layers.Bidirectional(g))(Input((3, 6, 4)))",
        "RNN(c)(t)",
        "RNN([c, layers.LSTMCell(3)])(t)",
        "Bidirectional(some(s))",
        "Bidirectional(g if some else g(s))",
        "Wrapped(layers.LSTM(4)(s))",
    ],
)
def test_a_wrapper_around_a_layer(wrapped: str) -> None:
    assert said(f"from mine import some\n{TENSORS}h = layers.{wrapped}\n", "LL165") == []


STATEFUL = "x = np.zeros((8, 12, 3))\nh = np.zeros((8, 4))\nl = layers.LSTM(4, stateful=True)\ny = l(x)\n"


@pytest.mark.parametrize(
    "call",
    [
        "l.reset_states(states=[h, h])",
        "l.reset_states([h, h])",
        "l.reset_states(None)",
        "l.reset_state((h, h))",
        "l.reset_states(y)",
        "b.reset_states([h, h, h, h])",
        "c.reset_states(states=h)",
        "m.layers[0].reset_states(states=[h, h])",
        "m.get_layer('own').reset_states([h, h])",
    ],
)
def test_reset_states_takes_no_values(call: str) -> None:
    more = "b = layers.Bidirectional(layers.LSTM(4, stateful=True))\nc = layers.ConvLSTM2D(4, 2, stateful=True)\n"
    more += "m = Sequential([Input(batch_shape=(8, 12, 3)), layers.LSTM(4, stateful=True, name='own')])\n"
    assert said(f"{STATEFUL}{more}{call}\n", "LL164") == ["error"]
    assert said(f"{STATEFUL}{more}{call}\n", "LL164", keras="2.15") == []
    assert said(f"{STATEFUL}{more}{call}\n", "LL903") == []


@pytest.mark.parametrize(
    "call",
    [
        "l.reset_states()",
        "l.reset_state()",
        "l(x, initial_state=[h, h])",
        "layers.Dense(2).reset_states(h)",
        "some.reset_states([h, h])",
        "l.reset_states(*some)",
        "if hasattr(l, 'states'):\n    l.reset_states()",
        "try:\n    l.reset_states([h, h])\nexcept TypeError:\n    l.reset_states()",
    ],
)
def test_reset_states_without_values(call: str) -> None:
    assert said(f"from mine import some\n{STATEFUL}{call}\n", "LL164") == []


TOKENIZER = "from tensorflow.keras.preprocessing.text import Tokenizer\nimport re\nt = Tokenizer()\n"
STRINGS = [
    "open('a').read()",
    "open('a').read().lower().strip()",
    "open('a', 'rb').read().decode('utf8')",
    "open('a').readline()",
    "open('a').read()[:1000]",
    "re.sub('[^a-z ]', '', open('a').read())",
    "'the quick brown fox'",
    "f'the {open} fox'",
    "' '.join(open('a'))",
    "'\\n'.join(pd.read_csv('a')['text'])",
    "'the {} fox'.format(open)",
    "input()",
    "str(input('Your text: ')).lower().strip()",
    "re.sub('[^a-z]', ' ', 'The Quick Fox'.lower()).strip()",
    "' '.join(open('a')).replace('.', '').lower()",
]
LISTS = [
    "[open('a').read()]",
    "open('a').read().split('\\n')",
    "open('a').read().lower().splitlines()",
    "open('a').readlines()",
    "open('a')",
    "list(open('a'))",
    "list(open('a').read())",
    "sorted(set(open('a').read()))",
    "[c for c in open('a').read()]",
    "re.findall('[a-z]+', open('a').read())",
    "('the quick brown fox',)",
    "pd.read_csv('a')['text']",
    "pd.read_csv('a')['text'].str.lower().tolist()",
    "input().split()",
    "np.array([open('a').read()])",
]


@pytest.mark.parametrize("text", STRINGS)
def test_one_string_is_read_letter_by_letter(text: str) -> None:
    learned = f"{TOKENIZER}t.fit_on_texts(['the quick brown fox'])\nt.texts_to_sequences(w)\n"
    assert said(f"{TOKENIZER}w = {text}\nt.fit_on_texts(w)\n", "LL761") == ["error"]
    assert said(f"{TOKENIZER}w = {text}\nt.fit_on_texts(texts=w)\n", "LL761") == ["error"]
    assert said(f"w = {text}\n{learned}".replace("w = re", "import re\nw = re"), "LL761") == ["error"]
    assert said(f"import re\nlayers.TextVectorization().adapt({text})\n", "LL761") == ["error"]


@pytest.mark.parametrize(
    "texts",
    [
        "frame.text",
        "frame['text'].values",
        "frame.text.tolist()",
        "frame['text'].fillna('').to_numpy()",
        "train_test_split(frame['text'].values, frame['label'].values)[0]",
    ],
)
def test_a_tokenizer_of_a_column_of_texts(texts: str) -> None:
    head = f"from sklearn.model_selection import train_test_split\n{TOKENIZER}frame = pd.read_csv('a')\n"
    assert said(f"{head}t.fit_on_texts({texts})\nt.texts_to_sequences('win a prize')\n", "LL761") == ["error"]
    assert said(f"{head}t.fit_on_texts({texts})\nt.texts_to_sequences(['win a prize'])\n", "LL761") == []


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_texts_is_read_text_by_text(text: str) -> None:
    learned = "t.fit_on_texts(['the quick brown fox'])\n"
    assert said(f"{TOKENIZER}w = {text}\nt.fit_on_texts(w)\nt.texts_to_sequences(w)\n", "LL761") == []
    assert said(f"{TOKENIZER}w = {text}\n{learned}t.texts_to_matrix(w)\n", "LL761") == []
    assert said(f"import re\nlayers.TextVectorization().adapt({text})\n", "LL761") == []


@pytest.mark.parametrize(
    "program",
    [
        "t = Tokenizer(char_level=True)\nt.fit_on_texts(w)\nt.texts_to_sequences(w)",
        "t = Tokenizer(char_level=some)\nt.fit_on_texts(w)",
        "t = Tokenizer(**some)\nt.fit_on_texts(w)",
        "t.fit_on_texts(some)\nt.texts_to_sequences(w)",
        "t.fit_on_texts(list(w))\nt.texts_to_sequences(w)",
        "t.fit_on_texts([c for c in w])\nt.texts_to_sequences(w)",
        "parts = []\nfor name in some:\n    parts.append(open(name).read())\nt.fit_on_texts(parts)",
        "w = [w] if some else w\nt.fit_on_texts(w)",
        "for line in open('a'):\n    w = line.split()\n    t.fit_on_texts(w)",
        "layers.TextVectorization(split='character').adapt(w)",
        "layers.TextVectorization(split=None).adapt(w)",
        "layers.StringLookup().adapt(w)",
        "some.fit_on_texts(w)",
    ],
)
def test_letters_that_may_be_meant(program: str) -> None:
    head = f"from mine import some\n{TOKENIZER}w = open('a').read()\n"
    assert said(f"{head}{program}\n", "LL761") == []


BOUND = """x, y, n = np.load('x.npy'), np.load('y.npy'), 1
m = Sequential([Input(batch_shape=(32, 20, 5)), layers.LSTM(8, stateful=True), layers.Dense(5)])
m.compile('adam', 'mse')
"""


@pytest.mark.parametrize(
    "call",
    [
        "m.predict(x[:1])",
        "m.predict(x[:n], verbose=0)",
        "m.predict(x[0:1], batch_size=1)",
        "m.predict(x[-1:])",
        "m.predict(x[5:6])",
        "m.predict(x[-8:-2])",
        "m.predict(x[0][None])",
        "m.predict(x[0][np.newaxis, ...])",
        "m.predict(np.expand_dims(x[0], 0))",
        "m.predict(np.expand_dims(x[0], axis=0))",
        "m.predict(tf.expand_dims(x[-1], 0))",
        "m.evaluate(x[:16], y[:16])",
        "m.fit(x[:16], y[:16], shuffle=False)",
        "for i in range(9):\n    m.predict(x[i : i + 1])",
        "m.predict(np.zeros((1, 20, 5)))",
        "m.predict(np.zeros((40, 20, 5)))",
        "m.evaluate(np.zeros((33, 20, 5)), np.zeros((33, 5)))",
        "m.train_on_batch(x[:8], y[:8])",
        "m.train_on_batch(np.zeros((64, 20, 5)), np.zeros((64, 5)))",
    ],
)
def test_fewer_rows_than_a_stateful_model_takes(call: str) -> None:
    assert said(f"{BOUND}{call}\n", "LL112") == ["error"]


@pytest.mark.parametrize(
    "call",
    [
        "m.predict(x[:32])",
        "m.predict(x[:64])",
        "m.predict(x[:40])",
        "m.predict(x[1:])",
        "m.predict(x[:-1])",
        "m.predict(x[-40:])",
        "m.predict(x[::2])",
        "m.predict(x[: int(input())])",
        "m.predict(x)",
        "m.predict(np.zeros((64, 20, 5)))",
        "m.train_on_batch(x[:32], y[:32])",
        "m.train_on_batch(x, y)",
        "for i in range(0, 96, 32):\n    m.train_on_batch(x[i : i + 32], y[i : i + 32])",
        "z = x[:1]\nz = np.repeat(z, 32, axis=0)\nm.predict(z)",
        "m.predict(np.concatenate([x[:1]] * 32))",
        "m.predict(np.tile(x[:1], (32, 1, 1)))",
        "m.predict(x[0][None].repeat(32, 0))",
        "m.predict(np.expand_dims(x[0], -1))",
        "m.predict(np.expand_dims(x[0], int(input())))",
        "w = Sequential([Input(batch_shape=(1, 20, 5)), layers.GRU(8, stateful=True)])\nw.predict(x[:1], batch_size=1)",
    ],
)
def test_as_many_rows_as_a_stateful_model_takes(call: str) -> None:
    assert said(f"{BOUND}{call}\n", "LL112") == []
