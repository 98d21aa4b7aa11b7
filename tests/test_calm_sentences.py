"""Findings whose remedy or level hangs on what else the program shows: said with care, or as advice."""

from __future__ import annotations

import json

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

EMBEDDED = """\
import keras
import numpy as np
from keras import layers
{padded}
model = keras.Sequential([layers.Embedding(500, 16, mask_zero=True), {between}, layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit({x}, np.load("y.npy"), epochs=3)
"""
PADDED = 'x = keras.utils.pad_sequences(np.load("x.npy", allow_pickle=True), padding="post")'
CONVOLUTION = 'layers.Conv1D(16, 3, padding="same")'

STATEFUL = """\
import keras
import numpy as np
from keras import layers

series = np.load("series.npy")
x = np.array([series[i : i + 24] for i in range({rows})])
y = np.array([series[i + 24] for i in range({rows})])
model = keras.Sequential([keras.Input(batch_shape=({batch}, 24, 2)), layers.LSTM(16, stateful=True), layers.Dense(2)])
model.compile("adam", "mse")
model.fit(x, y, batch_size={batch}, epochs=3)
"""

TABLE = """\
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.datasets import load_iris

frame = pd.read_csv("daily_scaled.csv")
x = {x}
x = x.reshape(len(x), 1, 4)
model = Sequential([Input((1, 4)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, frame["next"].values, epochs=3)
"""


def found_in(
    code: str, text: str, path: str = "elsewhere/example.py", keras: str = "3"
) -> tuple[Finding, ...]:
    settings = Settings((Selection("the test", ("ALL",)),), "strict", keras=keras)
    return tuple(one for one in lint(from_bytes(text.encode(), path), settings) if one.code == code)


def only(code: str, text: str, path: str = "elsewhere/example.py", keras: str = "3") -> Finding:
    (found,) = found_in(code, text, path, keras)
    return found


def codes(code: str, text: str) -> list[str]:
    return [one.code for one in found_in(code, text)]


@pytest.mark.parametrize(
    ("padded", "between", "x", "severity", "remedy"),
    [
        (PADDED, CONVOLUTION, "x", Severity.WARNING, "write padding='pre' where it is padded"),
        ("", CONVOLUTION, 'np.load("x.npy")', Severity.ADVICE, "write padding='pre' where it is padded"),
        (
            PADDED,
            CONVOLUTION + ", layers.MaxPooling1D()",
            "x",
            Severity.ADVICE,
            "give it a `mask=` of fewer steps",
        ),
    ],
)
def test_lost_mask_is_a_warning_where_padding_is_seen_and_keeps_its_steps(
    padded: str, between: str, x: str, severity: Severity, remedy: str
) -> None:
    found = only("LL302", EMBEDDED.format(padded=padded, between=between, x=x))
    assert found.severity is severity and found.message.endswith(remedy)


def test_of_a_model_that_nothing_is_fed_to_the_mask_itself_tells_of_padding() -> None:
    text = EMBEDDED.format(padded="", between=CONVOLUTION, x="x")
    alone = "".join(line for line in text.splitlines(True) if ".fit(" not in line)
    assert only("LL302", alone).severity is Severity.WARNING


@pytest.mark.parametrize(
    ("rows", "batch", "remedy", "fixed"),
    [
        ("len(series) - 24", 32, "overlapping windows need stateful=False", False),
        ("len(series) - 24", 1, "write shuffle=False", True),
        ("0, len(series) - 24, 24", 32, "write shuffle=False", True),
    ],
)
def test_order_helps_a_state_where_rows_go_on(rows: str, batch: int, remedy: str, fixed: bool) -> None:
    found = only("LL111", STATEFUL.format(rows=rows, batch=batch))
    assert found.message.endswith(remedy) and (found.fix is not None) == fixed


@pytest.mark.parametrize(
    ("x", "remedy"),
    [
        ('frame[["open", "high", "low", "close"]].values', "give it a window of several steps"),
        ("load_iris().data", "rows of a table need Dense layers alone"),
        ('frame["close"].values.reshape(-1, 4)', "for a window of 4 values use (4, 1)"),
    ],
)
def test_one_step_of_columns_needs_more_rows_and_of_values_more_steps(x: str, remedy: str) -> None:
    assert only("LL109", TABLE.format(x=x)).message.endswith(remedy)


@pytest.mark.parametrize(
    ("path", "last", "calm"),
    [
        ("project/model.py", "print model", False),
        ("project/data/model.py", "print model", True),
        ("project/corpus/part/model.py", "print model", False),
        ("templates/model.py", "model = (", True),
        ("project/model.py", "units = {{ units }} {{ more }}", True),
        ("project/model.py", "{% if deep %}", True),
    ],
)
def test_what_nobody_runs_as_it_is_need_not_parse(path: str, last: str, calm: bool) -> None:
    found = only("LL001", f"from keras.layers import LSTM\n{last}\n", path)
    assert (found.severity is Severity.ADVICE) == calm
    assert (found.message == "this file does not parse as Python 3, so it is not checked") == calm


LABELS = """\
import keras
import pandas as pd
import numpy as np
from keras import layers

state = pd.read_csv("states.csv")["state"]
y = {y}
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(8), layers.Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(np.load("x.npy"), y, epochs=3)
"""


@pytest.mark.parametrize(
    ("y", "refused"),
    [
        ("pd.get_dummies(state).values", True),
        ("pd.get_dummies(state).values[:500]", True),
        ("pd.get_dummies(state).values[:500, :]", True),
        ("pd.get_dummies(state).values[:, 1:]", False),
        ("pd.get_dummies(state).iloc[:, :-1].values", False),
        ("pd.get_dummies(state).values[:, 1]", False),
        ("pd.get_dummies(state, drop_first=True).values", False),
    ],
)
def test_labels_without_the_column_of_a_class_are_not_one_hot(y: str, refused: bool) -> None:
    assert (codes("LL408", LABELS.format(y=y)) == ["LL408"]) == refused


OLD = """\
import numpy as np
from keras.layers import {layer}, Dense
from keras.models import Sequential
from sklearn.utils.class_weight import compute_class_weight

x, y = np.load("x.npy"), np.load("y.npy")
weights = compute_class_weight("balanced", np.unique(y), y)
model = Sequential([{layer}(16, input_shape=(20, 3)), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, y, class_weight=weights)
"""


def test_what_an_old_program_ran_beside_is_said_with_its_version() -> None:
    today, old = (OLD.format(layer=layer) for layer in ("GRU", "CuDNNGRU"))
    away = "/elsewhere/example.py", "auto"  # from the pins of this project
    assert only("LL707", today, *away).message.endswith(": it raises")
    assert only("LL707", old, *away).message.endswith(": Keras up to 2.3 ignores it, later ones raise")
    assert only("LL789", today, *away).severity is Severity.ERROR
    assert only("LL789", old, *away).severity is Severity.WARNING
    assert "since scikit-learn 1.0" in only("LL789", old, *away).message


SET_LATER = """\
import keras
from keras import layers

inputs = keras.Input((10, 1, 20, 20))
convolution = layers.TimeDistributed(layers.Conv2D(15, (5, 5){order}))
x = layers.TimeDistributed(layers.Flatten())(convolution(inputs))
model = keras.Model(inputs, layers.LSTM(4)(x))
{later}
"""


def test_order_of_axes_that_is_set_on_the_layer_later_says_nothing_of_its_call() -> None:
    assert codes("LL119", SET_LATER.format(order="", later="")) == ["LL119"]
    later = "convolution.layer.data_format = 'channels_first'"
    assert codes("LL119", SET_LATER.format(order="", later=later)) == []
    assert codes("LL119", SET_LATER.format(order=", data_format='channels_first'", later="")) == []
    assert codes("LL119", SET_LATER.format(order=", data_format='channels_last'", later="")) == ["LL119"]


@pytest.mark.parametrize(
    ("chosen", "known"),
    [
        ('entry.get() or "60"', None),
        ("entry.get() or 1", None),
        ("entry or 1", None),
        ('"" or "1"', 1),
        ("0 or 1", 1),
    ],
)
def test_what_stands_in_for_an_empty_entry_is_not_the_value(chosen: str, known: int | None) -> None:
    text = f"from form import entry\nfrom keras import Input, Sequential, layers\n\nsteps = int({chosen})\n"
    text += "model = Sequential([Input((steps, 3)), layers.LSTM(8), layers.Dense(1)])\n"
    assert (codes("LL109", text) == ["LL109"]) == (known == 1)


OF_COLUMNS = """\
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.preprocessing import RobustScaler

df = pd.read_csv("sales.csv")
df["week"] = df["sold"].rolling(7).mean()
COLS = ["sold", "stock", "week"]
df[COLS] = df[COLS].fillna(0)
df["target"] = np.log1p(df["sold"])
cut = int(len(df) * 0.8)
train_df = df.iloc[:cut]
test_df = df.iloc[cut:]
scaler = RobustScaler()
x = scaler.fit_transform(train_df[COLS])
x_test = scaler.transform(test_df[COLS])
y = train_df["target"].values
x = np.array([x[i : i + 14] for i in range(len(x) - 14)])
y = y[14:]
val = int(len(x) * 0.9)
model = Sequential([LSTM(32, input_shape=(14, 3)), Dense(1)])
model.compile("adam", "mse")
model.fit(x[:val], y[:val], validation_data=(x[val:], y[val:]), epochs=20)
"""


def test_scaler_of_the_training_rows_of_a_frame_with_made_columns_has_not_seen_the_test_rows() -> None:
    assert codes("LL703", OF_COLUMNS) == []
    whole = OF_COLUMNS.replace("scaler.fit_transform(train_df[COLS])", "scaler.fit_transform(df[COLS])")
    assert codes("LL703", whole) == ["LL703"]
    no_test = OF_COLUMNS.replace("test_df = df.iloc[cut:]", "test_df = df.iloc[: cut // 2]")
    assert codes("LL703", no_test) == ["LL703"]


GROUPS = """\
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

frame = pd.read_csv("load.csv")
{scaled}
model = Sequential([Input((24, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
{split}
"""
WHOLE = "values = MinMaxScaler().fit_transform(frame[['load']])\n"
WINDOWS = "x = np.array([values[i : i + 24] for i in range(len(values) - 24)])\ny = values[24:]\n"
BY_PLANT = """\
xs, ys = [], []
for plant in frame["plant"].unique():
    values = MinMaxScaler().fit_transform(frame[frame["plant"] == plant][["load"]])
    for i in range(24, len(values)):
        xs.append(values[i - 24 : i])
        ys.append(values[i, 0])
x, y = np.array(xs), np.array(ys)
"""
BY_FILE = """\
def prepare(path):
    values = MinMaxScaler().fit_transform(pd.read_csv(path)[["load"]])
    return np.array([values[i : i + 24] for i in range(len(values) - 24)]), values[24:]


xs, ys = [], []
for path in sorted(Path("plants").glob("*.csv")):
    parts = prepare(path)
    xs.append(parts[0])
    ys.append(parts[1])
x, y = np.concatenate(xs), np.concatenate(ys)
"""
BY_COLUMN = "for name in frame.columns:\n    frame[name] = MinMaxScaler().fit_transform(frame[[name]])\n"
DRAWN_PARTS = "x_train, x_test, y_train, y_test = train_test_split(x, y, shuffle=False)\n"
FITTED = "model.fit(x_train, y_train, epochs=9)\n"
SCORED = FITTED + "model.evaluate(x_test, y_test)\n"
CUT_PARTS = "n = int(len(x) * 0.8)\nx_train, x_test = x[:n], x[n:]\ny_train, y_test = y[:n], y[n:]\n"


@pytest.mark.parametrize(
    ("scaled", "split", "severity"),
    [
        (WHOLE + WINDOWS, DRAWN_PARTS + SCORED, Severity.WARNING),
        (WHOLE + WINDOWS, CUT_PARTS + SCORED, Severity.WARNING),
        (WHOLE + WINDOWS, DRAWN_PARTS + FITTED, Severity.ADVICE),
        (WHOLE + WINDOWS, CUT_PARTS + FITTED, Severity.ADVICE),
        (WHOLE + WINDOWS, DRAWN_PARTS + "print(x_test.shape, len(y_test))\n" + FITTED, Severity.ADVICE),
        (
            WHOLE + WINDOWS,
            CUT_PARTS + "x_test = x_test.reshape(x_test.shape[0], 24, 1)\n" + FITTED,
            Severity.ADVICE,
        ),
        (WHOLE + WINDOWS, CUT_PARTS + FITTED + "np.save('held_out.npy', x_test)\n", Severity.WARNING),
        (BY_PLANT, DRAWN_PARTS + SCORED, Severity.ADVICE),
        (BY_FILE, CUT_PARTS + SCORED, Severity.ADVICE),
        (BY_COLUMN + "values = frame.values[:, :1]\n" + WINDOWS, CUT_PARTS + SCORED, Severity.WARNING),
    ],
)
def test_scaler_of_all_rows_does_harm_where_held_out_rows_are_read_and_it_is_one_for_all(
    scaled: str, split: str, severity: Severity
) -> None:
    assert only("LL703", GROUPS.format(scaled=scaled, split=split)).severity is severity


OWN_FILE = """\
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.preprocessing import MinMaxScaler

OUT = "out/prices.csv"
frame = pd.read_csv("raw.csv")
{written}
values = pd.read_csv({path})[["Close"]].values
x = np.array([values[i : i + 24] for i in range(len(values) - 24)])
scaler = MinMaxScaler().fit(frame[["Close"]])
model = Sequential([Input((24, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[:400], values[24:424], validation_data=(x[400:], values[424:]), epochs=9)
forecast = scaler.inverse_transform(model.predict(x[400:]))
"""
SCALED = "frame[['Close']] = MinMaxScaler().fit_transform(frame[['Close']])\n"


@pytest.mark.parametrize(
    ("written", "path", "said"),
    [
        (SCALED + "frame.to_csv(OUT)", "OUT", False),
        (SCALED + "frame.to_csv(OUT, index=False)", "'out/prices.csv'", False),
        ("np.savetxt('prices.csv', MinMaxScaler().fit_transform(frame))", '"prices.csv"', False),
        ("prepared(frame).to_csv('prices.csv')", '"prices.csv"', False),
        ("frame.dropna().to_csv(OUT)", "OUT", True),
        ("frame.to_csv(OUT)", "'out/prices.csv'", True),
        (SCALED + "frame.to_csv('elsewhere.csv')", "OUT", True),
    ],
)
def test_file_that_the_program_writes_holds_what_it_made_of_the_numbers(
    written: str, path: str, said: bool
) -> None:
    text = OWN_FILE.format(written=written, path=path)
    warned = [
        one.code
        for code in ("LL701", "LL774")
        for one in found_in(code, text)
        if one.severity > Severity.ADVICE
    ]
    assert warned == (["LL701", "LL774"] if said else [])


def test_frame_made_of_an_array_has_rows_of_its_own_whatever_the_array_came_from() -> None:
    text = OWN_FILE.replace("{path}", '"prices.csv"').replace(
        "{written}",
        "frame = frame.sort_values('Close')\nnew = pd.DataFrame(frame.values)\nold = {old}\n{both}",
    )
    both = "both = pd.concat([new, old.shift(-1)], axis=1)"
    assert len(found_in("LL708", text.replace("{old}", "frame.copy()").replace("{both}", both))) == 1
    assert found_in("LL708", text.replace("{old}", "new.copy()").replace("{both}", both)) == ()


SHIFTED = """\
import pandas as pd
from keras import Input, Sequential, layers

series = pd.DataFrame(pd.read_csv("load.csv").values)
first = series.copy()
for step in range(6):
    series = pd.concat([series, first.shift(-(step + 1))], axis=1)
series = series.dropna()
x, y = series.iloc[:, {inputs}].values, series.iloc[:, 6:7].values
model = Sequential([Input((6, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x.reshape(len(x), -1, 1), y, epochs=9, validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("inputs", "said"), [(":-1", 0), (":6", 0), ("0:6", 0), (":", 1), ("1:", 1), ("1:7", 1)]
)
def test_columns_that_a_loop_put_beside_each_other_are_told_apart_by_number(inputs: str, said: int) -> None:
    assert len(found_in("LL752", SHIFTED.format(inputs=inputs))) == said


def test_a_text_that_writes_itself_on_needs_no_held_out_rows() -> None:
    text = """\
import keras
import numpy as np
from keras import layers

text = "some text that is read letter by letter, and written on letter by letter, again and again" * 9
ids = {letter: at for at, letter in enumerate(sorted(set(text)))}
kinds = {letter: int(letter in "aeiou") for letter in sorted(set(text))}
x = np.array([[ids[letter] for letter in text[i : i + 10]] for i in range(len(text) - 10)])
y = np.array([TARGETS[text[i + 10]] for i in range(len(text) - 10)])
model = keras.Sequential([layers.Embedding(30, 10), layers.LSTM(32), layers.Dense(20, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=10)
"""
    assert only("LL607", text.replace("TARGETS", "ids")).severity is Severity.ADVICE
    assert only("LL607", text.replace("TARGETS", "kinds")).severity is Severity.WARNING


def test_lengths_that_are_open_differ_from_none() -> None:
    text = """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(100, np.random.randint(5, 9), 1)
model = keras.Sequential([keras.Input((None, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.random.rand(100), epochs=9, validation_split=0.2)
print(model.predict(np.ones((1, 7, 1))))
"""
    assert found_in("LL116", text) == ()


@pytest.mark.parametrize(("rate", "severity"), [(0.02, Severity.ADVICE), (0.2, Severity.WARNING)])
def test_few_sequences_that_an_input_dropout_hides_do_little_harm(rate: float, severity: Severity) -> None:
    text = f"""\
import keras
from keras import layers

model = keras.Sequential([keras.Input((30, 1)), layers.LSTM(8, dropout={rate}), layers.Dense(1)])
model.compile("adam", "mse")
"""
    assert only("LL215", text).severity is severity


def test_target_of_no_values_is_not_met_by_a_layer_of_none() -> None:
    text = """\
import keras
import numpy as np
from keras import layers

x = np.random.rand(64, 6, 3)
y = x[:, 11:12, -1]
model = keras.Sequential([keras.Input((6, 3)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""
    assert only("LL104", text).message.endswith(
        "the loss of nothing is NaN; y is cut past its end, take values that are there"
    )


THROWN_AWAY = """\
import numpy as np
from keras import Input, Sequential, layers
from sklearn.preprocessing import StandardScaler

x_train, y_train = np.loadtxt("stocks_before.csv", delimiter=","), np.loadtxt("rises_before.csv")
x_test, y_test = np.loadtxt("stocks_after.csv", delimiter=","), np.loadtxt("rises_after.csv")
scaler = StandardScaler().fit(x_train)
scaler.transform(x_train)
scaler.transform(x_test)
model = Sequential([Input((13, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x_train.reshape(-1, 13, 1), y_train, validation_data=(x_test.reshape(-1, 13, 1), y_test), epochs=20)
"""


def test_scaling_that_is_thrown_away_is_one_finding_in_the_names_of_the_program() -> None:
    first, second = found_in("LL724", THROWN_AWAY)
    assert first.message.endswith("write x_train = scaler.transform(x_train)") and first.cause == second.cause
    assert [note.partition(":")[0] for note in first.notes] == ["LL701"]
    assert found_in("LL701", THROWN_AWAY) == ()


HEAD = """\
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight


def build(units=1, activation=None, loss="mse"):
    model = Sequential([Input((13, 1)), layers.LSTM(16), layers.Dense(units, activation=activation)])
    model.compile("adam", loss)
    return model


"""


@pytest.mark.parametrize(
    ("written", "frame"),
    [("frame = frame.dropna(...)", "frame"), ("x = x.dropna(...)", "frame_of_the_daily_loads")],
)
def test_what_returns_a_new_frame_is_assigned_under_its_name(written: str, frame: str) -> None:
    text = f"""{HEAD}{frame} = pd.read_csv("load.csv")
{frame}.dropna()
values = {frame}[["load"]].values
x = np.stack([values[i : i + 13] for i in range(len(values) - 13)])
build().fit(x, values[13:], epochs=20, validation_split=0.1)
"""
    (one,) = found_in("LL724", text)
    assert one.message.endswith(f"write {written}")


def test_a_new_model_is_not_said_to_be_the_trained_one_of_the_same_name() -> None:
    text = f"""{HEAD}x, y = np.load("x.npy"), np.load("y.npy")
first = build()
first.fit(x, y, epochs=20, validation_split=0.1)
print(build().predict(x))
"""
    (one,) = found_in("LL718", text)
    assert one.message.startswith("this model was never trained")


@pytest.mark.parametrize(
    ("calls", "remedy"),
    [
        ("x = train_test_split(x)[0]\ny = train_test_split(y)[0]", "split both in one call"),
        ("np.random.shuffle(x)\nnp.random.shuffle(y)", "shuffle both in one call"),
    ],
)
def test_two_orders_are_mended_by_the_call_that_made_them(calls: str, remedy: str) -> None:
    text = f"""{HEAD}x, y = np.load("x.npy"), np.load("y.npy")
{calls}
build().fit(x, y, epochs=20)
"""
    (one,) = found_in("LL722", text)
    assert one.message.endswith(remedy) and len(one.message) <= 120


def test_weights_of_classes_that_nothing_reads_are_one_finding() -> None:
    text = f"""{HEAD}x, y = np.load("x.npy"), np.load("y.npy")
weights = compute_class_weight("balanced", classes=np.unique(y), y=y)
build(5, "softmax", "sparse_categorical_crossentropy").fit(x, y, epochs=20, validation_split=0.1)
"""
    (one,) = found_in("LL730", text)
    assert [note.partition(":")[0] for note in one.notes] == ["LL706"]
    assert found_in("LL706", text) == ()


STOPPED = """\
import numpy as np
from keras import Input, Sequential, callbacks, layers

stop = callbacks.EarlyStopping(patience=5)
model = Sequential([Input((13, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.load("x.npy"), np.load("y.npy"){epochs})
"""


def test_callback_that_acts_between_epochs_is_not_missed_in_one_epoch() -> None:
    assert codes("LL841", STOPPED.format(epochs=", epochs=50")) == ["LL841"]
    assert codes("LL841", STOPPED.format(epochs="")) == []


MADE_BY_A_FUNCTION = """\
import numpy as np
from keras import Input, Sequential, layers


def train(length):
    x, y = np.loadtxt("scaled.csv", delimiter=",").reshape(-1, length, 2), np.loadtxt("rises.csv")
    model = Sequential([Input((length, 2)), layers.LSTM(16), layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, epochs=20)
    {end}


{call}
"""


@pytest.mark.parametrize(
    ("end", "call", "said"),
    [
        ("return model, x", "", False),
        ("return model", "", False),
        ("model.save('rises.keras')", "", True),
        ("return model.count_params()", "", True),
        ("return model", "train(20)", True),
    ],
)
def test_model_that_goes_to_unknown_callers_may_be_scored_there(end: str, call: str, said: bool) -> None:
    assert (codes("LL607", MADE_BY_A_FUNCTION.format(end=end, call=call)) == ["LL607"]) == said


def test_ratings_are_small_targets() -> None:
    text = "import pandas as pd\nfrom keras import Sequential, layers\n\ntable = pd.read_csv('reviews.csv')\n"
    text += "x = pd.read_csv('vectors_scaled.csv').values.reshape(-1, 20, 5)\n"
    text += "model = Sequential([layers.Input((20, 5)), layers.LSTM(16), layers.Dense(1)])\n"
    text += "model.compile('adam', 'mse')\nmodel.fit(x, table['{column}'], epochs=5)\n"
    assert codes("LL702", text.format(column="Height")) == ["LL702"]
    assert codes("LL702", text.format(column="Rating")) == []


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("x_train", Severity.ADVICE),
        ("train_df", Severity.ADVICE),
        ("xtrain", Severity.ADVICE),
        ("constrained", Severity.WARNING),
        ("trains", Severity.WARNING),
        ("values", Severity.WARNING),
    ],
)
def test_scaler_of_what_is_called_training_data_has_seen_validation_rows_alone(
    name: str, severity: Severity
) -> None:
    text = "import numpy as np\nfrom keras import Input, Sequential, layers\n"
    text += "from sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\n\n"
    text += f"{name} = np.loadtxt('train.csv', delimiter=',')\n"
    text += (
        f"scaled = StandardScaler().fit_transform({name}).reshape(-1, 20, 4)\ny = np.loadtxt('states.csv')\n"
    )
    text += "x, held, y, state = train_test_split(scaled, y)\n"
    text += "model = Sequential([Input((20, 4)), layers.LSTM(16), layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
    text += "model.fit(x, y, validation_data=(held, state), epochs=9)\n"
    assert only("LL703", text).severity is severity


@pytest.mark.parametrize(
    ("keras", "name", "refused"), [("2", "input_1", False), ("2", "out", True), ("3", "input_1", True)]
)
def test_input_has_the_name_that_its_keras_gives_it(keras: str, name: str, refused: bool) -> None:
    text = "from keras.layers import LSTM, Dense, Input\nfrom keras.models import Model\n\ninputs = Input((20, 3))\n"
    text += "model = Model(inputs, Dense(1)(LSTM(8, name='encoder')(inputs)))\n"
    text += f"print(model.get_layer('{name}').output)\n"
    found = found_in("LL932", text, keras=keras)
    assert bool(found) == refused


def test_rate_of_a_layer_that_a_test_makes_alone_is_part_of_the_test() -> None:
    made = (
        "from keras.layers import LSTM, Dropout\n\n\ndef test_rate():\n    assert Dropout(rate=3).rate == 3\n"
    )
    assert codes("LL214", made) == []
    assert codes("LL214", made.replace("test_rate", "rated")) == ["LL214"]


@pytest.mark.parametrize(
    ("shape", "said"), [("(None, None)", "`Attention`: it"), ("(20, 8)", "`Attention` gets (20, 8): it")]
)
def test_shape_of_which_no_size_is_known_is_not_told(shape: str, said: str) -> None:
    text = "from keras import Input, Sequential, layers\n\n"
    text += f"model = Sequential([Input({shape}), layers.Attention(), layers.LSTM(4)])\n"
    assert only("LL119", text).message.startswith(said)


LEFT_OUT = """
import numpy as np
from keras import Input, Sequential
from keras.callbacks import EarlyStopping, ReduceLROnPlateau, TensorBoard
from keras.layers import LSTM, Dense

x, y = np.load("windows.npy"), np.load("failed.npy")
model = Sequential([Input((40, 6)), LSTM(64), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
FORGOTTEN
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[CALLBACKS])
"""


@pytest.mark.parametrize(
    ("forgotten", "callbacks", "found"),
    [
        ("stop = EarlyStopping(patience=3)", "", ["LL841"]),
        ("stop = EarlyStopping(patience=3)", "EarlyStopping(patience=5, restore_best_weights=True)", []),
        ("stop = EarlyStopping(patience=3)  # callbacks=[stop] where there is time", "", []),
    ],
)
def test_a_callback_that_is_left_out(forgotten: str, callbacks: str, found: list[str]) -> None:
    text = LEFT_OUT.replace("FORGOTTEN", forgotten).replace("CALLBACKS", callbacks)
    assert codes("LL841", text) == found


def test_a_mode_that_never_acts_in_so_few_epochs() -> None:
    stop = "EarlyStopping('val_accuracy', mode='min', patience={})"
    text = LEFT_OUT.replace("FORGOTTEN", "")
    assert codes("LL835", text.replace("CALLBACKS", stop.format(5))) == ["LL835"]
    assert codes("LL835", text.replace("CALLBACKS", stop.format(100))) == []
    restores = stop.format("100, restore_best_weights=True")
    assert codes("LL835", text.replace("CALLBACKS", restores)) == ["LL835"]


def test_a_plateau_may_come_first_where_a_delta_is_not_known() -> None:
    pair = "EarlyStopping('val_loss', patience=5, restore_best_weights=True{}), ReduceLROnPlateau(patience=5)"
    text = LEFT_OUT.replace("FORGOTTEN", "import settings")
    assert codes("LL802", text.replace("CALLBACKS", pair.format(""))) == ["LL802"]
    assert codes("LL802", text.replace("CALLBACKS", pair.format(", min_delta=settings.delta"))) == []


def test_a_tensor_as_input_shape_is_no_layer_that_gets_tensors() -> None:
    text = """
from keras import Input, Model, layers

signal = Input((30, 4))
h = layers.LSTM(8, return_sequences=True)(signal)
h = layers.Reshape((8, 30), input_shape=h)(h)
model = Model(signal, layers.Dense(1)(layers.LSTM(4)(h)))
"""
    assert codes("LL167", text) == []


TWO_MODELS = """\
import keras
import numpy as np
from keras import layers

x, y = np.load("x.npy"), np.load("y.npy")
first = keras.Sequential([keras.Input((30, 4)), layers.LSTM(16), layers.Dense(5, activation="{activation}")])
first.compile("adam", "binary_crossentropy")
second = keras.Sequential([keras.Input((30, 4)), layers.LSTM(16), layers.Dense(5, activation="sigmoid")])
second.compile("adam", "binary_crossentropy")
second.fit(x, y, epochs=9, validation_split=0.2)
{end}
"""


@pytest.mark.parametrize(
    ("end", "calm"),
    [
        ("", True),
        ("first.summary()", True),
        ("first.fit(x, y)", False),
        ("train(first)", False),
        ("models = [first, second]\nfor model in models:\n    run(model)", False),
    ],
)
@pytest.mark.parametrize(("code", "activation"), [("LL409", "softmax"), ("LL404", "tanh")])
def test_loss_of_a_model_that_nobody_trains_does_no_harm(
    code: str, activation: str, end: str, calm: bool
) -> None:
    found = only(code, TWO_MODELS.format(activation=activation, end=end))
    assert (found.severity is Severity.ADVICE) == calm


FED = """\
import keras
import numpy as np
from keras import layers

x, y = np.random.rand(400, 10, 3), np.random.rand({rows}, 3)
first, second = keras.Input((10, 3)), keras.Input(({steps}, 3))
read = [layers.LSTM(8, return_sequences=True)(one) for one in (first, second)]
model = keras.Model([first, second], layers.Dense({classes}, activation="softmax")(layers.LSTM(4)(layers.Add()(read))))
model.compile("adam", "categorical_crossentropy")
model.fit([x, x], y, epochs=9, validation_split=0.1)
model.evaluate([x, x], y)
"""


@pytest.mark.parametrize(
    ("rows", "steps", "classes", "said"),
    [
        (400, 10, 3, []),
        (400, 12, 3, ["LL119"]),
        (300, 12, 2, ["LL119"]),
        (300, 10, 3, ["LL714"]),
        (400, 10, 2, ["LL417"]),
    ],
)
def test_what_keras_does_not_build_gets_no_data(rows: int, steps: int, classes: int, said: list[str]) -> None:
    text = FED.format(rows=rows, steps=steps, classes=classes)
    found = [(code, one) for code in ("LL116", "LL119", "LL417", "LL714") for one in found_in(code, text)]
    assert [code for code, _ in found] == said


COLUMN_MADE = """\
import pandas as pd
from keras import Input, Sequential, layers

first, second = pd.read_csv("a.csv")["load"], pd.read_csv("b.csv")["heat"]
table = pd.concat([first, second], axis=1)
table.columns = ["load", "heat"]
table["next"] = table["load"].shift(-1)
table = table.dropna()
rows = table.values
x, y = rows[:, {inputs}], rows[:, -1]
model = Sequential([Input((1, 2)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x.reshape(len(x), 1, -1), y, epochs=9, validation_split=0.2)
"""


@pytest.mark.parametrize("inputs", [":-1", ":2", "0:2", "[0, 1]"])
def test_a_column_that_was_made_last_is_none_of_those_before_it(inputs: str) -> None:
    assert found_in("LL752", COLUMN_MADE.format(inputs=inputs)) == ()


def test_the_function_dot_has_axes_of_its_own_and_takes_others_by_position() -> None:
    text = """\
from keras import Input, Model
from keras.layers import LSTM, Dense, dot

steps = Input((5, 8))
first = LSTM(8, return_sequences=True)(steps)
last = LSTM(8)(steps)
scores = dot([first, last], [2, 1], name="scores")
again = dot([first, first], axes=[2, 2])
squared = dot([last, last])
model = Model(steps, [Dense(1)(scores), again, squared])
"""
    assert found_in("LL933", text) == () and found_in("LL119", text) == ()
    assert len(found_in("LL119", text.replace("[2, 1], name", "[1, 1], name"))) == 1


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("layers.Dense(size(states)[-1])(states)", 0),
        ("layers.Dense(size(states))(states)", 0),
        ("layers.Activation(chosen(states))(states)", 0),
        ("layers.RepeatVector(size(states)[1])(layers.Flatten()(states))", 0),
        ("keras.Sequential([layers.Dense(3), chosen(states)])(states)", 0),
        ("layers.Dense(states)", 1),
        ("layers.Dense(states[:, -1])", 1),
        ("layers.Activation(layers.Dense(3)(states))", 1),
    ],
)
def test_what_an_unknown_function_makes_of_a_tensor_may_be_a_number(made: str, said: int) -> None:
    text = f"""\
import keras
from keras import layers

from elsewhere import chosen, size

steps = keras.Input((20, 3))
states = layers.LSTM(8, return_sequences=True)(steps)
made = {made}
"""
    assert len(found_in("LL167", text)) == said


@pytest.mark.parametrize(
    ("features", "cure"), [(24, "use (24, 1)"), (4096, "give it a window of several steps")]
)
def test_thousands_of_values_of_one_step_are_no_window(features: int, cure: str) -> None:
    text = f"""\
import keras
from keras import layers

look_back = {features}
model = keras.Sequential([layers.LSTM(16, input_shape=(1, look_back)), layers.Dense(1)])
model.compile("adam", "mse")
"""
    assert only("LL109", text).message.endswith(cure)


@pytest.mark.parametrize(
    ("outputs", "severity"),
    [
        ([{"output_type": "stream", "name": "stdout", "text": ["done\n"]}], Severity.ADVICE),
        ([], Severity.ERROR),
        (
            [
                {"output_type": "stream", "name": "stdout", "text": ["done\n"]},
                {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []},
            ],
            Severity.ERROR,
        ),
    ],
)
def test_what_raises_by_our_reading_and_ran_by_the_output_is_advice(
    outputs: list[dict[str, object]], severity: Severity
) -> None:
    code = """\
import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((10, 3)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
loss, error, score = model.evaluate(np.random.rand(9, 10, 3), np.random.rand(9, 1)), 1
print("done")
"""
    cell = {"cell_type": "code", "metadata": {}, "outputs": outputs, "source": code.splitlines(True)}
    text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4})
    assert only("LL932", text, "elsewhere/example.ipynb").severity is severity
