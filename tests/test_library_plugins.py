"""Models of libraries by others: the example is installed as its author would, and what is broken is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytest.importorskip("numpy")

from command_line import ROOT, Capsys, run, write

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.proof import InHand
from lstm_lint.reader.libraries.language import Effect, Library, shapes
from lstm_lint.reader.read import read
from lstm_lint.rulebook import plugins
from lstm_lint.source.source import from_bytes
from lstm_lint.testing import proofs

pytestmark = pytest.mark.keras

EXAMPLE = ROOT / "examples" / "library_plugin"
TABLES = (EXAMPLE / "our_features_lint.py").read_text(encoding="utf-8")
START = "from keras import Input, Sequential\nfrom keras.layers import LSTM, Dense\n"
SCRIPT = f"""{START}import our_features

meters = our_features.load_meters("meters.csv")
x = our_features.windows(meters, 24)
model = Sequential([Input((24, 3)), LSTM(16), Dense(1)])
model.compile("adam", "mse")
model.fit(x, our_features.targets(meters, 24), epochs=20)
"""
OTHER = START + "model = Sequential([Input((24, 3)), LSTM(16), Dense(1)])\n"
ONLY = ("-q", "--output-format", "concise", "--select", "LL701,LL116")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    write("train.py", SCRIPT)
    return work


def installed(
    site: Path, tables: str = TABLES, version: str = "1.0", points: str = "our_features = our_features_lint"
) -> Path:
    """A folder of packages with the plug-in, as pip leaves it there."""
    for old in site.glob("*.dist-info"):
        shutil.rmtree(old)
    write(str(site / "our_features_lint.py"), tables)
    about = site / f"our_features_lint-{version}.dist-info" / "entry_points.txt"
    write(str(about), f"[lstm_lint.libraries]\n{points}\n")
    return site


def linted(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{site}"}
    command = [sys.executable, "-m", "lstm_lint", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a broken plug-in is answered with."""
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("lstm-lint: "), done.stderr
    return done.stderr


# --- what it is for ------------------------------------------------------------------------------------------------


def test_example_as_its_author_installs_and_tests_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    copy = tmp_path / "plugin"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--target"]
    subprocess.run([*install, str(site), str(copy)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{site}"}
    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(copy / "tests")]
    done = subprocess.run(test, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0 and "5 passed" in done.stdout, done.stdout
    assert linted(site, *ONLY, "train.py").stdout.splitlines() == [
        "train.py:5:10: LL701 [warning] nothing scales x after `load_meters`: raw values above 10 saturate the gates; "
        "fit a scaler on the training rows",
        "train.py:7:28: LL116 [error] x has the shape (n, 24, 2), the input expects (24, 3): "
        "the number of features differs",
    ]


def test_history_shape_and_columns_come_from_the_table(tmp_path: Path) -> None:
    site = installed(tmp_path / "site")
    done = linted(site, "model", "train.py", "--output-format", "json")
    steps = json.loads(done.stdout)["models"][0]["fit"][0]["data"]["x"]
    assert [(step["kind"], step["what"], step["detail"]) for step in steps] == [
        ("read", "load_meters", {"numbers": "raw"}),
        ("window", "windows", {"slides_by": 1}),
    ]
    write("train.py", SCRIPT.replace("(meters, 24)\nm", "(our_features.unit_scale(meters, 90), 24)\nm"))
    done = linted(site, *ONLY, "train.py")
    assert "LL701" not in done.stdout and "LL116" in done.stdout
    write(
        "train.py",
        SCRIPT.replace("(24, 3)", "(24, 1)").replace("(meters, 24)\nm", "(meters[['celsius']], 24)\nm"),
    )
    assert "LL116" not in linted(site, *ONLY, "train.py").stdout


def test_loaded_when_a_script_imports_the_library(tmp_path: Path, folder: Path) -> None:
    site = installed(tmp_path / "site", f"open({str(folder / 'loaded')!r}, 'w').close()\n{TABLES}")
    write("train.py", OTHER)
    assert linted(site, *ONLY, "train.py").returncode == 0 and not (folder / "loaded").exists()
    write("train.py", SCRIPT)
    assert linted(site, *ONLY, "train.py").returncode == 1 and (folder / "loaded").exists()


def test_several_processes(tmp_path: Path) -> None:
    site = installed(tmp_path / "site")
    for number in range(60):
        write(f"many/x{number}.py", SCRIPT)
    done = linted(site, *ONLY, "--jobs", "2", "many")
    assert done.returncode == 1 and done.stdout.count("LL116") == 60


def test_what_a_library_adds_to_frames_is_there_for_scripts_that_import_it() -> None:
    library = Library({}, {("frame", "our_part"): Effect("self|", "select", shapes.same)})
    held = InHand("our_features", library)
    start = "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\nx = frame.our_part()\n"
    code = f"{OTHER}{start}model.fit(x, x)\n"
    shape = {}
    for name in ("import our_features\n", "import another\n", "import our_features\n"):
        script = read(from_bytes(f"{name}{code}".encode(), "x.py"), parse_target("3"), plugins=[held])
        series = script.models[0].fits[0].x
        assert series is not None
        shape[name] = series.shape, series.certain
    assert shape == {"import our_features\n": ((2, 2), True), "import another\n": (None, False)}


def test_library_may_hand_on_what_others_have() -> None:
    real = ("sklearn.preprocessing.MinMaxScaler", "keras.layers.GRU", "keras.Sequential")
    library = Library({}, aliases={f"our_nets.{path.rpartition('.')[2]}": path for path in real})
    code = """
    import numpy as np
    import our_nets
    x = our_nets.MinMaxScaler().fit_transform(np.zeros((90, 3)))
    model = our_nets.Sequential([our_nets.GRU(4)])
    model.fit(x, x)
    """
    for _ in range(2):  # each script has a registry of its own
        script = read(
            from_bytes(dedent(code).encode(), "x.py"),
            parse_target("3"),
            plugins=[InHand("our_nets", library)],
        )
        (model,) = script.models
        series = model.fits[0].x
        assert [layer.cls for layer in model.layers] == ["GRU"] and series is not None
        assert series.step("scale") is not None and series.shape == (90, 3)


LAYERS = """
from keras import Input, Sequential
from keras.layers import LSTM, Dense, Masking
import our_layers

model = Sequential([
    Input((24, 3)),
    Masking(),
    our_layers.Jitter(0.1),
    LSTM(16, return_sequences=True),
    our_layers.TimeAttention({units}),
    Dense(1),
])
model.compile("adam", "mse")
"""


def example_layers() -> Library:
    tables: dict[str, Library] = {}
    exec((EXAMPLE / "our_layers_lint.py").read_text(encoding="utf-8"), tables)
    return tables["LIBRARY"]


def test_layers_have_the_shapes_and_traits_of_their_rows() -> None:
    def layers(units: str, library: Library) -> list[tuple[str, object, str]]:
        source = from_bytes(LAYERS.replace("{units}", units).encode(), "x.py")
        script = read(source, parse_target("3"), plugins=[InHand("our_layers", library)])
        return [(one.cls, one.output_shape, one.traits.mask) for one in script.models[0].layers]

    jitter = ("Jitter", (None, 24, 3), "keeps")
    found = layers("8", example_layers())
    assert found[1] == jitter
    assert found[3:] == [("TimeAttention", (None, 8), "drops"), ("Dense", (None, 1), "keeps")]
    assert layers("units=5 + 3", example_layers()) == found
    unknown = layers("given", example_layers())
    assert unknown[1] == jitter and unknown[3] == ("TimeAttention", (None, "?"), "drops")


def test_rules_speak_of_layers_that_a_plug_in_describes(tmp_path: Path) -> None:
    tables = (EXAMPLE / "our_layers_lint.py").read_text(encoding="utf-8")
    padded = "import keras\nkeras.utils.pad_sequences([[0.5], [0.1, 0.2]], dtype='float32')\n"
    write("train.py", LAYERS.replace("{units}", "8") + padded)
    select = ("-q", "--output-format", "concise", "--select", "LL302", "train.py")
    assert linted(tmp_path / "none", *select).stdout == ""
    site = installed(tmp_path / "site", points="our_layers = our_layers_lint")
    write(str(site / "our_layers_lint.py"), tables)
    assert linted(site, *select).stdout == ""
    site = installed(tmp_path / "other", points="our_layers = our_layers_lint")
    write(str(site / "our_layers_lint.py"), tables.replace('mask="keeps"', 'mask="drops"'))
    assert "LL302" in linted(site, *select).stdout


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("layer('units', Traits(mask='kept'))", "mask is 'kept'; write one of 'keeps', 'drops',"),
        ("layer('units!', Traits())", "('units!',) are no parameters"),
        ("layer('units', {'mask': 'keeps'})", "write Traits(...)"),
        ("layer('units', Traits(), lambda arguments, inputs: [1])", "its shape is [1], which means nothing"),
        ("layer('units', Traits(), lambda arguments, inputs: 1 / 0)", "failed: ZeroDivisionError"),
    ],
)
def test_malformed_layer_is_an_error(row: str, says: str) -> None:
    tables: dict[str, Library] = {}
    head = "from lstm_lint.reader.libraries.language import *\n"
    exec(f"{head}LIBRARY = Library({{'our_layers.TimeAttention': {row}}})", tables)
    alone = LAYERS.replace("    our_layers.Jitter(0.1),\n", "").replace("{units}", "8")
    source = from_bytes(alone.encode(), "x.py")
    with pytest.raises(ValueError, match=re.escape(says)):
        read(source, parse_target("3"), plugins=[InHand("our_layers", tables["LIBRARY"])])


# --- whose code runs -----------------------------------------------------------------------------------------------


def test_nothing_of_the_linted_tree_is_a_plug_in(tmp_path: Path, folder: Path) -> None:
    site = installed(tmp_path / "site")
    trap = f"open({str(folder / 'run')!r}, 'w').close()\n"
    installed(folder, trap)
    write("our_features/__init__.py", trap)
    for arguments in (ONLY, (*ONLY, "--isolated")):
        done = linted(site, *arguments, "train.py")
        assert "LL701" in done.stdout or "our_features/__init__.py" not in done.stdout
    assert not (folder / "run").exists()


def test_isolated_leaves_out_what_is_installed_in_the_tree(folder: Path) -> None:
    site = installed(folder / "site", f"open({str(folder / 'run')!r}, 'w').close()\n{TABLES}")
    done = linted(site, *(one for one in ONLY if one != "-q"), "--isolated", "train.py")
    assert done.returncode == 0 and not (folder / "run").exists()
    assert "plug-in our_features is part of what is linted: --isolated leaves it out" in done.stderr
    assert linted(site, *ONLY, "train.py").returncode == 1 and (folder / "run").exists()


def test_isolated_leaves_out_what_is_installed_in_place(tmp_path: Path, folder: Path) -> None:
    """As `pip install -e` does it: the package is listed in the environment, its code lies in the tree."""
    site = installed(tmp_path / "site")
    (folder / "src").mkdir()
    shutil.move(site / "our_features_lint.py", folder / "src")
    both = Path(f"{site}{os.pathsep}{folder / 'src'}")
    assert linted(both, *ONLY, "train.py").returncode == 1
    assert linted(both, *ONLY, "--isolated", "train.py").returncode == 0


# --- the cache -----------------------------------------------------------------------------------------------------


def test_cached_findings_hold_for_the_version_and_the_files(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", ("--cache-dir", str(tmp_path / "cache"))
    without = tmp_path / "without"
    without.mkdir()
    says = TABLES.replace('"raw"', '"stored"').replace('("megawatts", "celsius")', "None")
    assert linted(without, *ONLY, *cache, "train.py").returncode == 0
    assert linted(installed(site), *ONLY, *cache, "train.py").stdout.count("LL701") == 1
    assert linted(site, *ONLY, *cache, "train.py").stdout.count("LL701") == 1
    os.utime(installed(site, says) / "our_features_lint.py", (1, 1))
    assert linted(site, *ONLY, *cache, "train.py").returncode == 0
    (site / "our_features_lint.py").write_text(TABLES.ljust(len(says)), encoding="utf-8")
    assert linted(installed(site, version="1.1"), *ONLY, *cache, "train.py").stdout.count("LL701") == 1
    assert linted(without, *ONLY, *cache, "train.py").returncode == 0


def test_entry_is_found_again_where_nothing_changed(tmp_path: Path, folder: Path) -> None:
    """The plug-in is not even imported then."""
    site = installed(tmp_path / "site", f"open({str(folder / 'run')!r}, 'w').close()\n{TABLES}")
    cache = ("--cache-dir", str(tmp_path / "cache"))
    first = linted(site, *ONLY, *cache, "train.py")
    (folder / "run").unlink()
    second = linted(site, *ONLY, *cache, "train.py")
    assert (second.stdout, second.returncode) == (first.stdout, 1) and not (folder / "run").exists()


# --- broken --------------------------------------------------------------------------------------------------------

HEAD = "from lstm_lint.reader.libraries.language import *\n"
TABLE = HEAD + "FUNCTIONS = {'our_features.windows': %s}\nLIBRARY = Library(FUNCTIONS)\n"


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ("import no_such_module\n", "it cannot be imported: ModuleNotFoundError: No module named"),
        ("raise SystemExit(0)\n", "it cannot be imported: SystemExit: 0"),
        ("def broken(:\n", "it cannot be imported: SyntaxError"),
        ("TABLES = {}\n", "our_features_lint has no `LIBRARY`; define it as a Library"),
        ("LIBRARY = {}\n", "what it gives is no Library but a dict"),
        (TABLE % "3", "`our_features.windows` is 3; write an Effect or a function"),
        (TABLE % "Effect('x', 'scaled', shapes.same)", "step is 'scaled', which means nothing"),
        (TABLE % "Effect('x', 'scale', (3, 4))", "shape is (3, 4), which means nothing"),
        (TABLE % "Effect('x', 'scale', range=1.0)", "range is 1.0, which means nothing"),
        (TABLE % "Effect('x x', 'scale')", "are no parameters"),
        (TABLE % "Effect('x', 'scale', in_place='inplace')", "in_place is 'inplace', which is no parameter"),
        (f"{HEAD}LIBRARY = Library({{'numpy.sqrt': Effect('x')}})\n", "'numpy.sqrt' is no path in `our_features`"),
        (f"{HEAD}LIBRARY = Library({{'windows': Effect('x')}})\n", "'windows' is no path in `our_features`"),
        (f"{HEAD}LIBRARY = Library({{}}, {{('frame', 'dropna'): Effect('self|')}})\n",
         "method `frame.dropna` is in our tables already; leave it out"),
        (f"{HEAD}LIBRARY = Library({{}}, {{('list', 'pop'): Effect('self|')}})\n", "is no method; write (kind,"),
        (f"{HEAD}LIBRARY = Library({{}}, find=print)\n", "`find` is not for plug-ins"),
        (f"{HEAD}LIBRARY = Library({{}}, constants={{'our_features.E': 3}})\n", "`our_features.E` is 3; write Known("),
        (f"{HEAD}LIBRARY = Library({{}}, aliases={{'our_features.a': 'our_features.b'}})\n",
         "`our_features.b` is no function of this table, and none of ours"),
        # Found when it is used.
        (TABLE % "Effect('x', 'scale', lambda bound: undefined)", "failed: NameError: name 'undefined' is not"),
        (TABLE % "Effect('x', 'scale', lambda bound: {}['a'])", "failed: KeyError: 'a'"),
        (TABLE % "Effect('x', 'scale', lambda bound: [3, 4])", "its shape is [3, 4], which means nothing"),
        (TABLE % "Effect('x', 'scale', magnitude=lambda bound: 'large')", "its magnitude is 'large', which means"),
        (TABLE % "lambda it, call: 1 / 0", "`our_features.windows` failed: ZeroDivisionError: division by zero"),
        (TABLE % "lambda it, call: exit(0)", "`our_features.windows` failed: SystemExit: 0"),
        (TABLE % "lambda it, call: [1, 2]", "gives a list, which is no value of the reading"),
    ],
)  # fmt: skip
def test_broken_plug_in_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys, tables: str, says: str
) -> None:
    write(
        "train.py",
        SCRIPT.replace(f"{START}import", f"{START}import numpy as np\nimport").replace(
            'our_features.load_meters("meters.csv")', "np.zeros((99, 2))"
        ),
    )
    monkeypatch.syspath_prepend(installed(tmp_path / "site", tables))
    plugins.distrust(["here"])  # what is installed is looked for anew
    sys.modules.pop("our_features_lint", None)
    code, out, line = run(capsys, *ONLY, "train.py")
    plugins.distrust(["here"])
    assert (code, out, line.count("\n")) == (2, "", 1)
    assert "plug-in our_features_lint (our_features): " in line and says in line


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ("our_features = no_such_module", "no_such_module is no installed module; mend it or uninstall it"),
        (
            "our.features = our_features_lint",
            "`our.features` is no module; name it after the top-level module",
        ),
        ("our_features = our_features_lint:MISSING", "our_features_lint has no `MISSING`"),
    ],
)
def test_broken_entry_point_is_an_error(tmp_path: Path, points: str, says: str) -> None:
    assert says in said(linted(installed(tmp_path / "site", points=points), *ONLY, "train.py"))


def test_own_entry_of_our_tables_is_not_overridden(tmp_path: Path) -> None:
    tables = f"{HEAD}LIBRARY = Library({{'numpy.%s': Effect('x', 'scale', shapes.same)}})\n"
    write(
        "train.py",
        f"{START}import numpy as np\nx = np.our_sqrt(np.sqrt(np.zeros((9, 3))))\n{OTHER}model.fit(x, x)\n",
    )
    site = installed(tmp_path / "site", tables % "sqrt", points="numpy = our_features_lint")
    assert "`numpy.sqrt` is in our tables already; leave it out" in said(linted(site, *ONLY, "train.py"))
    site = installed(tmp_path / "site", tables % "our_sqrt", points="numpy = our_features_lint")
    assert "scale our_sqrt (9, 3)" in linted(site, "model", "train.py").stdout


def test_every_command_that_reads_says_what_is_broken(tmp_path: Path) -> None:
    site = installed(tmp_path / "site", "raise OSError('no licence')\n")
    line = "plug-in our_features_lint (our_features): it cannot be imported: OSError: no licence\n"
    assert said(linted(site, "model", "train.py")) == f"lstm-lint: error: {line}"
    assert said(linted(site, *ONLY, "train.py")) == f"lstm-lint: train.py: {line}"
    smoke = linted(site, "smoke", "--plan-only", "train.py")
    assert (smoke.returncode, smoke.stderr) == (2, f"lstm-lint: train.py: {line}")


def test_rule_that_cannot_say_says_nothing(tmp_path: Path) -> None:
    rule = "def rule(bound):\n    give_up('never')\n"
    given_up = HEAD + rule + "LIBRARY = Library({'our_features.windows': Effect('x', 'scale', rule)})\n"
    ours = TABLE % "Effect('x', 'scale', lambda bound: shapes.same(bound), shapes.same)"
    for tables in (given_up, ours):
        done = linted(installed(tmp_path / "site", tables), *ONLY, "train.py")
        assert done.returncode == 0 and not done.stderr


# --- the proof -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "says"),
    [
        (Effect("x|axis", "scale", shapes.reduced), ""),
        (Effect("x|axis", "scale", shapes.same), "the shape is"),
        (Effect("x|axis", "scale", shapes.reduced, "int64"), "the dtype is"),
        (Effect("x|axis", "scale", shapes.reduced, range=(0.0, 0.1)), "values are between"),
        (Effect("x|axis", "scale"), "are unknown, such as"),
        (Effect("x y z|axis", "scale", shapes.same), "few of the calls are valid"),
    ],
)
def test_kit_finds_entries_that_are_not_so(
    effect: Effect, says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("our_sums.py", "import numpy as np\n\ndef total(x, axis=None):\n    return np.sum(x, axis)\n")
    monkeypatch.syspath_prepend(folder)
    (proof,) = proofs(Library({"our_sums.total": effect}))
    if not says:
        proof.verify()
        return
    with pytest.raises(AssertionError, match=says):
        proof.verify()


def test_kit_wants_parameters_and_leaves_sources_out() -> None:
    from lstm_lint.reader.libraries.language import described, reads

    def made(it: object, call: object) -> None:
        return None

    with pytest.raises(ValueError, match="our.made: say its parameters"):
        proofs(Library({"our.made": made}))
    library = Library({"our.read": reads("raw"), "our.made": described("x")(made)})
    assert [str(proof) for proof in proofs(library)] == ["our.made"]


def test_kit_holds_methods_of_frames_against_pandas() -> None:
    good, wrong = (
        Library({}, {("frame", "describe_all"): Effect("self|", "select", shape)})
        for shape in (shapes.same, shapes.flat)
    )
    code = "import pandas as pd\npd.DataFrame.describe_all = lambda self: self * 2\n"
    exec(code, {})
    proofs(good, root="pandas")[0].verify()
    with pytest.raises(AssertionError, match="the shape is"):
        proofs(wrong, root="pandas")[0].verify()
