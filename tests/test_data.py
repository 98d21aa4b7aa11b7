"""Files that scripts read are looked at within limits: one file, no code, no value of a row that leaves the process."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lstm_lint.command.cli import main
from lstm_lint.data import child, look, paths, wanted
from lstm_lint.data.look import Look
from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Profile
from lstm_lint.run.cache_folder import Folder

duckdb = pytest.importorskip("duckdb")

ROWS = "day,megawatts,site\n" + "".join(
    f"2021-01-{1 + at:02d},{4210 + 61 * at},{'north' if at % 4 else 'south'}\n" for at in range(28)
)
SCRIPT = """\
import pandas as pd
from keras import Sequential
from keras.layers import LSTM, Dense
import numpy as np

frame = pd.read_csv("load.csv")
values = frame[["megawatts"]].values
x = np.array([values[i : i + 5] for i in range(len(values) - 5)])
y = values[5:]
model = Sequential([LSTM(8, input_shape=(5, 1)), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, validation_split=0.2)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LSTM_LINT_CACHE_DIR", str(tmp_path.parent / f"cache-{tmp_path.name}"))
    monkeypatch.setattr(look, "_answers", {})
    (tmp_path / "load.csv").write_text(ROWS, "utf-8")
    (tmp_path / "train.py").write_text(SCRIPT, "utf-8")
    return tmp_path


def looked(path: str, folder: Path, **given: object) -> Profile | str:
    """The profile of a file, or why there is none."""
    reading = Reading("pandas.read_csv", path, tuple(given.items()))
    found = Look().over([reading], paths.around(str(folder / "train.py")))
    return found.profiles.get(reading.key) or found.failed[reading.key]


def why(path: str, folder: Path, **given: object) -> str:
    found = looked(path, folder, **given)
    assert isinstance(found, str)
    assert "\n" not in found
    return found


def test_table_shows_each_column_and_what_becomes_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "train.py"]) == 0
    shown = capsys.readouterr().out
    assert "load.csv (read at train.py:6): 28 rows, 3 columns" in shown
    assert "4,210 to 5,857" in shown
    assert "every day, in order" in shown
    assert "class 1 75.0%, class 2 25.0%" in shown
    assert (
        "x  megawatts: read_csv -> column -> slice -> concatenate -> (23, 5, 1), values from 4,210 to 5,857"
        in shown
    )


def test_names_of_classes_are_shown_where_they_are_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ([], ["--output-format", "json"]):
        main(["data", "train.py", *arguments])
        assert "north" not in capsys.readouterr().out
    main(["data", "train.py", "--values"])
    assert "north 75.0%, south 25.0%" in capsys.readouterr().out


def test_class_that_the_script_spells_has_its_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "train.py").write_text(SCRIPT + 'print((frame["site"] == "north").sum())\n', "utf-8")
    for _ in range(2):  # also where the profile is kept
        assert main(["data", "train.py"]) == 0
        assert "north 75.0%, class 2 25.0%" in capsys.readouterr().out
    main(["data", "train.py", "--output-format", "json"])
    shown = capsys.readouterr().out
    assert "south" not in shown
    classes = json.loads(shown)["sources"][0]["columns"][2]["classes"]
    assert [one["name"] for one in classes] == ["north", "class 2"]
    main(["check", "--data", "train.py", "--profile", "strict", "--output-format", "json"])
    kept = "".join(file.read_text("utf-8") for file in Path(os.environ["LSTM_LINT_CACHE_DIR"]).iterdir())
    for text in (capsys.readouterr().out, kept):
        assert "north" not in text
        assert "south" not in text


def test_training_in_another_module_has_its_path(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, _, fit = SCRIPT.partition("model.fit(")
    (folder / "training.py").write_text(f"def train(model, x, y):\n    model.fit({fit}", "utf-8")
    (folder / "train.py").write_text(f"from training import train\n{head}train(model, x, y)\n", "utf-8")
    assert main(["data", "train.py", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (fitted,) = document["fits"]
    assert (fitted["script"], fitted["line"], fitted["cell"]) == ("training.py", 2, None)
    assert document["sources"][0]["script"] == "train.py"


def test_document_has_a_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "train.py", "--output-format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == 1
    (source,) = document["sources"]
    assert (source["path"], source["line"], source["rows"]) == ("load.csv", 6, 28)
    assert [one["name"] for one in source["columns"]] == ["day", "megawatts", "site"]
    (fit,) = document["fits"]
    assert fit["x"]["range"] == [4210, 5857]
    assert fit["x"]["shape"] == [23, 5, 1]


def test_no_value_of_a_row_is_kept_or_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--data", "train.py", "--output-format", "json"])
    main(["data", "train.py"])
    cache = Path(os.environ["LSTM_LINT_CACHE_DIR"])
    kept = "".join(file.read_text("utf-8") for file in cache.iterdir())
    assert '"minimum"' in kept
    for text in (capsys.readouterr().out, kept):
        for value in (
            "2021-01",
            "south",
            "4271",
            "5796",
        ):  # the second and the last but one, as any row between
            assert value not in text


def test_numbers_without_end_are_looked_at_in_typed_files(folder: Path) -> None:
    rows = "(1.0), ('inf'::DOUBLE), (3.0)"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) AS t(load)) TO '{folder}/load.parquet' (FORMAT parquet)")
    reading = Reading("pandas.read_parquet", "load.parquet")
    found = Look().over([reading], paths.around(str(folder / "train.py"))).profiles[reading.key]
    (load,) = found.columns
    assert (found.rows, load.type, load.missing, load.minimum) == (3, "float", 0, 1)
    assert load.maximum is None


def test_header_that_numpy_reads_as_numbers_is_a_row_of_missing_ones(folder: Path) -> None:
    (folder / "load.txt").write_text("a,b\n1,2\n3,nan\n", "utf-8")
    reading = Reading("numpy.genfromtxt", "load.txt", (("delimiter", ","),))
    found = Look().over([reading], paths.around(str(folder / "train.py"))).profiles[reading.key]
    assert [
        (one.type, one.rows, one.missing, one.maximum, one.distinct, one.classes) for one in found.columns
    ] == [
        ("float", 3, 1, 3, 2, (1, 1)),
        ("float", 3, 2, 2, 1, (1,)),
    ]


def test_archive_without_arrays_is_one_clear_line(folder: Path) -> None:
    pytest.importorskip("numpy")
    with zipfile.ZipFile(folder / "load.npz", "w") as archive:
        archive.writestr("notes.txt", "of pumps")
    reading = Reading("numpy.load", "load.npz", ())
    assert (
        Look().over([reading], paths.around(str(folder / "train.py"))).failed[reading.key]
        == "it holds no array"
    )


def test_array_without_end_is_written_as_json_has_it(folder: Path) -> None:
    numpy = pytest.importorskip("numpy")

    numpy.save(folder / "load.npy", numpy.array([numpy.inf, 1.0, 2.0]))
    reading = Reading("numpy.load", "load.npy", ())
    found = Look().over([reading], paths.around(str(folder / "train.py"))).profiles[reading.key]
    (load,) = found.columns
    assert (load.minimum, load.maximum, load.mean, load.spread) == (1, None, None, None)


def test_means_of_parts_are_no_values(folder: Path) -> None:
    steps = "".join(
        f"{level},{at % 7},{level if at % 10 == 3 else ''}\n" for level in (3, 41, 97) for at in range(40)
    )
    (folder / "load.csv").write_text("level,noise,sparse\n" + steps, "utf-8")
    found = looked("load.csv", folder)
    assert isinstance(found, Profile)
    level, noise, sparse = found.columns
    assert (level.minimum, level.maximum, level.blocks) == (3, 97, ())
    assert len(noise.blocks) == 12
    assert (sparse.missing, sparse.blocks) == (108, ())


def test_without_a_readable_source_the_command_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "load.csv").unlink()
    assert main(["data", "train.py"]) == 2
    shown = capsys.readouterr()
    assert "not looked at: there is no such file" in shown.out
    assert shown.err.count("\n") == 1


def test_check_says_what_it_did_not_look_at_and_ends_as_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = main(["check", "train.py"]), capsys.readouterr().out
    (folder / "load.csv").unlink()
    assert (main(["check", "--data", "train.py"]), "") == (before[0], "")
    shown = capsys.readouterr()
    assert shown.out == before[1]
    assert "train.py:6: load.csv is not looked at: there is no such file" in shown.err


def test_without_duckdb_one_line_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "find_spec", lambda name: None)
    for command in (["check", "--data", "train.py"], ["data", "train.py"]):
        assert main(command) == 2
        assert capsys.readouterr().err == f"lstm-lint: error: {wanted.INSTALL}\n"


def test_setting_and_option_name_the_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "load.csv").rename(folder / "elsewhere" / "load.csv")
    (folder / "lstm-lint.toml").write_text("data = true\n", "utf-8")
    main(["check", "train.py"])
    assert "load.csv is not looked at" in capsys.readouterr().err
    main(["check", "--data=elsewhere", "train.py"])
    assert "not looked at" not in capsys.readouterr().err
    assert main(["data", "--data=elsewhere", "train.py"]) == 0
    assert main(["check", "--data=nowhere", "train.py"]) == 2


def test_nothing_is_looked_at_unasked(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-X", "importtime", "-m", "lstm_lint", "--no-cache", "train.py"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert "lstm_lint.reader" in done.stderr
    assert "lstm_lint.data" not in done.stderr
    assert "duckdb" not in done.stderr


# Files that are none of its business, or none that can be read


def test_only_files_inside_of_the_root_are_looked_at(folder: Path) -> None:
    outside = folder.parent / f"outside-{folder.name}.csv"
    outside.write_text(ROWS, "utf-8")
    (folder / "link.csv").symlink_to(outside)
    for path in (str(outside), f"../{outside.name}", "link.csv"):
        assert "outside" in why(path, folder)
    assert why("https://example.org/load.csv", folder) == "it is at a URL"
    assert why("s3://bucket/load.csv", folder) == "it is at a URL"
    assert isinstance(looked(str(folder / "load.csv"), folder), Profile)


def test_names_with_patterns_stand_for_no_other_file(folder: Path) -> None:
    (folder / "l*d.csv").write_text(ROWS, "utf-8")
    (folder / "[l]oad.csv").write_text(ROWS, "utf-8")
    for path in ("l*d.csv", "[l]oad.csv"):
        assert "characters" in why(path, folder)
    assert why("loa?.csv", folder) == "there is no such file"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a,b\nÄ,1\n".encode("latin-1"), "encoding"),
        (b"a,b\n1,2\n3,4,5\n", "its line 3 has more fields than the header"),
        ((",".join(f"c{at}" for at in range(10_000)) + "\n").encode(), "10,000 columns"),
        (b'a,b\n1,"2\n3,4\n', "quotes"),
        (b"a" * (2 << 20), "longer than 1 MB"),
        (b"a,b\n\0\0\0\0\n", "NUL"),
        (b"", "empty"),
        (b"\n\n\n", "no rows"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n", "Git LFS"),
        (b'"a\nb",c\n1,2\n3,4\n', "its header spans several lines"),
    ],
)
def test_poisoned_file_is_one_clear_line(folder: Path, data: bytes, said: str) -> None:
    (folder / "load.csv").write_bytes(data)
    assert said in why("load.csv", folder)


def test_what_is_no_plain_file_is_one_clear_line(folder: Path) -> None:
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    with open(folder / "sparse.csv", "wb") as file:
        file.truncate(5 << 30)
    assert why("folder.csv", folder) == "it is a folder"
    assert why("pipe.csv", folder) == "it is no plain file"
    assert why("sparse.csv", folder) == "it holds more than 4 GB"


def test_packed_files_that_are_none_are_one_clear_line(folder: Path) -> None:
    for suffix in ("gz", "bz2", "xz", "zip"):
        (folder / f"load.csv.{suffix}").write_bytes(b"junk")
        assert why(f"load.csv.{suffix}", folder) == "it cannot be unpacked"
    packed = gzip.compress(ROWS.encode())
    for number, data in enumerate((packed[:30] + b"\xff" * 40 + packed[70:], packed[:-12], packed + b"junk")):
        (folder / f"broken{number}.csv.gz").write_bytes(data)
        assert why(f"broken{number}.csv.gz", folder) == "it cannot be unpacked"


def test_packed_otherwise_is_not_looked_at(folder: Path) -> None:
    for suffix in (".zst", ".tar", ".tar.gz"):
        (folder / f"load.csv{suffix}").write_text(ROWS, "utf-8")
        assert why(f"load.csv{suffix}", folder) == f"its compression is not looked at: {suffix}"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("load.parquet", b"PAR1" + bytes(100), "it is no parquet, or a broken one"),
        ("load.parquet", b"a,b\n1,2\n", "it is no parquet, or a broken one"),
        ("load.json", b'[{"a": 1,', "it is no JSON of the kind that the call names, or a broken one"),
        ("load.json", b"hello", "it is no JSON of the kind that the call names, or a broken one"),
        ("load.json", b"[" * 5000, "it is no JSON of the kind that the call names, or a broken one"),
        ("load.json", '[{"a": "Ä"}]'.encode("latin-1"), "encoding"),
        ("load.json", json.dumps([{f"c{at}": at for at in range(1000)}]).encode(), "1,000 columns"),
        ("load.npy", b"\x93NUMPY\x01\x00", "no array of numbers"),
        (
            "load.npy",
            b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'shape': (9" + b" " * 80,
            "no array of numbers",
        ),
        ("load.npz", b"PK\x03\x04junk", "no array of numbers"),
    ],
)
def test_poisoned_file_of_another_kind_is_one_clear_line(
    folder: Path, name: str, data: bytes, said: str
) -> None:
    (folder / name).write_bytes(data)
    kind = name.partition(".")[2]
    function = "numpy.load" if kind.startswith("np") else f"pandas.read_{kind}"
    reading = Reading(function, name, (("orient", "records"),) if kind == "json" else ())
    found = Look().over([reading], paths.around(str(folder / "train.py"))).failed[reading.key]
    assert said in found
    assert "\n" not in found


def test_encodings_that_are_none_are_one_clear_line(folder: Path) -> None:
    assert why("load.csv", folder, encoding="klingon") == "Python knows no such encoding"
    assert why("load.csv", folder, encoding="utf\0-8") == "Python knows no such encoding"
    for name in ("hex", "rot13", "zlib"):
        assert why("load.csv", folder, encoding=name) == "its encoding is none of texts"


def test_error_that_nobody_thought_of_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    request = {"dialect": {"kind": "nothing"}, "path": "/nowhere", "folder": "/nowhere", "seconds": 60}
    monkeypatch.setattr(child, "profile", lambda *given: [][0])
    assert child.answer(request) == {"why": "reading it ends with IndexError"}


def test_last_rows_are_counted_with_the_blank_lines_between(folder: Path) -> None:
    rows = "month,passengers\n" + "".join(f"{at},{100 + at}\n" for at in range(12))
    for end, footer, count in (
        ("\nmonthly totals\n\n", 3, 12),
        ("\n", 1, 12),
        ("", 2, 10),
        ("a\n\n\nb\n", 4, 12),
    ):
        (folder / "load.csv").write_text(rows + end, "utf-8")
        found = looked("load.csv", folder, skipfooter=footer)
        assert isinstance(found, Profile)
        assert (found.rows, found.columns[1].maximum) == (count, 99 + count)


def test_quotes_in_lines_that_are_skipped_do_not_swallow_the_rows(folder: Path) -> None:
    (folder / "load.csv").write_text('"of pumps\na,b\n1,2\n3,4\n', "utf-8")
    assert "quotes" in why("load.csv", folder, skiprows=1)


def test_arguments_that_are_not_honoured_are_named(folder: Path) -> None:
    assert "`converters`" in why("load.csv", folder, converters={"a": 1})
    assert "pattern" in why("load.csv", folder, sep="[,;]+")
    assert "`usecols`" in why("load.csv", folder, usecols=[-1])
    assert "`chunksize`" in why("load.csv", folder, chunksize=100)


def test_arrays_are_never_unpickled(folder: Path) -> None:
    numpy = pytest.importorskip("numpy")
    numpy.save(folder / "objects.npy", numpy.array([{}, []], dtype=object), allow_pickle=True)
    numpy.save(folder / "x.npy", numpy.arange(24.0).reshape(4, 6))
    numpy.savez(folder / "one.npz", x=numpy.array([0, 1, 1, 1]))
    where = paths.around(str(folder / "train.py"))
    readings = [Reading("numpy.load", name) for name in ("objects.npy", "x.npy", "one.npz")]
    found = Look().over(readings, where)
    assert "unpickling" in found.failed[readings[0].key]
    stored = found.profiles[readings[1].key]
    assert stored.shape == (4, 6)
    assert stored.columns[0].maximum == 23
    assert found.profiles[readings[2].key].columns[0].classes == (3, 1)


# The engine


def test_engine_reads_its_file_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    from lstm_lint.data.engine import Engine

    (folder / "other.csv").write_text(ROWS, "utf-8")
    path = str(folder / "load.csv")
    engine = Engine(path, str(tmp_path / "private"))
    assert engine.row(f"SELECT count(*) FROM read_csv('{path}')") == (28,)
    for query in (
        f"SELECT * FROM read_csv('{folder}/other.csv')",
        f"SELECT * FROM read_csv('{folder}/*.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_csv('https://example.org/load.csv')",
    ):
        with pytest.raises(engine.errors):
            engine.rows(query)
    for query in ("INSTALL httpfs", "SET memory_limit = '8GB'", f"COPY (SELECT 1) TO '{folder}/new.csv'"):
        with pytest.raises(ValueError, match="SELECT"):
            engine.rows(query)
        with pytest.raises(engine.errors):
            engine.connection.execute(query)
    assert not (folder / "new.csv").exists()


def test_private_folder_goes_with_the_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    usual = look.tempfile.mkdtemp
    monkeypatch.setattr(look.tempfile, "mkdtemp", lambda **how: made.append(usual(**how)) or made[-1])
    (folder / "load.csv").write_bytes("day,ü\n1,2\n".encode("utf-16"))
    assert isinstance(looked("load.csv", folder, encoding="utf-16"), Profile)
    assert made
    assert not any(map(os.path.exists, made))


def test_process_that_takes_too_long_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_CHILD", (sys.executable, "-c", "while True: pass"))
    monkeypatch.setattr(look, "SECONDS", 0.02)
    assert "processor time" in why("load.csv", folder)


# The cache


def test_profile_is_kept_until_the_content_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    usual = look._asked
    monkeypatch.setattr(look, "_asked", lambda *given: asked.append(given) or usual(*given))
    where = paths.around(str(folder / "train.py"))
    reading = Reading("pandas.read_csv", "load.csv")

    def rows() -> int:
        look._answers.clear()  # of another run
        cache = Folder.open(os.environ["LSTM_LINT_CACHE_DIR"], [str(folder)])
        found = Look(cache).over([reading], where).profiles[reading.key].rows
        cache.close()
        return found

    assert (rows(), rows(), len(asked)) == (28, 28, 1)
    os.utime(folder / "load.csv", (1, 1))  # another time, the same content
    assert (rows(), len(asked)) == (28, 1)
    text = ROWS.replace("4210", "4211")  # the same size
    (folder / "load.csv").write_text(text, "utf-8")
    assert (rows(), len(asked)) == (28, 2)
    (folder / "load.csv").write_text(ROWS + "2021-02-01,1,north\n", "utf-8")
    assert (rows(), len(asked)) == (29, 3)
