"""Targets: what `--keras`, pins and imports say about the Keras version."""

from pathlib import Path

import pytest

from lstm_lint.keras_api import project_pins
from lstm_lint.keras_api.detect import detect_target
from lstm_lint.keras_api.keras_2_imports import keras_2_evidence
from lstm_lint.keras_api.versions import KerasTarget, parse_target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2", (2, 0), (2, 15)),
        ("3", (3, 0), (3, 99)),
        ("2.15", (2, 15), (2, 15)),
        (" 3.9 ", (3, 9), (3, 9)),
    ],
)
def test_a_version_names_a_range(text: str, low: tuple[int, int], high: tuple[int, int]) -> None:
    target = parse_target(text)
    assert (target.low, target.high) == (low, high)


@pytest.mark.parametrize("text", ["", "auto", "4", "2.16", "1.2", "3.x", "3.9.1", "three"])
def test_another_version_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="unknown Keras version") as error:
        parse_target(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("target", "specifier", "matches", "overlaps"),
    [
        ("3", ">=3", True, True),
        ("3", "<3", False, False),
        ("2", ">=2", True, True),
        ("2", ">=2,<3", True, True),
        ("2", "<=2", True, True),
        ("2", ">=2.11", False, True),
        ("3", ">=3.4,<3.9", False, True),
        ("3.5", ">=3.4,<3.9", True, True),
        ("3.9", ">=3.4,<3.9", False, False),
        ("3.9", "==3", True, True),
        ("3.9", "==3.9", True, True),
        ("3.9", "!=3.9", False, False),
        ("2.15", "~=2.4", True, True),
        ("3.0", "~=2.4", False, False),
        ("2.10", ">=2.9", True, True),
    ],
)
def test_specifiers_hold_for_all_or_some_of_the_range(
    target: str, specifier: str, matches: bool, overlaps: bool
) -> None:
    assert parse_target(target).matches(specifier) is matches
    assert parse_target(target).overlaps(specifier) is overlaps


def test_a_broken_specifier_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a version specifier"):
        parse_target("3").matches(">=three")


def test_bounds_are_about_the_whole_range() -> None:
    both = KerasTarget((2, 4), (3, 99))
    assert both.at_least(2, 4)
    assert not both.at_least(3)
    assert not both.below(3)
    assert parse_target("2").below(3)


@pytest.mark.parametrize(
    ("file", "text", "low", "high"),
    [
        ("requirements.txt", "numpy\ntensorflow==2.12.0\n", (2, 12), (2, 12)),
        ("requirements.txt", "tensorflow-gpu == 2.4.1  # old\n", (2, 4), (2, 4)),
        ("requirements.txt", "tensorflow[and-cuda]>=2.16,<2.20\n", (3, 0), (3, 99)),
        ("requirements.txt", "tensorflow>=2.4\n", (2, 4), (3, 99)),
        ("requirements.txt", "tensorflow~=2.4\n", (2, 4), (3, 99)),
        ("requirements.txt", "tensorflow~=2.4.0\n", (2, 4), (2, 4)),
        ("requirements.txt", "tensorflow<2.16\n", (2, 0), (2, 15)),
        ("requirements.txt", "tensorflow==1.15.0\n", (2, 0), (2, 3)),
        ("requirements.txt", "tensorflow-macos==2.9; sys_platform == 'darwin'\n", (2, 9), (2, 9)),
        ("requirements-dev.txt", "Keras==2.3.1\n", (2, 3), (2, 3)),
        ("requirements.txt", "keras>=3.4,<3.9\n", (3, 4), (3, 8)),
        ("pyproject.toml", 'dependencies = ["keras>=3.4", "numpy"]\n', (3, 4), (3, 99)),
        ("pyproject.toml", '[tool.poetry.dependencies]\ntensorflow = "^2.10"\n', (2, 10), (3, 99)),
        ("pyproject.toml", 'keras = {version = "2.15.0", optional = true}\n', (2, 15), (2, 15)),
        ("Pipfile", '[packages]\ntensorflow = "==2.11.*"\n', (2, 11), (2, 11)),
        ("setup.py", "setup(install_requires=['tensorflow-cpu>=2.8,<2.11'])\n", (2, 8), (2, 10)),
        ("setup.cfg", "install_requires =\n    tensorflow (>=2.8,<2.9)\n", (2, 8), (2, 8)),
        ("environment.yml", "dependencies:\n  - tensorflow=2.4.1=mkl_py38\n", (2, 4), (2, 4)),
        ("environment.yml", "  - pip:\n    - keras==3.9\n", (3, 9), (3, 9)),
    ],
)
def test_a_pin_decides(
    project: Path, file: str, text: str, low: tuple[int, int], high: tuple[int, int]
) -> None:
    (project / file).write_text(text)
    target = detect_target(project, ["tensorflow.keras.layers"])
    assert (target.low, target.high) == (low, high)
    assert file in target.reason


@pytest.mark.parametrize(
    "text",
    [
        "keras-tuner==1.0\n",
        "tensorflow-probability==0.8\n",
        "tensorflow\n",
        "# tensorflow==1.15\n",
        "segmentation-models-keras==2.0\n",
        "tensorflow_datasets==1.2\nkeras_cv==0.5\n",
        'tensorflow = "*"\n',
        "git+https://example.org/keras@2.2\n",
    ],
)
def test_what_is_no_pin_leaves_keras_3(project: Path, text: str) -> None:
    (project / "requirements.txt").write_text(text)
    target = detect_target(project, ["keras"])
    assert (target.low, target.high) == ((3, 0), (3, 99))
    assert target.reason == "no version pinned: Keras 3"


def test_the_nearest_folder_wins_and_the_repository_is_the_end(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==1.15\n")
    repository = tmp_path / "repository"
    inner = repository / "models" / "lstm"
    inner.mkdir(parents=True)
    (repository / ".git").mkdir()
    assert detect_target(inner, ["keras"]).low == (3, 0)
    (repository / "other").mkdir()
    (repository / "requirements.txt").write_text("tensorflow==2.12\n")
    (repository / "other" / "requirements.txt").write_text("keras==3.1\n")
    assert detect_target(repository / "other", ["keras"]).low == (3, 1)


def test_pins_of_the_package_that_is_imported_come_first(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow==1.14\nkeras==2.2.4\n")
    plain = detect_target(project, ["keras.layers"])
    assert (plain.low, plain.high, plain.standalone) == ((2, 2), (2, 2), True)
    within = detect_target(project, ["tensorflow.keras.layers"])
    assert (within.low, within.high, within.standalone) == ((2, 0), (2, 3), False)


def test_tf_keras_beside_a_new_tensorflow_leaves_both_open(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow==2.17\ntf-keras==2.17\n")
    assert detect_target(project, ["tf_keras.layers"]).high == (2, 15)
    either = detect_target(project, ["tensorflow.keras"])
    assert (either.low, either.high) == ((2, 15), (3, 99))


@pytest.mark.parametrize(
    "name",
    [
        "keras.layers.recurrent",
        "keras.layers.recurrent.LSTM",
        "keras.utils.np_utils",
        "keras.engine.topology",
        "keras.preprocessing.text.Tokenizer",
        "keras.layers.CuDNNLSTM",
        "tensorflow.keras.layers.CuDNNGRU",
        "tensorflow.compat.v1.keras.layers.CuDNNLSTM",
        "tensorflow.python.keras.layers",
        "tensorflow.contrib.rnn",
    ],
)
def test_imports_of_what_keras_3_lacks_mean_keras_2(project: Path, name: str) -> None:
    target = detect_target(project, ["numpy", name])
    assert (target.low, target.high) == ((2, 0), (2, 15))
    assert "imports" in target.reason


@pytest.mark.parametrize(
    "name",
    [
        "keras.layers.LSTM",
        "keras.layers.normalizations",
        "tensorflow.keras.preprocessing.text.Tokenizer",
        "tensorflow.keras.utils.to_categorical",
        "kerastuner.engine",
    ],
)
def test_imports_that_work_with_keras_3_are_no_evidence(name: str) -> None:
    assert keras_2_evidence([name]) is None


def test_imports_narrow_an_open_pin_but_not_a_closed_one(project: Path) -> None:
    (project / "requirements.txt").write_text("tensorflow>=2.4\n")
    narrowed = detect_target(project, ["tensorflow.keras.wrappers.scikit_learn"])
    assert (narrowed.low, narrowed.high) == ((2, 4), (2, 15))


def test_a_keras_3_pin_stands_against_old_imports(project: Path) -> None:
    (project / "requirements.txt").write_text("keras==3.9\n")
    assert detect_target(project, ["keras.layers.recurrent"]).low == (3, 9)


def test_compat_v1_leaves_the_version_open(project: Path) -> None:
    target = detect_target(project, ["tensorflow.compat.v1"])
    assert (target.low, target.high) == ((2, 0), (3, 99))


def test_without_a_repository_the_nearest_requirements_end_the_project(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==1.15\n")
    inner = tmp_path / "src" / "models"
    inner.mkdir(parents=True)
    assert detect_target(inner, ["keras"]).high == (2, 3)
    (tmp_path / "src" / "Requirements.txt").write_text("numpy\n")
    project_pins.forget()
    assert detect_target(inner, ["keras"]).low == (3, 0)


def test_without_a_repository_requirements_far_above_or_at_home_say_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==1.15\n")
    far = tmp_path / "a" / "b" / "c" / "d"
    far.mkdir(parents=True)
    assert detect_target(far, ["keras"]).high == (2, 3)
    (far / "e").mkdir()
    assert detect_target(far / "e", ["keras"]).low == (3, 0)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert detect_target(tmp_path / "a", ["keras"]).low == (3, 0)


@pytest.mark.parametrize(
    "name",
    ["Requirements.txt", "REQUIREMENTS.TXT", "requirement.txt", "dev-requirements.txt", "requirements_gpu.txt",
     "requirements.in", "requirements/base.txt", "environment.yml", "Pipfile"],
)  # fmt: skip
def test_requirements_under_any_usual_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("tensorflow==2.10\n")
    (tmp_path / "src").mkdir()
    assert detect_target(tmp_path / "src", ["keras"]).high == (2, 10)


@pytest.mark.parametrize(
    "name", ["notes.txt", "myrequirements.txt", "requirements.md", "requirements/notes.md"]
)
def test_other_files_pin_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("tensorflow==2.10\n")
    assert detect_target(tmp_path, ["keras"]).low == (3, 0)


def test_hostile_requirement_files_are_read_as_text(project: Path) -> None:
    (project / "requirements.txt").write_bytes(
        b"\xff\xfe\x00tensorflow==" + b"9" * 50_000 + b"\nkeras==2.3\n"
    )
    (project / "setup.py").mkdir()
    assert detect_target(project, ["keras"]).low == (2, 3)


def test_an_endless_version_is_skipped(project: Path) -> None:
    text = "keras==" + "1." * 900 + "1*1\n" + "keras==2,==" + "1." * 900 + "\nkeras==2.3\n"
    (project / "requirements.txt").write_text(text)
    assert detect_target(project, ["keras"]).high == (2, 3)
