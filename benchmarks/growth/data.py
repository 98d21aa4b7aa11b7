"""Arrays, frames, datasets and what is fitted on them, each made of those before it."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, kind, lines

FIT = "m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile('adam', 'mse')\nm.fit(x, x)"
FRAME = "import pandas as pd\nf = f0 = pd.read_csv('a.csv')\n"


@kind(LONG)
def columns_of_two_columns(n: int) -> str:
    return FRAME + lines("f['c{i}'] = f['c{before}'] + f['c{before}'].shift({i})", n) + "x = f.values\n" + FIT


@kind(LONG)
def columns_of_all_columns(n: int) -> str:
    return (
        FRAME
        + lines("f['c{i}'] = f.mean(axis=1) + f['c{before}']\nf = f.dropna()", n)
        + "x = f.values\n"
        + FIT
    )


@kind(LONG)
def frames_of_frames(n: int) -> str:
    return (
        FRAME
        + lines(
            "f{i} = pd.concat([f{before}, f{before}.shift({i})], axis=1)\nf{i}['c{i}'] = f{before}['a']", n
        )
        + f"x = f{n}.values\n"
        + FIT
    )


@kind(LONG)
def frames_below_each_other(n: int) -> str:
    return (
        FRAME
        + lines("f{i} = pd.concat([f{before}, f{before}])\nf{i}['c{i}'] = 3", n)
        + f"x = f{n}.values\n"
        + FIT
    )


@kind(LONG)
def frames_merged(n: int) -> str:
    return (
        FRAME
        + lines(
            "f{i} = f{before}.merge(f{before}, on='a').groupby('a').mean().rename(columns={{'a': 'b{i}'}})", n
        )
        + f"x = f{n}.values\n"
        + FIT
    )


@kind(LONG)
def frames_of_dicts(n: int) -> str:
    return (
        FRAME
        + lines(
            "f{i} = pd.DataFrame({{'a': f{before}['a'], 'b': f{before}['a'] * 2, 'c': f{before}['b']}})", n
        )
        + f"x = f{n}.values\n"
        + FIT
    )


@kind(DEEP)
def methods_of_frames_in_each_other(n: int) -> str:
    return FRAME + f"x = {'pd.concat([f, ' * n}f{'.diff()])' * n}.values\n" + FIT


@kind(LONG)
def arrays_of_two_arrays(n: int) -> str:
    return (
        "x0 = np.load('a.npy')\nx1 = x0 / 2\n" + lines("x{after} = x{i} + x{before}", n) + f"x = x{n}\n" + FIT
    )


@kind(LONG)
def arrays_stacked(n: int) -> str:
    return (
        "x = np.load('a.npy')\n"
        + lines("x = np.stack([x, x * {i}]).reshape(-1, 9, 3)\ny, x = x[:-1], x[1:]", n)
        + FIT
    )


@kind(DEEP)
def arrays_in_arrays(n: int) -> str:
    return f"a = np.load('a.npy')\nx = {'np.concatenate([a, ' * n}a{'])' * n}\n" + FIT


@kind(LONG)
def arrays_split_again(n: int) -> str:
    return (
        "from sklearn.model_selection import train_test_split\nx0 = np.load('a.npy')\n"
        + lines("x{i}, y{i} = train_test_split(x{before})", n)
        + f"x = x{n}\n" + FIT
    )  # fmt: skip


@kind(LONG)
def scalers_in_a_chain(n: int) -> str:
    return (
        "from sklearn.preprocessing import MinMaxScaler\nx = np.load('a.npy')\n"
        + lines("s = MinMaxScaler()\nx = s.fit_transform(x)\nx = s.inverse_transform(x)", n) + FIT
    )  # fmt: skip


@kind(DEEP)
def pipelines_in_pipelines(n: int) -> str:
    return (
        "from sklearn.pipeline import Pipeline, make_pipeline\nfrom sklearn.preprocessing import MinMaxScaler\na = np.load('a.npy')\n"
        + f"p = {'make_pipeline(MinMaxScaler(), ' * n}MinMaxScaler(){')' * n}\nx = p.fit_transform(a)\n" + FIT
    )  # fmt: skip


@kind(LONG)
def pipelines_twice_in_pipelines(n: int) -> str:
    return (
        "from sklearn.pipeline import Pipeline\nfrom sklearn.preprocessing import MinMaxScaler\na = np.load('a.npy')\np0 = MinMaxScaler()\n"
        + lines("p{i} = Pipeline([('a', p{before}), ('b', p{before})])", n)
        + f"x = p{n}.fit_transform(a)\n" + FIT
    )  # fmt: skip


@kind(LONG)
def column_transformers_in_each_other(n: int) -> str:
    return (
        FRAME + "from sklearn.compose import ColumnTransformer\nfrom sklearn.preprocessing import MinMaxScaler\np0 = MinMaxScaler()\n"
        + lines("p{i} = ColumnTransformer([('a', p{before}, ['a']), ('b', p{before}, ['b'])])", n)
        + f"x = p{n}.fit_transform(f)\n" + FIT
    )  # fmt: skip


@kind(LONG)
def datasets_of_two_datasets(n: int) -> str:
    return (
        "d0 = tf.data.Dataset.from_tensor_slices((np.ones((9, 9, 3)), np.ones(9)))\n"
        + lines("d{i} = d{before}.concatenate(d{before}).shuffle(9).batch(3).unbatch()", n)
        + f"x = d{n}\n" + FIT
    )  # fmt: skip


@kind(LONG)
def datasets_of_windows(n: int) -> str:
    return (
        "d = tf.data.Dataset.range(99)\n"
        + lines("d = d.window(3).flat_map(lambda w: w.batch(3)).map(lambda a: (a, a)).map(lambda a, b: a)", n)
        + "x = d\n" + FIT
    )  # fmt: skip


@kind(DEEP)
def datasets_in_calls(n: int) -> str:
    return f"d = tf.data.Dataset.range(99)\nx = {'tf.data.Dataset.zip((d, ' * n}d{'))' * n}\n" + FIT


@kind(LONG)
def generators_of_batches(n: int) -> str:
    return (
        "".join(
            f"def g{i}(x):\n    while True:\n        for a in {f'g{i - 1}(x)' if i else 'x'}:\n            yield a, a\n"
            for i in range(n + 1)
        )
        + f"x = g{n}(np.ones((9, 9, 3)))\nm = Sequential([Input((9, 3)), LSTM(3)])\nm.fit(x)"
    )


@kind(LONG)
def models_through_functions(n: int) -> str:
    return (
        "def f0(m):\n    m.compile('adam', 'mse')\n    return m\n"
        + lines("def f{i}(m):\n    m.add(LSTM({i}, return_sequences=True))\n    return f{before}(m)", n)
        + f"m = f{n}(Sequential([Input((9, 3))]))\nm.fit(np.ones((9, 9, 3)), np.ones(9))"
    )


@kind(LONG)
def models_through_functions_twice(n: int) -> str:
    return (
        "def f0(m):\n    m.compile('adam', 'mse')\n    return m\n"
        + lines("def f{i}(m):\n    f{before}(m)\n    return f{before}(m)", n)
        + f"m = f{n}(Sequential([Input((9, 3)), LSTM(3)]))"
    )


@kind(LAYERS)
def models_of_the_layers_of_models(n: int) -> str:
    return (
        "m0 = Sequential([Input((9, 3)), LSTM(3, return_sequences=True)])\n"
        + lines("m{i} = keras.models.clone_model(m{before})\nm{i}.set_weights(m{before}.get_weights())", n)
        + lines(
            "c{i} = Model(m{before}.input, m{before}.layers[-1].output)\nfor l in c{i}.layers:\n    l.trainable = False",
            n,
        )
    )


@kind(LONG)
def losses_and_metrics(n: int) -> str:
    many = ", ".join(f"'o{i}': [keras.losses.MeanSquaredError(), 'mse']" for i in range(n))
    return f"m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile('adam', {{{many}}}, metrics={{{many}}})"


@kind(DEEP)
def schedules_in_schedules(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile(keras.optimizers.Adam({'f(keras.optimizers.schedules.CosineDecay(' * n}0.1{', 9))' * n}), 'mse')"
