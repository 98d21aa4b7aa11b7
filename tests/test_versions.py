"""Which Keras a script is for: what projects and notebooks say of it, and what becomes of what Keras 3 took away."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from command_line import Capsys, run

from lstm_lint.keras_api import project_pins, runtimes
from lstm_lint.keras_api.detect import Traces, dated, detect_target
from lstm_lint.keras_api.keras_2_imports import KERAS_3_ONLY
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint, target_of, version_of
from lstm_lint.run import history
from lstm_lint.settings.load import load
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, from_bytes

OLD = """\
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import Adam

x, y = np.load("x_scaled.npy"), np.load("y.npy")
model = Sequential([LSTM(32, input_shape=(20, 4)), Dense(1)])
model.compile(Adam(lr=0.001), "mse")
model.fit(x, y, epochs=10, validation_split=0.1)
classes = model.predict_classes(x)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def script(text: str, path: str = "/nowhere/train.py") -> Source:
    return from_bytes(text.encode(), path)


def book(code: str, path: str = "/nowhere/book.ipynb", printed: str = "", **metadata: Any) -> Source:
    output = [{"output_type": "stream", "name": "stdout", "text": [printed]}] if printed else []
    more = metadata.pop("cell", {})
    cell = {"cell_type": "code", "metadata": more, "outputs": output, "source": code.splitlines(True)}
    return from_bytes(json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4}).encode(), path)


def said(source: Source, **given: object) -> list[tuple[str, str, int]]:
    """Code, severity and line of what is said of versions."""
    codes = ("LL508", "LL9", "LL804")
    found = [one for one in lint(source, load(None, given)) if one.code.startswith(codes)]
    return [(one.code, one.severity.value, one.line) for one in found]


# --- files of a project ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "high"),
    [
        ("constraints.txt", "tensorflow==2.10.0\n", (2, 10)),
        ("requirments.txt", "keras==2.2.4\n", (2, 2)),
        ("requirements", "keras==2.2.4\n", (2, 2)),
        ("reqs.txt", "tensorflow<2\n", (2, 3)),
        ("tf-gpu.yml", "name: tf\nchannels:\n  - conda-forge\ndependencies:\n  - keras=2.3.1\n", (2, 3)),
        ("Dockerfile", "FROM tensorflow/tensorflow:2.3.0-gpu-jupyter\nRUN ls\n", (2, 3)),
        ("train.Dockerfile", "FROM ubuntu\nRUN pip3 install numpy keras==2.2.4\n", (2, 2)),
        ("docker/Dockerfile", "FROM docker.io/tensorflow/tensorflow:1.15.2\n", (2, 3)),
        ("binder/requirements.txt", "tensorflow==2.9\n", (2, 9)),
        ("setup.cfg", "[options]\ninstall_requires =\n    keras>=2.2,<2.4\n", (2, 3)),
        (
            "uv.lock",
            '[[package]]\nname = "keras"\nversion = "2.12.0"\nsource = { registry = "x" }\n',
            (2, 12),
        ),
        ("poetry.lock", '[[package]]\nname = "tensorflow"\nversion = "2.11.1"\ndescription = ""\n', (2, 11)),
        ("pdm.lock", '[[package]]\nname = "tensorflow-cpu"\nversion = "2.8.0"\n', (2, 8)),
        (
            "Pipfile.lock",
            '{"default": {"keras": {"hashes": ["sha256:1"], "index": "pypi", "version": "==2.4.3"}}}',
            (2, 4),
        ),
        (
            "pixi.lock",
            "packages:\n- conda: https://conda.anaconda.org/conda-forge/noarch/keras-2.10.0-pyhd8ed1ab_0.conda\n",
            (2, 10),
        ),
        ("conda-lock.yml", "package:\n- name: tensorflow\n  version: 2.7.0\n  manager: conda\n", (2, 7)),
    ],
)
def test_projects_say_it_in_many_files(project: Path, name: str, text: str, high: tuple[int, int]) -> None:
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text)
    target = detect_target(project, ["keras.layers"])
    assert (target.high, target.certainty) == (high, "pinned")
    assert name in target.reason


@pytest.mark.parametrize(
    ("line", "high", "certainty"),
    [
        ("- TensorFlow 2.10.1", (2, 10), "inferred"),
        ("- tensorflow\t2.10.1", (2, 10), "inferred"),
        ("| Keras | 2.2.4 |", (2, 2), "inferred"),
        ("* `keras==2.3.1`", (2, 3), "inferred"),
        ("Keras: 2.8", (2, 8), "inferred"),
        ("tensorflow-gpu 1.14", (2, 3), "inferred"),
        ("TensorFlow 2.0+", (3, 99), "unknown"),
        ("tensorflow >= 2.4", (3, 99), "unknown"),
        ("TensorFlow 2.4 or newer", (3, 99), "unknown"),
        ("We trained with Keras 2.2", (3, 99), "unknown"),
        ("## Keras", (3, 99), "unknown"),
    ],
)
def test_a_readme_says_it_in_a_line_of_its_own(
    project: Path, line: str, high: tuple[int, int], certainty: str
) -> None:
    (project / "README.md").write_text(f"# A model\n\nPython 3.6\n{line}\nh5py 2.10.0\n")
    target = detect_target(project, ["keras.layers"])
    assert (target.high, target.certainty) == (high, certainty)
    (project / "requirements.txt").write_text("keras==3.1.0\n")
    project_pins.forget()
    assert detect_target(project, ["keras.layers"]).certainty == "pinned"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_mark_says_the_encoding_of_requirements(project: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") else ""
    (project / "requirements.txt").write_bytes(f"{mark}numpy==1.21.6\r\nkeras==2.7.0\r\n".encode(encoding))
    target = detect_target(project, ["keras.layers"])
    assert (target.high, target.certainty) == ((2, 7), "pinned")


@pytest.mark.parametrize("filling", ["\n", " \n", "-", "name", '"keras": {', "FROM a/", "[[package]]\n"])
@pytest.mark.parametrize(
    "name", ["uv.lock", "Pipfile.lock", "environment.yml", "Dockerfile", "constraints.txt", "README.md"]
)
def test_files_of_one_thing_take_no_time(project: Path, name: str, filling: str) -> None:
    (project / name).write_text(filling * (300_000 // len(filling)))
    assert detect_target(project, ["keras"]).certainty == "unknown"


def test_a_lock_beats_the_range_beside_it(project: Path) -> None:
    (project / "pyproject.toml").write_text('dependencies = ["keras>=2.4"]\n')
    (project / "uv.lock").write_text('[[package]]\nname = "keras"\nversion = "3.1.1"\n')
    target = detect_target(project, ["keras"])
    assert (target.low, target.high) == ((3, 1), (3, 1))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yml", "services:\n  web:\n    image: keras==2.2\n"),
        ("uv.lock", '[[package]]\nname = "keras-tuner"\nversion = "1.0.0"\n'),
        ("notes.yml", "keras: 2.2.4\n"),
        ("Dockerfile", "FROM mine/tensorflow:2.3.0\n"),
    ],
)
def test_what_pins_nothing_in_them(project: Path, name: str, text: str) -> None:
    (project / name).write_text(text)
    assert detect_target(project, ["keras"]).certainty == "unknown"


@pytest.mark.parametrize(
    ("name", "text", "high"),
    [
        ("environment.yml", "dependencies:\n  - python=3.6\n  - keras\n", (2, 6)),
        ("Dockerfile", "FROM python:3.7-slim\nRUN pip install keras\n", (2, 11)),
        ("runtime.txt", "python-3.6.8\n", (2, 6)),
        (".python-version", "3.8.10\n", (2, 13)),
        ("Pipfile", '[requires]\npython_version = "3.6"\n', (2, 6)),
    ],
)
def test_an_old_python_leaves_keras_2(project: Path, name: str, text: str, high: tuple[int, int]) -> None:
    (project / name).write_text(text)
    target = detect_target(project, ["keras"])
    assert (target.high, target.certainty) == (high, "inferred")


def test_versions_of_python_and_days() -> None:
    assert runtimes.of_python((3, 10)) is None and runtimes.of_python((4, 0)) == ((3, 0), (3, 99))
    assert runtimes.of_python((3, 6)) == ((2, 0), (2, 6))
    assert runtimes.by((2019, 12, 1), None) == ((2, 0), (2, 3))
    assert runtimes.by((2016, 12, 1), None) is None  # the days of Keras 1, of which nothing is known here
    assert runtimes.by((2024, 1, 1), True) is None  # the package keras was Keras 3 by then
    assert runtimes.by((2024, 1, 1), False) == ((2, 0), (2, 15))  # tf.keras was not
    days = [day for _, day in runtimes.RELEASED]
    assert days == sorted(days) and [v for v, _ in runtimes.RELEASED] == [(2, n) for n in range(16)]


@pytest.mark.parametrize("name", KERAS_3_ONLY)
def test_what_needs_keras_3_is_in_no_keras_2(name: str) -> None:
    assert not exists("modules", name, parse_target("2"))
    assert exists("modules", name, parse_target("3"))


# --- what a file shows ------------------------------------------------------------------------------------------


BAR_OF_2 = "12/12 [==============================] - 0s 2ms/step - loss: 0.1\n"
BAR_OF_3 = "\x1b[1m12/12\x1b[0m \x1b[32m━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m 2ms/step\n"
TABLE_OF_3 = "┏━━━━┓\n┃\x1b[1m \x1b[0m\x1b[1mLayer (type)\x1b[0m ┃ Output Shape ┃\n"
PRIVATE_COPY = "from tensorflow.python.keras.models import load_model"


@pytest.mark.parametrize(
    ("source", "high", "certainty"),
    [
        (book("!pip install tensorflow==2.8\nimport keras"), (2, 8), "pinned"),
        (book("%pip install -q keras==2.2.4\nimport keras"), (2, 2), "pinned"),
        (book("%tensorflow_version 1.x\nimport keras"), (2, 3), "pinned"),
        (book("%tensorflow_version 2.x\nimport keras"), (2, 15), "inferred"),
        (book("%env TF_USE_LEGACY_KERAS=1\nfrom tensorflow import keras"), (2, 15), "pinned"),
        (script("import tf_keras\n"), (2, 15), "pinned"),
        (script("import keras\nx = keras.ops.mean(y)\n"), (3, 99), "pinned"),
        (script("import os\nos.environ['KERAS_BACKEND'] = 'jax'\nimport keras\n"), (3, 99), "pinned"),
        (script("import os\nos.environ['KERAS_BACKEND'] = 'tensorflow'\nimport keras\n"), (3, 99), "unknown"),
        (book("import keras\nkeras.__version__", printed="2.2.4\n"), (2, 2), "inferred"),
        (book("import tensorflow as tf\nprint(tf.__version__)", printed="TF 2.3.0\n"), (2, 3), "inferred"),
        (book("import tensorflow as tf\nprint(tf.__version__)", printed="2.17.1\n"), (3, 99), "inferred"),
        (book("print(np.__version__, tf.__version__)\nimport keras", printed="1.19.2 2.3.0\n"), (3, 99), "unknown"),
        (book("import keras", printed="Using TensorFlow backend.\n"), (2, 3), "inferred"),
        (book("import keras", printed=" Layer (type)    Output Shape    Param #\n===\n"), (2, 15), "inferred"),
        (book("import keras", printed=TABLE_OF_3), (3, 99), "inferred"),
        (book("import keras", printed=BAR_OF_3), (3, 99), "inferred"),
        (book("import keras", printed=BAR_OF_2), (2, 15), "inferred"),
        (book("import keras", printed=BAR_OF_2 + BAR_OF_3), (3, 99), "unknown"),
        (book(f"import keras\n{PRIVATE_COPY}", printed=BAR_OF_3), (3, 99), "inferred"),
        (book(f"import keras\n{PRIVATE_COPY}", printed=BAR_OF_2 + BAR_OF_3), (2, 15), "inferred"),
        (book("import keras\nfrom keras.layers.core import Dense", printed=BAR_OF_3), (2, 15), "inferred"),
        (book("import keras", language_info={"name": "python", "version": "3.6.9"}), (2, 6), "inferred"),
        (book("import keras", language_info={"name": "python", "version": "3.10.1"}), (3, 99), "unknown"),
        (book("import keras", language_info={"name": "python", "version": "3.12.1"}), (3, 99), "inferred"),
        (
            book(
                "import keras",
                kernelspec={"name": "python3"},
                language_info={"name": "python", "version": "2.7.6"},
            ),
            (3, 99),
            "unknown",
        ),
        (book("import keras", language_info={"name": "python", "version": "2.7.6"}), (2, 3), "inferred"),
        (book("import keras", papermill={"end_time": "2021-08-30T10:00:00"}), (2, 6), "inferred"),
        (book("import keras", cell={"executionInfo": {"timestamp": 1580000000000}}), (2, 3), "inferred"),
        (book("import keras", cell={"executionInfo": {"timestamp": 1745000000000}}, colab={}), (3, 99), "inferred"),
        (book("import keras", cell={"executionInfo": {"timestamp": 1745000000000}}), (3, 99), "unknown"),
    ],
)  # fmt: skip
def test_what_a_file_shows(source: Source, high: tuple[int, int], certainty: str) -> None:
    target = target_of(source, Settings())
    assert (target.high, target.certainty) == (high, certainty)
    assert target.reason


def test_a_heavier_hint_is_narrowed_and_never_contradicted() -> None:
    both = Traces(python="3.12.1", printed=(("keras", "2.2.4"),))
    assert detect_target(Path("/nowhere"), ["keras"], both).high == (2, 2)
    narrowed = Traces(python="3.6.9", ran=(2019, 1, 5))
    assert detect_target(Path("/nowhere"), ["keras.layers.core"], narrowed).high == (2, 2)


def test_hostile_metadata_is_no_version() -> None:
    for version in (36, None, [3, 6], "3." + "9" * 10_000, "x.y", "３.６"):
        source = book("import keras", language_info={"name": "python", "version": version})
        assert target_of(source, Settings()).high == (3, 99)


# --- what Keras 3 took away ---------------------------------------------------------------------------------------


def test_an_old_script_that_nobody_pins_is_one_warning_at_its_first_import() -> None:
    assert said(script(OLD)) == [("LL920", "warning", 2)]
    (found,) = lint(script(OLD), Settings())[:1]
    assert "Keras 2.4 or older (`predict_classes()` was removed later); at least 2 places" in found.message
    assert [(one.line, one.message[:6], one.same) for one in found.related] == [
        (8, "LL508:", True),
        (10, "LL902:", True),
    ]


def test_a_version_of_tensorflow_is_not_called_one_of_keras() -> None:
    text = (
        OLD.replace("from keras", "from tensorflow.keras")
        + "import tensorflow as tf\nprint(tf.__version__)\n"
    )
    (found,) = (one for one in lint(book(text, printed="2.0.0\n"), Settings()) if one.code == "LL920")
    assert found.message.startswith("written for TensorFlow 2.0 (it printed tensorflow 2.0.0)")


def test_one_name_alone_that_is_gone_is_said_where_it_is_used() -> None:
    once = OLD.replace("lr=0.001", "1e-3")
    assert said(script(once)) == [("LL920", "warning", 10)]
    (found,) = (one for one in lint(script(once), Settings()) if one.code == "LL920")
    assert found.message.startswith("written for Keras 2.4 or older (`predict_classes()` was removed later)")
    assert said(script(once + "more = model.predict_classes(x[:8])\n")) == [("LL920", "warning", 10)]


def test_each_place_is_an_error_for_keras_3_and_nothing_for_keras_2() -> None:
    assert said(script(OLD), keras="3") == [("LL508", "error", 8), ("LL902", "error", 10)]
    assert said(script(OLD), keras="2.2") == []


def test_pinned_to_keras_3_each_place_is_an_error_that_says_why(project: Path) -> None:
    (project / "requirements.txt").write_text("keras==3.4\n")
    source = script(OLD, str(project / "train.py"))
    assert said(source) == [("LL508", "error", 8), ("LL902", "error", 10)]
    assert all(
        "keras==3.4 in requirements.txt" in f.message for f in lint(source, Settings()) if f.code == "LL508"
    )


def test_a_range_that_lets_keras_3_in_is_no_pin(project: Path) -> None:
    (project / "requirements.txt").write_text("Keras>=2.0.2\n")
    source = script(OLD, str(project / "train.py"))
    assert said(source) == [("LL920", "warning", 2)]
    (found,) = (one for one in lint(source, Settings()) if one.code == "LL920")
    assert "Keras>=2.0.2 in requirements.txt" in found.message
    text = OLD.replace("lr=", "learning_rate=").replace("predict_classes", "predict")
    assert said(script(text, str(project / "train.py"))) == []


def test_tf_keras_beside_tensorflow_may_be_what_runs(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow==2.17\ntf-keras==2.17\n")
    text = OLD.replace("from keras", "from tensorflow.keras")
    assert said(script(text, str(project / "train.py"))) == []


def test_a_slip_in_a_notebook_of_keras_3_is_a_warning() -> None:
    source = book(OLD, language_info={"name": "python", "version": "3.12.4"})
    assert said(source) == [("LL508", "warning", 8), ("LL902", "warning", 10)]


def test_an_old_script_that_runs_on_keras_3_as_well_is_left_alone() -> None:
    text = OLD.replace("lr=", "learning_rate=").replace("predict_classes", "predict")
    assert said(book(text, language_info={"name": "python", "version": "3.6.6"})) == []


def test_an_argument_of_no_keras_says_nothing_of_a_version() -> None:
    text = OLD.replace("lr=", "learning_rate=").replace("predict_classes", "predict")
    assert said(script(text.replace("epochs=10", "epoch=10"))) == [("LL908", "error", 9)]


def test_words_of_keras_1_are_not_dated_to_keras_2() -> None:
    found = lint(script(OLD.replace("epochs", "nb_epoch")), Settings())
    assert [one.message.split(" (")[0] for one in found if one.code == "LL920"] == [
        "written for Keras 2.3 or older"
    ]


def test_backend_functions_of_a_project_that_pins_keras_2_are_none_of_our_business(project: Path) -> None:
    (project / "Requirements.txt").write_text("keras==2.2.4\ntensorflow==1.12.0\n")
    text = (
        "from keras import backend as K\nfrom keras.layers import GRU, Dense, Input, Layer\n"
        "from keras.models import Model\n\n\nclass Level(Layer):\n    def call(self, x):\n"
        "        return K.expand_dims(K.sum(x, axis=1))\n\n\n"
        "entry = Input((None, 1))\nmodel = Model(entry, Dense(1)(GRU(16)(Level()(entry))))\n"
    )
    assert said(script(text, str(project / "model.py"))) == []
    assert said(script(text)) == [("LL920", "warning", 1)]


def test_period_is_said_in_epochs() -> None:
    text = OLD.replace(
        "model.fit(x, y, ", "model.fit(x, y, callbacks=[ModelCheckpoint('a.keras', period=5)], "
    )
    found = lint(script("from keras.callbacks import ModelCheckpoint\n" + text), Settings(keras="3"))
    (period,) = (one for one in found if "period" in one.message)
    assert "write `save_freq=5 * steps_per_epoch`" in period.message and period.fix is None


def test_where_the_sum_is_off_each_place_is_a_warning() -> None:
    assert said(script(OLD), select=("LL508",)) == [("LL508", "warning", 8)]


def test_comments_take_places_out_of_the_count() -> None:
    text = OLD.replace('Adam(lr=0.001), "mse")', 'Adam(lr=0.001), "mse")  # noqa: LL508')
    found = lint(script(text), Settings())
    assert [one.code for one in found if one.code in ("LL002", "LL508", "LL920")] == ["LL920"]
    assert next(len(one.related) for one in found if one.code == "LL920") == 1
    by_sum = OLD.replace("predict_classes(x)", "predict_classes(x)  # noqa: LL920")
    assert next(len(one.related) for one in lint(script(by_sum), Settings()) if one.code == "LL920") == 1
    both = text.replace("predict_classes(x)", "predict_classes(x)  # lstm-lint: ignore[LL920] kept")
    assert said(script(both)) == []
    assert said(script(OLD.replace("LSTM, Dense\n", "LSTM, Dense  # noqa: LL920\n", 1))) == []


def test_the_config_command_says_the_version_of_a_file(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("train.py").write_text(OLD)
    assert (
        "# train.py: Keras 2, inferred: Keras 3 fails on what it uses" in run(capsys, "config", "train.py")[1]
    )
    Path("requirements.txt").write_text("keras==2.3.1\n")
    project_pins.forget()
    assert (
        "# train.py: Keras 2.3, pinned: keras==2.3.1 in requirements.txt"
        in run(capsys, "config", "train.py")[1]
    )


# --- the last commit ----------------------------------------------------------------------------------------------


def committed(folder: Path, day: str) -> None:
    own = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", *command], cwd=folder, env=own, check=True)
    history._last_commit.cache_clear()


def test_the_last_commit_says_how_old_a_script_is_at_most(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(OLD)
    committed(tmp_path, "2019-03-04")
    assert history.last_commit(str(tmp_path)) == (2019, 3, 4)
    source = script(OLD, str(tmp_path / "train.py"))
    (found,) = (one for one in lint(source, Settings()) if one.code == "LL920")
    assert found.message.startswith("written for Keras 2.2 or older (last commit: 2019-03-04)")
    (alone,) = (one for one in lint(source, load(None, {"isolated": True})) if one.code == "LL920")
    assert "commit" not in alone.message


def test_the_last_commit_alone_silences_nothing(tmp_path: Path) -> None:
    text = OLD.replace("lr=", "learning_rate=").replace("predict_classes", "predict")
    (tmp_path / "train.py").write_text(text)
    committed(tmp_path, "2019-03-04")
    assert version_of(script(text, str(tmp_path / "train.py")), Settings()).at_least(3)


def test_what_hangs_on_the_last_commit_is_not_cached(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    Path("train.py").write_text(OLD)
    messages = []
    for day in ("2019-03-04", "2021-03-04"):
        Path("day.txt").write_text(day)
        committed(work, day)
        messages.append(
            run(capsys, "--cache-dir", str(tmp_path / "cache"), "-q", "train.py")[1].splitlines()[1]
        )
    assert [one.split(";")[0].strip() for one in messages] == [
        "written for Keras 2.2 or older (last commit: 2019-03-04)",
        "written for Keras 2.4 or older (last commit: 2021-03-04)",
    ]


def test_a_new_commit_changes_no_version() -> None:
    older = parse_target("2")
    now = datetime.now(timezone.utc)
    assert dated(older, (now.year, now.month, now.day)) == older
    assert dated(older, (2018, 1, 1)).high == (2, 1)


@pytest.mark.parametrize(
    ("pins", "apart"),
    [
        ("tensorflow==2.3.1\nkeras==2.4.3\n", False),
        ("tensorflow==2.3.1\n", False),
        ("tensorflow==2.1.0\n", True),
        ("tensorflow==1.15\n", True),
    ],
)
def test_keras_beside_tensorflow_may_be_the_one_that_is_tf_keras(
    pins: str, apart: bool, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text(pins, "utf-8")
    text = """\
from keras.layers import LSTM, Dense
from keras.models import Sequential
from tensorflow import keras
model = Sequential([LSTM(32, input_shape=(20, 3)), Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.Adam())
"""
    found = lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
    assert any(one.code == "LL906" for one in found) is apart


@pytest.mark.parametrize("pin", ["keras==1.2.2", "Keras<2", "keras>=1.0,<2.0", "keras==0.3.3"])
def test_a_pin_below_keras_2_is_a_pin(project: Path, pin: str) -> None:
    text = "from keras.layers.recurrent import LSTM\nfrom keras.models import Sequential\n"
    text += "model = Sequential()\nmodel.add(LSTM(output_dim=8, input_dim=4, input_length=20))\n"
    (project / "train.py").write_text(text, encoding="utf-8")
    (project / "requirements.txt").write_text(f"{pin}\n", encoding="utf-8")
    source = from_bytes(text.encode(), str(project / "train.py"))
    assert "LL920" not in {one.code for one in lint(source, Settings())}
