"""What the reading keeps of data: what scalers were fitted on, which rows a part holds, where NaN are left."""

from __future__ import annotations

from textwrap import dedent

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.notions.lineage import arrays, came_from, is_test_of, split_after
from lstm_lint.reader.read import read
from lstm_lint.script import Fit, Pad, Script, Selected, Series, Split, Tokens
from lstm_lint.source.source import from_bytes

TWO_INPUTS = """
words = layers.Input((None,), name="words")
tags = layers.Input((None,), name="tags")
both = layers.concatenate([layers.Embedding(50, 4)(words), layers.Embedding(9, 4)(tags)])
model = keras.Model([words, tags], layers.Dense(1)(layers.LSTM(4)(both)))
model.compile(loss="mse", optimizer="adam")
"""
MODEL = """
from keras import Sequential, layers
model = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
"""


def script(code: str) -> Script:
    text = "import numpy as np\nimport pandas as pd\n" + MODEL + dedent(code)
    return read(from_bytes(text.encode(), "example.py"), parse_target("3"))


def fit_of(code: str, model: str = MODEL) -> Fit:
    """The only `fit` of a script."""
    libraries = ("keras", "numpy as np", "pandas as pd", "tensorflow as tf")
    imports = "".join(f"import {name}\n" for name in libraries) + "from keras import layers\n"
    found = read(from_bytes((imports + model + dedent(code)).encode(), "example.py"), parse_target("3"))
    (fit,) = [fit for model in found.models for fit in model.fits]
    return fit


def told(series: Series | None) -> str:
    """A history in one line, with a question mark where it is not certain."""
    assert series is not None
    steps = " > ".join(f"{step.kind} {step.what.rpartition('.')[2]}" for step in series.steps)
    return steps if series.certain else f"{steps} ?"


def leak(code: str) -> str | None:
    """How the rows that the first transformer was fitted on are split afterwards, on their way to `fit`."""
    found = script("from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\n" + code)
    fit = found.models[0].fits[0]
    series = next(arrays(fit))
    at = came_from(series, found.transformations[0].data)
    border = split_after(found, fit, series, at) if at is not None else None
    return border.written if border is not None else None


@pytest.mark.parametrize(
    ("rows", "other", "told"),
    [
        ("[:n]", "[n:]", "[:n]"),
        ("[0:n]", "[n - 60 :]", "[:n]"),
        ("[:-30]", "[-30:]", "[:-30]"),
        ("[n:]", "[:n]", "[n:]"),
        (".head(n)", ".iloc[n:]", "[:n]"),
        ("[:-1]", "[1:]", None),
        ("[:n]", "[:m]", None),
    ],
)
def test_both_sides_of_a_border_make_a_split(rows: str, other: str, told: str | None) -> None:
    code = f"x = scaler.fit_transform(pd.read_csv('a.csv'))\nx = pd.DataFrame(x)\ntrain, test = x{rows}, x{other}\n"
    assert leak(code + "model.fit(train, train)") == told


def test_array_written_twice_is_the_same_array() -> None:
    code = """
    frame = pd.read_csv("a.csv")
    scaler.fit(frame[["close"]])
    x = scaler.transform(frame[["close"]])
    train, test = x[:n], x[n:]
    model.fit(train, train)
    """
    assert leak(dedent(code)) == "[:n]"


def test_training_part_is_not_what_the_test_part_comes_from() -> None:
    code = """
    x = pd.read_csv("a.csv")
    train, test = x[:n], x[n:]
    train = scaler.fit_transform(train)
    model.fit(train, train)
    """
    assert leak(dedent(code)) is None


@pytest.mark.parametrize(
    ("first", "second", "related"),
    [
        ("x_train", "x_test", True),
        ("train[cols]", "valid[cols]", True),
        ("x", "y", False),
        ("x_test", "x_train", False),
    ],
)
def test_names_tell_the_test_part(first: str, second: str, related: bool) -> None:
    code = f"from sklearn.preprocessing import MinMaxScaler\ns = MinMaxScaler()\ns.fit({first})\ns.fit({second})\n"
    train, test = script(code).transformations
    assert is_test_of(test, train) is related


def test_dropping_in_place_changes_the_frame() -> None:
    found = script(
        "frame = pd.read_csv('a.csv')\nframe.dropna(inplace=True)\nmodel.fit(frame.values, frame.values)"
    )
    x = found.models[0].fits[0].x
    assert x is not None and [step.kind for step in x.steps] == ["read", "clean"]


def test_folds_are_parts_also_when_numbered() -> None:
    code = """
    from sklearn.model_selection import KFold
    x = np.load("x.npy")
    for number, (train, test) in enumerate(KFold(3, shuffle=True).split(x)):
        model.fit(x[train], x[train])
    """
    fit = script(code).models[0].fits[0]
    assert fit.x is not None and fit.x.steps[-1].detail == Split("train", shuffle=True)
    assert fit.reused_over is not None and fit.reused_over.what == "KFold"


def test_model_of_the_loop_is_not_reused() -> None:
    code = """
    from sklearn.model_selection import KFold
    x = np.load("x.npy")
    for train, test in KFold(3).split(x):
        fresh = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        fresh.fit(x[train], x[train])
    """
    assert [fit.reused_over for model in script(code).models for fit in model.fits] == [None]


def test_statistics_know_the_rows_they_come_from() -> None:
    found = script("x = np.load('x.npy')\nx = (x - x[:9].mean()) / x[:9].std()\nmodel.fit(x, x)")
    (work,) = found.transformations
    assert work.method == "division" and work.data.steps[-1].detail == Selected(rows=("", "9"))


def test_both_sides_of_a_border_in_one_fit_hold_nothing_out() -> None:
    code = """
    x = scaler.fit_transform(pd.read_csv("a.csv"))
    model.fit(x[:-200], x[-200:])
    """
    assert leak(dedent(code)) is None


@pytest.mark.parametrize(
    ("code", "history"),
    [
        ("x = np.array([range(40), range(40, 80)])", "literal array"),
        ("x = np.zeros((9, 5, 1))\nx[0, 2] = 7.5", "synthetic zeros > synthetic assignment"),
        ("x = np.random.default_rng(3).normal(size=(9, 5, 1))", "synthetic normal"),
        ("x = np.random.RandomState(3).randn(9, 5, 1)\nnp.random.shuffle(x)", "synthetic randn > shuffle shuffle"),
        ("x = np.load('x.npy')\nx = x[np.random.permutation(9)]", "read load > select slice > shuffle permutation ?"),
        ("order = np.arange(9)\nnp.random.shuffle(order)\nx = np.ones(9)[order]",
         "synthetic ones > select slice > shuffle shuffle"),
        ("x = np.eye(9)[np.arange(5)]", "literal arange > one-hot eye"),
        ("x = np.where(flags, np.arange(9), 0)", "literal arange > arithmetic where"),
        ("x = np.reshape([table[word] for word in words], (9, 5, 1))",
         "unknown `table` is not assigned in this file > reshape reshape ?"),
        ("x = settings.load()", "unknown `settings` is not assigned in this file ?"),
        ("x = pd.merge(pd.read_csv('a.csv'), pd.read_excel('b.xls'), on='day')",
         "read read_csv > read read_excel > stack concatenate"),
        ("import joblib\nx, y = joblib.load('a.dat')\nx = x / 255", "read load > scale division ?"),
        ("x = keras.utils.timeseries_dataset_from_array(np.ones(90), None, 9, shuffle=True)",
         "synthetic ones > window timeseries_dataset_from_array > shuffle timeseries_dataset_from_array"),
        ("x = fetch(3)[:, :-1].values", "unknown `fetch` is not assigned in this file ?"),
        ("x = list(pd.read_csv('a.csv').close)", "read read_csv > select column"),
        ("x = pd.read_csv('a.csv').close.values[:90]", "read read_csv > select column > split slice"),
        ("x = [row * 2 for row in np.ones((9, 5))]", "synthetic ones > arithmetic multiply > stack loop"),
        ("x = [list(reversed(row)) for row in np.ones((n, 5))]", "synthetic ones > select reversed > stack loop"),
    ],
)  # fmt: skip
def test_where_an_array_comes_from(code: str, history: str) -> None:
    assert told(fit_of(code + "\nmodel.fit(x, targets)").x) == history


def test_numbers_of_a_text_file() -> None:
    code = """
    import csv
    counts = []
    with open("counts.csv") as file:
        for row in csv.reader(file):
            counts.append(float(row[2]))
    x = np.array(counts)
    model.fit(x, x)
    """
    assert told(fit_of(code).x) == "read open > cast float > stack loop"


def test_column_that_the_program_makes_has_its_own_history() -> None:
    code = """
    frame = pd.read_csv("a.csv")
    frame["mood"] = frame["text"].apply(judge)
    frame["month"] = pd.to_datetime(frame["date"]).dt.month
    frame.loc[frame["load"] < 0, "load"] = 0
    frame = frame.dropna()
    model.fit(frame[["load", "month"]], frame["mood"])
    """
    fit = fit_of(code)
    assert fit.x is not None and fit.x.certain
    assert "arithmetic month" in told(fit.x) and "apply" not in told(fit.x)
    assert told(fit.y) == "read read_csv > select column > unknown apply > clean dropna > select column ?"


def test_column_that_is_dropped_leaves_no_doubt() -> None:
    code = """
    frame = pd.read_csv("a.csv")
    frame["mood"] = judge(frame)
    y = frame.pop("close")
    frame.drop("mood", axis=1, inplace=True)
    model.fit(frame, y)
    """
    fit = fit_of(code)
    assert (
        told(fit.x) == "read read_csv > select pop > select drop"
        and told(fit.y) == "read read_csv > select column"
    )


def test_frame_with_a_column_of_unknown_origin_is_not_certain() -> None:
    fit = fit_of("frame = pd.read_csv('a.csv')\nframe['mood'] = judge(frame)\nmodel.fit(frame.values, y)")
    assert told(fit.x) == "read read_csv > unknown assignment ?"


def test_rows_filled_in_take_the_place_of_zeros() -> None:
    code = """
    series = pd.read_csv("a.csv").values
    x = np.zeros((64, 20, 1))
    for row in range(64):
        x[row] = series[row : row + 20]
    model.fit(x, y)
    """
    assert told(fit_of(code).x) == "read read_csv > select slice > stack assignment"


def test_lines_of_a_file_fill_an_array() -> None:
    code = """
    lines = open("a.csv").read().split("|")
    x = np.zeros((len(lines), 3))
    for row, line in enumerate(lines):
        x[row, :] = [float(word) for word in line.split(",")[1:]]
    x -= x.mean(axis=0)
    rows = np.random.randint(9, size=64)
    model.fit(x, x[rows + 1])
    """
    fit = fit_of(code)
    before = "read open > cast float > stack loop > stack assignment > arithmetic subtract"
    assert told(fit.x) == before and told(fit.y) == f"{before} > select slice"


def test_added_to_zeros_they_have_no_known_limit() -> None:
    fit = fit_of("x = np.zeros((9, 5, 1))\nfor at in range(n):\n    x[at, 0] += 1\nmodel.fit(x, y)")
    assert fit.x is not None and fit.x.magnitude is None


TOKENIZER = (
    "from keras.preprocessing.text import Tokenizer\nfrom keras.preprocessing.sequence import pad_sequences\n"
)


@pytest.mark.parametrize(
    ("texts", "history"),
    [
        ("['one text', 'another']", "literal texts > tokens texts_to_sequences > pad pad_sequences"),
        ("open('a.txt').read().lower().split('|')", "read open > tokens texts_to_sequences > pad pad_sequences"),
        ("pd.read_csv('a.csv')['text'].str.lower()",
         "read read_csv > select column > tokens texts_to_sequences > pad pad_sequences"),
        ("crawl()", "tokens texts_to_sequences > pad pad_sequences"),
    ],
)  # fmt: skip
def test_ids_are_understood_whatever_the_texts_are(texts: str, history: str) -> None:
    code = f"texts = {texts}\ntool = Tokenizer(500)\ntool.fit_on_texts(texts)\nids = tool.texts_to_sequences(texts)\n"
    fit = fit_of(TOKENIZER + code + "model.fit(pad_sequences(sequences=ids, maxlen=30), y)")
    assert told(fit.x) == history
    tokens = fit.x.step("tokens") if fit.x is not None else None
    assert tokens is not None and isinstance(tokens.detail, Tokens)
    assert (tokens.detail.texts is not None) is (texts == "crawl()")


def test_tokenizer_of_the_program_pads_in_its_own_class() -> None:
    code = """
    class Corpus(Tokenizer):
        def __init__(self, lines, limit, side):
            super().__init__(num_words=limit)
            self.fit_on_texts(lines)
            self.padded = pad_sequences(self.texts_to_sequences(lines), padding=side)

    class Older(Tokenizer):
        def __init__(self, lines):
            Tokenizer.__init__(self, num_words=70)
            self.fit_on_texts(lines)

    corpus, older = Corpus(read_lines(), 50, "post"), Older(read_lines())
    model.fit(corpus.padded, older.texts_to_sequences(read_lines()))
    """
    fit = fit_of(TOKENIZER + dedent(code))
    assert told(fit.x) == "tokens texts_to_sequences > pad pad_sequences"
    assert fit.x is not None and fit.y is not None
    ids, padded, targets = (step.detail for step in (*fit.x.steps, *fit.y.steps))
    assert isinstance(ids, Tokens) and isinstance(targets, Tokens) and isinstance(padded, Pad)
    assert (ids.below, padded.padding, targets.below) == (50, "post", 70)


GENERATOR = """
series = pd.read_csv("a.csv")[["close"]].values

def batches(size):
    while True:
        x, y = np.zeros((size, 20, 1)), np.zeros((size, 1))
        for row in range(size):
            at = pick()
            x[row] = series[at : at + 20]
            y[row] = series[at + 20]
        yield {}
"""


def test_generator_yields_inputs_and_targets() -> None:
    fit = fit_of(GENERATOR.format("x, y") + "model.fit(batches(64), steps_per_epoch=9)")
    assert fit.x is not None and fit.x.kind == "generator" and fit.x.shape == ("?", 20, 1)
    history = "read read_csv > select column > select slice > stack assignment"
    assert told(fit.x) == told(fit.y) == history


@pytest.mark.parametrize(
    "given", ["{'tags': y, 'words': x}, y", "[x, y], y", "({'tags': y, 'words': x}, {'out': y})"]
)
def test_generator_of_several_inputs(given: str) -> None:
    fit = fit_of(GENERATOR.format(given) + "model.fit(batches(64))", TWO_INPUTS)
    words, tags = fit.inputs
    assert words is not None and words.shape == ("?", 20, 1)
    assert tags is not None and tags.shape == ("?", 1)
    assert told(fit.y) == told(tags)


def test_inputs_by_name_stand_in_the_order_of_the_model() -> None:
    fit = fit_of("model.fit({'tags': np.ones((9, 3)), 'words': np.zeros((9, 4))}, y)", TWO_INPUTS)
    assert [series.shape for series in fit.inputs if series is not None] == [(9, 4), (9, 3)]
    assert fit_of("model.fit({'tag': np.ones((9, 3)), 'word': np.zeros((9, 4))}, y)", TWO_INPUTS).inputs == ()


def test_sequence_class_gives_what_its_getitem_returns() -> None:
    code = """
    class Batches(keras.utils.PyDataset):
        def __init__(self, series):
            self.series = series

        def __getitem__(self, number):
            return self.series[number : number + 64], self.series[number + 64]

    model.fit(Batches(np.load("a.npy") / 255))
    """
    fit = fit_of(code)
    assert fit.x is not None and fit.x.kind == "generator"
    assert told(fit.x) == told(fit.y) == "read load > scale division > select slice ?"


def test_windows_of_a_dataset_are_followed_into_their_functions() -> None:
    code = """
    def pairs(window):
        return window[:-40], window[-40:]

    data = tf.data.Dataset.from_tensor_slices(np.sin(np.arange(900)))
    data = data.window(60, shift=1).flat_map(lambda window: window.batch(60)).shuffle(99).map(pairs).batch(32)
    model.fit(data)
    """
    fit = fit_of(code)
    made = "literal arange > arithmetic sin > select from_tensor_slices"
    before = f"{made} > window window > select batch > shuffle shuffle"
    assert told(fit.x) == f"{before} > select slice > select batch"
    assert told(fit.y) == f"{before} > select slice"
    assert fit.x is not None and not any(
        isinstance(step.detail, Selected) and step.detail.rows for step in fit.x.steps[4:]
    )  # no rows are held out


@pytest.mark.parametrize(
    ("layer", "history"),
    [
        ("TextVectorization(max_tokens=90, output_sequence_length=12)",
         "tokens TextVectorization > pad TextVectorization"),
        ("TextVectorization(output_mode='multi_hot')", "one-hot TextVectorization"),
        ("TextVectorization(split=None)", "tokens TextVectorization"),
        ("Normalization()", "scale Normalization"),
    ],
)  # fmt: skip
def test_preprocessing_layer_in_the_map_of_a_dataset(layer: str, history: str) -> None:
    code = f"""
    change = layers.{layer}
    data = keras.utils.text_dataset_from_directory("reviews")
    model.fit(data.map(lambda x, y: (change(x), y)))
    """
    fit = fit_of(code)
    assert told(fit.x) == f"read text_dataset_from_directory > {history}"
    assert told(fit.y) == "read text_dataset_from_directory > class-ids text_dataset_from_directory"


def test_map_with_a_function_that_is_not_read_ends_certainty() -> None:
    fit = fit_of(
        "data = tf.data.Dataset.from_tensor_slices((np.ones(9), np.ones(9)))\nmodel.fit(data.map(mix))"
    )
    assert told(fit.x) == "synthetic ones > select from_tensor_slices > unknown map ?"
    assert fit.y is None


def test_windows_of_a_text_have_one_length() -> None:
    code = """
    text = open("a.txt").read()
    pieces = [text[at : at + 40] for at in range(0, len(text), 40)]
    model.fit(layers.TextVectorization(split="character")(np.array(pieces)), y)
    """
    assert (
        told(fit_of(code).x) == "read open > window slice > tokens TextVectorization > pad TextVectorization"
    )


def test_rows_of_a_table_by_number_are_not_the_numbers() -> None:
    fit = fit_of("ids = np.load('ids.npy')\ntable = np.load('vectors.npy')\nmodel.fit(table[ids], y)")
    assert told(fit.x) == "read load > unknown lookup ?"


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("scaler.transform(x)", True),
        ("scaler.fit_transform(x)", True),
        ("scaler.fit(x)", False),
        ("x = scaler.transform(x)", False),
        ("print(scaler.transform(x))", False),
        ("scaler.transform(x).reshape(-1, 5, 1)", False),
        ("def scaled(x):\n    return scaler.transform(x)\nscaled(x)", False),
    ],
)
def test_result_of_a_scaler_that_nothing_uses(statement: str, lost: bool) -> None:
    head = "from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\nx = np.loadtxt('x.csv')\n"
    assert script(head + statement).transformations[-1].discarded is lost


@pytest.mark.parametrize(
    ("made", "call", "told_of"),
    [
        ("MaxAbsScaler()", "fit_transform(x)", "read loadtxt"),
        ("MaxAbsScaler(copy=True)", "fit_transform(x)", "read loadtxt"),
        ("MaxAbsScaler(copy=False)", "fit_transform(x)", "read loadtxt > scale MaxAbsScaler"),
        ("Normalizer()", "transform(x, copy=False)", "read loadtxt > scale Normalizer"),
        ("StandardScaler(copy=CONFIG['copy'])", "fit_transform(x)", "read loadtxt > scale StandardScaler"),
    ],
)
def test_scaler_that_may_write_into_its_argument(made: str, call: str, told_of: str) -> None:
    head = "from sklearn.preprocessing import MaxAbsScaler, Normalizer, StandardScaler\n"
    head += "from config import CONFIG\nx = np.loadtxt('x.csv')\n"
    assert told(fit_of(f"{head}{made}.{call}\nmodel.fit(x, np.ones(8))").x) == told_of


BRANCHES = """
x = np.loadtxt("x.csv")
if MODE == "mean":
    x = (x - x.mean()) / x.std()
else:
    x = np.log(x)
model.fit(np.reshape(x, (-1, 5, 1)), np.ones(9))
"""


def test_history_after_a_branch_has_the_steps_of_both_paths() -> None:
    fit = fit_of(f"from settings import MODE\n{BRANCHES}")
    seen = "read loadtxt > arithmetic subtract > scale division > scale log > unknown branches > reshape reshape ?"
    assert told(fit.x) == seen


def test_shapes_of_both_paths_have_their_sizes_in_common() -> None:
    code = "x = np.ones((9, 5, 1)) if MODE else np.zeros((8, 5, 1))\nmodel.fit(x, np.ones(9))"
    fit = fit_of(f"from settings import MODE\n{code}")
    assert fit.x is not None and fit.x.shape == ("?", 5, 1) and fit.x.kind == "array"


def test_an_array_or_a_dataset_is_no_array() -> None:
    code = (
        "x = np.ones((9, 5, 1)) if MODE else tf.data.Dataset.from_tensors(np.ones((9, 5, 1)))\nmodel.fit(x)"
    )
    fit = fit_of(f"from settings import MODE\n{code}")
    assert fit.x is not None and fit.x.kind == "dataset" and fit.x.rows is None


@pytest.mark.parametrize(
    ("code", "history", "shape"),
    [
        ("x = joblib.load('a')\nx = x.dropna()\nx = x.reset_index()",
         "read load > clean dropna > cast reset_index ?", None),
        ("x = joblib.load('a').no_such_method()", "read load > unknown no_such_method ?", None),
        ("x = np.ones((9, 5)).dropna()", "synthetic ones > unknown dropna ?", None),
        ("x = np.ones((9, 5)).tolist()\nx.append(np.ones(5))",
         "synthetic ones > cast tolist > synthetic ones > stack concatenate", ("?", 5)),
        ("x = np.ones(9).tolist()\nx.append(2.5)", "synthetic ones > cast tolist", ("?",)),
        ("x = np.ones((9, 5)).tolist()\nx.append(np.ones(6))",
         "synthetic ones > cast tolist > synthetic ones > stack concatenate", None),
    ],
)  # fmt: skip
def test_methods_of_stored_values_and_of_lists(code: str, history: str, shape: object) -> None:
    given = (
        "np.array(x)" if "tolist" in code else "x"
    )  # of a list of arrays Keras takes each for another input
    fit = fit_of(f"import joblib\n{code}\nmodel.fit({given}, np.ones(9))")
    assert told(fit.x) == history
    assert fit.x is not None and fit.x.shape == shape


@pytest.mark.parametrize(
    ("picked", "shape"),
    [
        ("x[np.random.permutation(len(x))]", (60, 5, 3)),
        ("x[np.random.randint(0, 60, 32)]", (32, 5, 3)),
        ("x[np.random.permutation(60)[:40]]", (40, 5, 3)),
        ("x[np.random.default_rng(0).integers(0, 60, size=(8, 4))]", (8, 4, 5, 3)),
    ],
)
def test_the_shape_of_rows_that_are_picked_by_number(picked: str, shape: tuple[int, ...]) -> None:
    fit = fit_of(f"x = np.zeros((60, 5, 3))\nmodel.fit({picked}, x)\n")
    assert fit.x is not None and fit.x.shape == shape
