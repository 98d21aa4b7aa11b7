"""What rules say where the files were looked at, beyond the blocks of their pages: numbers, and silence in doubt."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lstm_lint import lint
from lstm_lint.data.sight import looked_at
from lstm_lint.findings import Finding
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

pytest.importorskip("duckdb")

Linted = Callable[[str], dict[str, Finding]]
HEAD = """\
import numpy as np
import pandas as pd
from keras import Sequential
from keras.layers import GRU, LSTM, Dense, Embedding
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
"""
MODEL = """
model = Sequential()
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
"""
WINDOWS = """
x = np.array([values[i : i + 10] for i in range(len(values) - 10)])
y = values[10:, 0]
"""
FIT = MODEL + "model.fit(x, y, epochs=50, validation_split=0.2)\n"


def table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def linted(tmp_path: Path) -> Linted:
    def findings(text: str, data: bool = True) -> dict[str, Finding]:
        """The first finding of each rule."""
        source = from_bytes((HEAD + text).encode(), str(tmp_path / "train.py"))
        settings = Settings(data="")
        looked = looked_at(source, settings)
        assert looked.notes == ()
        found = lint.outcome(source, settings, profiles=looked.profiles).findings
        return {one.code: one for one in reversed(found)}

    return findings


def days(count: int, start: datetime.date = datetime.date(2021, 1, 1)) -> list[datetime.date]:
    return [start + datetime.timedelta(days=at) for at in range(count)]


def noise(count: int, seed: int = 0) -> list[float]:
    chance = random.Random(seed)
    return [round(chance.gauss(0, 1), 3) for _ in range(count)]


# Numbers of rows and labels that rules have known the use of


def test_rows_of_the_file_count_as_samples(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["a"], [[one] for one in noise(200)])
    found = linted(
        'values = pd.read_csv("x.csv").values\n'
        + WINDOWS
        + MODEL.replace("32", "300")
        + "model.fit(x, y, epochs=2)\n"
    )
    assert "for 190 sequences" in found["LL606"].message
    assert "only 12 weight updates" in found["LL710"].message


def test_labels_of_the_file_count_as_classes(linted: Linted, tmp_path: Path) -> None:
    rows = [[*noise(4, at), at % 5] for at in range(100)]
    table(tmp_path / "x.csv", ["a", "b", "c", "d", "label"], rows)
    found = linted("""
frame = pd.read_csv("x.csv")
x = frame.drop(columns=["label"]).values.reshape(-1, 4, 1)
y = frame["label"].values
model = Sequential([GRU(16), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y, epochs=50)
""")
    assert "5" in found["LL406"].message


def test_ids_of_the_file_are_held_against_the_vocabulary(linted: Linted, tmp_path: Path) -> None:
    rows = [[random.Random(at).randint(0, 499), 499, at % 2] for at in range(100)]
    table(tmp_path / "x.csv", ["first", "second", "label"], rows)
    text = """
frame = pd.read_csv("x.csv")
x, y = frame[["first", "second"]].values, frame["label"].values
model = Sequential([Embedding(SIZE, 8), LSTM(16), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y, epochs=50)
"""
    assert "LL305" in linted(text.replace("SIZE", "400"))
    assert "LL305" not in linted(text.replace("SIZE", "500"))


# Scale


def test_one_outlier_makes_no_column_large(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "price.csv", ["price"], [[one] for one in [*noise(300), 14.0]])
    assert "LL701" not in linted('values = pd.read_csv("price.csv").values\n' + WINDOWS + FIT)


def test_targets_from_1_to_10_are_not_large(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["a", "b", "rating"], [[*noise(2, at), 1 + 9 * (at % 2)] for at in range(100)])
    text = 'frame = pd.read_csv("x.csv")\nx = frame[["a", "b"]].values.reshape(-1, 2, 1)\ny = frame["rating"].values\n'
    assert "LL702" not in linted(text + MODEL + "model.fit(x, y, epochs=2, validation_split=0.2)\n")


def test_smoke_training_knows_the_size_of_the_values(tmp_path: Path) -> None:
    from lstm_lint.command.evidence import planned

    table(tmp_path / "x.csv", ["a"], [[1000 * one] for one in noise(200)])
    text = HEAD + 'values = pd.read_csv("x.csv").values\n' + WINDOWS + FIT
    (tmp_path / "train.py").write_text(text, "utf-8")
    source = from_bytes(text.encode(), str(tmp_path / "train.py"))
    settings = Settings(data="")
    found = lint.outcome(source, settings, profiles=looked_at(source, settings).profiles).findings
    (finding,) = [one for one in found if one.code == "LL701"]
    (job,) = planned(source.path, source, [finding], settings)
    assert job.written is not None
    assert job.written.data.scale > 500
    (blind,) = planned(source.path, source, [finding], Settings())
    assert blind.written is None or blind.written.data.scale == 1.0


def test_column_that_is_taken_out_says_nothing_of_the_others(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["small", "large"], [[one, 1000 * one] for one in noise(200)])
    for taken in (
        '[["small"]].values',
        ".values[:, :1]",
        ".iloc[:, 0:1].values",
        '.drop("large", axis=1).values',
    ):
        assert "LL701" not in linted(f'values = pd.read_csv("x.csv"){taken}\n' + WINDOWS + FIT), taken
    for taken in ('[["large"]].values', ".values[:, 1:]", ".iloc[:, [1]].values", ".values"):
        assert (
            "`large` runs from"
            in linted(f'values = pd.read_csv("x.csv"){taken}\n' + WINDOWS + FIT)["LL701"].message
        )


def test_what_is_written_into_a_column_is_not_the_file_any_more(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["a"], [[1000 * one] for one in noise(200)])
    for change in (
        'frame["a"] = MinMaxScaler().fit_transform(frame[["a"]])',
        'frame["a"] /= 5000',
        'frame["a"] = np.tanh(frame["a"])',
        "frame = frame / 5000",
        'frame["a"] = frame["a"].apply(lambda one: one / 5000)',
    ):
        text = f'frame = pd.read_csv("x.csv")\n{change}\nvalues = frame.values\n' + WINDOWS + FIT
        found = linted(text).get("LL701")
        assert found is None or "runs from" not in found.message, change


# Missing values


HOLES = [["" if at in (5, 40, 41) else one, one] for at, one in enumerate(noise(100))]


@pytest.mark.parametrize(
    "change",
    [
        ".dropna()", ".fillna(0)", ".ffill()", ".interpolate()", '[["whole"]]', ".iloc[50:]", "[50:90]",
        ".rolling(3, min_periods=1).mean()", ".dropna(axis=1)",
    ],
)  # fmt: skip
def test_missing_values_that_may_not_reach_fit_are_let_pass(
    linted: Linted, tmp_path: Path, change: str
) -> None:
    table(tmp_path / "x.csv", ["holes", "whole"], HOLES)
    assert "LL788" not in linted(f'values = pd.read_csv("x.csv"){change}.values\n' + WINDOWS + FIT)


@pytest.mark.parametrize("change", ["", ".iloc[2:]", '[["holes"]]', '.drop("whole", axis=1)', ".iloc[:80]"])
def test_missing_values_that_reach_fit_are_counted(linted: Linted, tmp_path: Path, change: str) -> None:
    table(tmp_path / "x.csv", ["holes", "whole"], HOLES)
    found = linted(f'values = MinMaxScaler().fit_transform(pd.read_csv("x.csv"){change})\n' + WINDOWS + FIT)
    assert found["LL788"].message.startswith("`holes` has 3 missing values")


def test_mask_lets_rows_without_a_value_go(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["holes", "whole"], HOLES)
    text = 'frame = pd.read_csv("x.csv")\nframe = frame[frame["holes"].notna()]\nvalues = frame.values\n'
    assert "LL788" not in linted(text + WINDOWS + FIT)


# Order in time


def test_several_series_below_each_other_are_let_pass(linted: Linted, tmp_path: Path) -> None:
    rows = [[day, site, one] for site in ("north", "south", "west") for day, one in zip(days(60), noise(60))]
    table(tmp_path / "x.csv", ["day", "site", "load"], rows)
    assert "LL783" not in linted('values = pd.read_csv("x.csv")[["load"]].values\n' + WINDOWS + FIT)


def test_weekends_are_no_gaps(linted: Linted, tmp_path: Path) -> None:
    rows = [[day, one] for day, one in zip(days(300), noise(300)) if day.weekday() < 5]
    table(tmp_path / "x.csv", ["day", "load"], rows)
    assert "LL783" not in linted('values = pd.read_csv("x.csv")[["load"]].values\n' + WINDOWS + FIT)


def test_rows_out_of_place_are_counted(linted: Linted, tmp_path: Path) -> None:
    rows = [[day, one] for day, one in zip(days(100), noise(100))]
    rows[50], rows[20] = rows[20], rows[50]
    table(tmp_path / "x.csv", ["day", "load"], rows)
    text = 'values = pd.read_csv("x.csv")[["load"]].values\n' + WINDOWS + FIT
    assert linted(text)["LL783"].message.startswith("`day` goes back 2 times")
    for change in ('.sort_values("day")', '.set_index("day").sort_index()'):
        assert "LL783" not in linted(text.replace('"x.csv")', f'"x.csv"){change}')), change


def test_rows_without_windows_may_be_in_any_order(linted: Linted, tmp_path: Path) -> None:
    rows = [[day, *noise(4, at)] for at, day in enumerate(reversed(days(60)))]
    table(tmp_path / "x.csv", ["day", "a", "b", "c", "d"], rows)
    text = 'frame = pd.read_csv("x.csv")\nx = frame[["a", "b", "c"]].values.reshape(-1, 3, 1)\ny = frame["d"].values\n'
    assert "LL783" not in linted(text + FIT)


# Rows that are alike


def test_few_possible_rows_repeat_by_accident(linted: Linted, tmp_path: Path) -> None:
    chance = random.Random(3)
    table(tmp_path / "x.csv", ["a", "b", "c"], [[chance.randint(0, 3) for _ in range(3)] for _ in range(300)])
    text = """
frame = pd.read_csv("x.csv")
x, y = frame[["a", "b"]].values.reshape(-1, 2, 1), frame["c"].values
x_train, x_test, y_train, y_test = train_test_split(x, y)
"""
    assert "LL784" not in linted(text + MODEL + "model.fit(x_train, y_train, epochs=50)\n")


# Levels


def test_trend_that_began_before_the_split_is_none(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["a"], [[at / 100 + one] for at, one in enumerate(noise(2000))])
    assert "LL787" not in linted('values = pd.read_csv("x.csv").values\n' + WINDOWS + FIT)


def test_jump_is_found_behind_a_slice_too(linted: Linted, tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["a"], [[one + (8 if at > 320 else 0)] for at, one in enumerate(noise(400))])
    text = (
        'values = pd.read_csv("x.csv").values\n'
        + WINDOWS
        + MODEL
        + "n = int(len(x) * 0.8)\nmodel.fit(x[:n], y[:n])\n"
    )
    assert "LL787" in linted(text)


# Without a look at the files


def test_rules_about_files_say_nothing_without_them(tmp_path: Path) -> None:
    table(tmp_path / "x.csv", ["holes", "whole"], HOLES)
    text = HEAD + 'values = pd.read_csv("x.csv").values\n' + WINDOWS + FIT
    source = from_bytes(text.encode(), str(tmp_path / "train.py"))
    codes = {one.code for one in lint.lint(source, Settings())}
    assert not {code for code in codes if "LL782" <= code <= "LL788"}


# Rows on both sides of a split


def repeated(path: Path, again: int) -> None:
    """480 rows of their own, and 120 of which so many are copies of some before them."""
    rows = [[*noise(3, at), at % 2] for at in range(480)]
    rows += [rows[7 * at % 480] if at < again else [*noise(3, 1000 + at), at % 2] for at in range(120)]
    table(path, ["pressure", "flow", "speed", "faulty"], rows)


ROWS_OF_PUMPS = """
frame = pd.read_csv("pumps.csv")
{before}
x = frame[["pressure", "flow", "speed"]].values.reshape(-1, 3, 1)
y = frame["faulty"].values
model = Sequential([GRU(16), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
{fit}
"""


@pytest.mark.parametrize(
    ("before", "fit", "said"),
    [
        ("", "model.fit(x, y, epochs=50, validation_split=0.2)", "40 of 120 rows after the split repeat one before it"),
        ("", "model.fit(x[:480], y[:480], epochs=50, validation_data=(x[480:], y[480:]))", "40 of 120 rows"),
        ("", "model.fit(x[:471], y[:471], epochs=50, validation_data=(x[471:], y[471:]))", "about 40 of 129 rows"),
        ("frame = frame.sample(frac=1)", "model.fit(x, y, epochs=50, validation_split=0.2)", "`sample` puts copies"),
        ("test = frame\nframe = frame.sample(frac=0.8)\ntest = test.drop(frame.index)",
         "model.fit(x, y, epochs=50, validation_data=(test[['pressure', 'flow', 'speed']].values, test['faulty']))",
         "`sample` puts copies"),
        ("", "model.fit(x[:300], y[:300], epochs=50, validation_data=(x[300:480], y[300:480]))", None),
        ("frame = frame.drop_duplicates()", "model.fit(x, y, epochs=50, validation_split=0.2)", None),
        ("", "model.fit(x, y, epochs=50)", None),
        ("", "model.fit(x[:480], y[:480], epochs=50)\nmodel.evaluate(x[480:], y[480:])", "40 of 120 rows"),
        ("", "model.fit(x[:480], y[:480], epochs=50)\nprint(x[480:])", None),
    ],
)  # fmt: skip
def test_copies_on_both_sides_are_counted(
    linted: Linted, tmp_path: Path, before: str, fit: str, said: str | None
) -> None:
    repeated(tmp_path / "pumps.csv", 40)
    found = linted(ROWS_OF_PUMPS.format(before=before, fit=fit))
    assert (said is None) == ("LL784" not in found), found.get("LL784")
    assert said is None or said in found["LL784"].message


def test_few_copies_are_let_pass(linted: Linted, tmp_path: Path) -> None:
    repeated(tmp_path / "pumps.csv", 4)
    fit = "model.fit(x, y, epochs=50, validation_split=0.2)"
    assert "LL784" not in linted(ROWS_OF_PUMPS.format(before="", fit=fit))


@pytest.mark.parametrize("dropped", [False, True])
def test_copies_of_texts_are_counted_where_words_became_ids(
    linted: Linted, tmp_path: Path, dropped: bool
) -> None:
    chance = random.Random(0)
    words = ["pump", "stands", "still", "again", "loud", "leaks", "runs", "hot", "since", "noon"]
    texts = [" ".join(chance.choice(words) for _ in range(12)) for _ in range(200)]
    table(
        tmp_path / "notes.csv",
        ["text", "faulty"],
        [[one, at % 2] for at, one in enumerate([*texts, *texts[:20]])],
    )
    found = linted(f"""
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
frame = pd.read_csv("notes.csv"){".drop_duplicates()" if dropped else ""}
tokenizer = Tokenizer(500)
tokenizer.fit_on_texts(frame["text"])
x = pad_sequences(tokenizer.texts_to_sequences(frame["text"]), maxlen=20)
x_train, x_test, y_train, y_test = train_test_split(x, frame["faulty"], test_size=0.2)
model = Sequential([Embedding(500, 8, mask_zero=True), LSTM(16), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test))
""")
    assert ("LL784" in found) == (not dropped)


# Padding


@pytest.mark.parametrize(
    ("maxlen", "severity"),
    [(60, "warning"), (26, "warning"), (20, "advice"), (14, "advice"), (13, None), (8, None)],
)
def test_padding_is_held_against_the_words_of_the_file(
    linted: Linted, tmp_path: Path, maxlen: int, severity: str | None
) -> None:
    chance = random.Random(0)
    texts = [" ".join(chance.choice(("pump", "leaks", "hot")) for _ in range(12)) for _ in range(200)]
    table(
        tmp_path / "notes.csv", ["text", "faulty"], [[f"{one} {at}", at % 2] for at, one in enumerate(texts)]
    )
    text = f"""
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
frame = pd.read_csv("notes.csv")
texts = frame["text"]
tokenizer = Tokenizer(500)
tokenizer.fit_on_texts(texts)
x = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen={maxlen}, padding="post")
model = Sequential([Embedding(500, 8), LSTM(16), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, frame["faulty"].values, epochs=50, validation_split=0.2)
"""
    found = linted(text).get("LL301")
    assert (found.severity.value if found is not None else None) == severity
    assert found is None or "(median 13 words)" in found.message
    elsewhere = linted(text.replace('frame["text"]', 'frame["text"].apply(shortened)')).get("LL301")
    assert elsewhere is not None
    assert "median" not in elsewhere.message


# Windows


@pytest.mark.parametrize("rows", [29, 30, 31])
def test_rows_are_counted_against_the_window(linted: Linted, tmp_path: Path, rows: int) -> None:
    table(tmp_path / "x.csv", ["a"], [[one] for one in noise(rows)])
    text = 'values = pd.read_csv("x.csv").values\n'
    text += f"x = np.lib.stride_tricks.sliding_window_view(values, 30, axis=0)\n{MODEL}"
    found = linted(text + "model.fit(x, values[29:], epochs=99)\n")["LL790"]
    window = "only one window is" if rows == 30 else f"only {rows - 29} windows are"
    assert found.message.startswith("no window fits" if rows < 30 else window)
    aimed = (
        'values = pd.read_csv("x.csv").values\n'
        "x = tf.keras.preprocessing.sequence.TimeseriesGenerator(values, values, length=30)\n"
    )
    assert ("LL790" in linted("import tensorflow as tf\n" + aimed + MODEL + "model.fit(x, epochs=99)\n")) == (
        rows < 31
    )
