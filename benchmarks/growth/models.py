"""Models, trainings and data beside each other."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import LAYERS, LONG, kind, lines


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


@kind(LAYERS)
def layers_and_trainings(n: int) -> str:
    return (
        "import pandas as pd\nx = pd.read_csv('a.csv').values\nm = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM({i}, return_sequences=True, activation='relu', dropout=0.3))", n)
        + "m.add(Dense(1))\n"
        + lines(
            "m.compile(keras.optimizers.SGD(0.5 + {i}), 'mse')\nm.fit(x[:-{i}], x[{i}:], epochs={i}, callbacks=[keras.callbacks.EarlyStopping()])", n
        )
    )  # fmt: skip


@kind(LAYERS)
def diamonds_of_dropouts(n: int) -> str:
    return (
        "i = Input((9, 3))\nx = LSTM(3)(i)\n" + lines("x = Add()([layers.Dropout(0.1)(x), x])", n)
        + "m = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def diamonds_of_unknown_length(n: int) -> str:
    return (
        "i = Input((None, 3))\nx = layers.Flatten()(LSTM(3, return_sequences=True)(i))\n"
        + lines("x = Add()([layers.Dropout(0.1)(x), x])", n) + "m = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def diamonds_of_masks(n: int) -> str:
    return (
        "i = Input((9,))\nx = Embedding(9, 3, mask_zero=True)(i)\n"
        + lines("x = Add()([LSTM(3, return_sequences=True)(x), x * 2, layers.Dropout(0.1)(x)])", n)
        + "m = Model(i, Dense(1)(LSTM(3)(x)))\nm.compile('adam', 'mse')\n"
        "m.fit(keras.utils.pad_sequences([[1, 2]]), np.ones(1))"
    )  # fmt: skip


@kind(LAYERS)
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
