"""A model built in one file of a project and compiled or trained in another."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import pytest

from lstm_lint.findings import Finding
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader import read
from lstm_lint.reader.tree import modules
from lstm_lint.reader.tree.parse import parse_text
from lstm_lint.run.files import trains_imported
from lstm_lint.script import Model, Script
from lstm_lint.settings.settings import Settings
from lstm_lint.source.project import MAX_MODULE, Project
from lstm_lint.source.source import Source, from_bytes

MODELS = """
from keras import Sequential, layers
from config import STEPS, Sizes

def build_model(classes, deep=False):
    model = Sequential()
    model.add(layers.Input((STEPS, 3)))
    if deep:
        model.add(layers.LSTM(Sizes.units, return_sequences=True))
    model.add(layers.LSTM(Sizes.units, recurrent_activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model

if __name__ == "__main__":
    build_model(3).compile("adam", "mse")
"""
CONFIG = "STEPS = 20\nclass Sizes:\n    units = 64\n"
TRAIN = """
from models import build_model
model = build_model(10, deep=True)
model.compile(optimizer="adam", loss="mse")
"""


def script(code: str, **modules: str) -> Script:
    """What is read of the code beside these modules; `a__b` is the module `a.b`."""
    sources = {
        name.replace("__", "."): from_bytes(text.encode(), f"{name.replace('__', '/')}.py")
        for name, text in modules.items()
    }

    def find(module: str, importer: str) -> Source | None:
        return sources.get(module.lstrip("."))

    return read(from_bytes(code.encode(), "train.py"), parse_target("3"), find)


def only(found: Script) -> Model:
    (model,) = found.models
    return model


def test_factory_of_a_sibling_is_read_with_its_constants() -> None:
    found = script(TRAIN, models=MODELS, config=CONFIG)
    model = only(found)
    assert [layer.cls for layer in model.layers] == ["LSTM", "LSTM", "Dense"]
    assert model.layers[-1].output_shape == (None, 10) and model.layers[0].known("units") == 64
    assert model.complete and len(model.compiles) == 1
    assert found.siblings == ("models.py", "config.py")


def test_module_that_two_scripts_import_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(modules, "parse_text", lambda text: (parsed.append(text), parse_text(text))[1])
    modules._parsed.cache_clear()
    found = [only(script(code, models=MODELS, config=CONFIG)) for code in (TRAIN, TRAIN.replace("10", "4"))]
    assert [model.layers[-1].output_shape for model in found] == [(None, 10), (None, 4)]
    assert parsed == [MODELS, CONFIG]


def test_modules_of_one_text_have_places_of_their_own() -> None:
    code = "import first, second\na = first.build_model(3)\nb = second.build_model(4)\na.compile()\nb.compile()\n"
    found = script(code, first=MODELS, second=MODELS, config=CONFIG)
    assert {model.place.sibling for model in found.models} == {("first.py", 6), ("second.py", 6)}


def test_places_know_their_file() -> None:
    model = only(script(TRAIN, models=MODELS, config=CONFIG))
    first = model.layers[0]
    assert first.place.sibling == ("models.py", 9)
    assert first.place.text == "layers.LSTM(Sizes.units, return_sequences=True)"
    assert model.compiles[0].place.sibling is None and model.compiles[0].span().line == 4


@pytest.mark.parametrize(
    "code",
    [
        "import models\nmodel = models.build_model(10)",
        "from models import *\nmodel = build_model(10)",
        "from .models import build_model as make\nmodel = make(10)",
        "from package import models\nmodel = models.build_model(10)",
        "import package.models\nmodel = package.models.build_model(10)",
    ],
)
def test_every_way_of_importing(code: str) -> None:
    modules = {"models": MODELS, "package__models": MODELS, "config": CONFIG}
    assert only(script(code, **modules)).layers[-1].output_shape == (None, 10)


def test_name_that_a_package_passes_on() -> None:
    modules = {"package": "from .models import build_model\n", "models": MODELS, "config": CONFIG}
    assert only(script("from package import build_model\nbuild_model(4)", **modules)).complete


def test_constant_changed_from_outside() -> None:
    code = "import config\nconfig.STEPS = 7\nfrom models import build_model\nbuild_model(2)"
    assert only(script(code, models=MODELS, config=CONFIG)).layers[0].input_shape == (None, 7, 3)


def test_modules_that_import_each_other() -> None:
    first = "from second import UNITS\nSIZE = 5\n"
    second = "from first import SIZE\nUNITS = 9\n"
    code = "from first import SIZE, UNITS\nfrom keras.layers import LSTM\nLSTM(SIZE)\nLSTM(UNITS)"
    found = script(code, first=first, second=second)
    assert [item.known("units") for item in found.loose] == [5, 9]


def test_model_that_a_sibling_trains_for_itself_is_not_of_this_script() -> None:
    other = MODELS + "\nown = build_model(3)\nown.compile('adam', 'mse')\nshared = build_model(4)\n"
    assert script("from models import STEPS\nprint(STEPS)", models=other, config=CONFIG).models == ()
    assert only(
        script("from models import shared\nshared.compile('sgd')", models=other, config=CONFIG)
    ).complete


def test_what_is_only_imported_is_not_looked_for() -> None:
    def find(module: str, importer: str) -> Source | None:
        raise AssertionError(module)

    code = b"import config\nfrom models import build_model\nimport numpy as np\nnp.zeros(3)\n"
    read(from_bytes(code, "train.py"), parse_target("3"), find)


@pytest.mark.parametrize("text", ["def (", "\n".join(f"x{n} = {n} + 1" for n in range(12_000))])
def test_module_that_cannot_be_read_is_unknown(text: str) -> None:
    found = script("from broken import UNITS\nfrom keras.layers import LSTM\nLSTM(UNITS)", broken=text)
    assert found.loose[0].known("units") is None


# On the disk


def project(folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").touch()
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def linted(path: Path) -> list[Finding]:
    return list(lint(from_bytes(path.read_bytes(), str(path)), Settings(keras="3")))


def test_findings_stand_in_the_file_that_is_linted(tmp_path: Path) -> None:
    project(tmp_path, models=MODELS, config=CONFIG, train=TRAIN)
    in_models = {(finding.code, finding.line) for finding in linted(tmp_path / "models.py")}
    in_train = {(finding.code, finding.line) for finding in linted(tmp_path / "train.py")}
    assert ("LL202", 10) in in_models
    assert not any(code == "LL202" for code, _ in in_train)
    assert in_train and all(line == 4 for _, line in in_train)  # softmax trained with mse


def test_nothing_outside_the_project(tmp_path: Path) -> None:
    project(tmp_path / "inner", train=TRAIN)
    (tmp_path / "models.py").write_text(MODELS, "utf-8")
    find = Project(str(tmp_path / "inner" / "train.py"))
    assert find("models", "") is None and find("..models", "") is None
    os.symlink(tmp_path / "models.py", tmp_path / "inner" / "models.py")
    assert find("models", "") is None


def test_modules_are_found_from_the_folder_and_from_the_root(tmp_path: Path) -> None:
    project(
        tmp_path,
        config="A = 1",
        code__train="",
        code__config="B = 2",
        code__nets__a="C = 3",
        code__nets__b="",
    )
    find = Project(str(tmp_path / "code" / "train.py"))

    def text(module: str, importer: str = "") -> str | None:
        found = find(module, importer)
        return found.text.strip() if found is not None else None

    assert text("config") == "B = 2" and text("code.nets.a") == "C = 3" and text("nets.a") == "C = 3"
    assert text(".a", str(tmp_path / "code" / "nets" / "b.py")) == "C = 3"
    assert text("..config", str(tmp_path / "code" / "nets" / "b.py")) == "B = 2"
    assert text("train") is None  # the script itself


def test_large_module_is_not_read(tmp_path: Path) -> None:
    project(tmp_path, config="import keras\nUNITS = 3\n" + "#" * MAX_MODULE, train="")
    assert Project(str(tmp_path / "train.py"))("config", "") is None


def test_file_that_only_trains_is_worth_reading(tmp_path: Path) -> None:
    project(tmp_path, models=MODELS, plain="import keras", scripts__train=TRAIN)
    assert trains_imported(str(tmp_path / "scripts" / "train.py"), TRAIN.encode())
    assert not trains_imported(str(tmp_path / "train.py"), b"from models import build_model\n")
    assert not trains_imported(str(tmp_path / "train.py"), b"from plain import build\nbuild().fit(x)\n")
    assert not trains_imported(str(tmp_path / "train.py"), b"from \nimport\nfrom . import\nx.fit(y)\n")


def test_data_that_a_sibling_prepares_are_raw_where_they_are_trained_on(tmp_path: Path) -> None:
    """A scaler that the sibling applies in vain is told of at the training, for the finding stands in this file."""
    train = """
        import keras
        import numpy as np
        from keras import layers
        from preparing import prepare

        x = prepare(np.loadtxt("pump.csv"))
        model = keras.Sequential([keras.Input((12, 1)), layers.LSTM(24), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, np.loadtxt("wear.csv"), epochs=20)
    """
    preparing = """
        from sklearn.preprocessing import StandardScaler

        def prepare(x):
            StandardScaler().fit_transform(x)
            return x.reshape(-1, 12, 1)
    """
    project(tmp_path, train=dedent(train), preparing=dedent(preparing))
    (found,) = [one for one in linted(tmp_path / "train.py") if one.code == "LL701"]
    assert "thrown away" in found.message
    assert (tmp_path / "train.py").read_text().splitlines()[found.line - 1].startswith("model.fit(")
