"""What has to be set before Keras is imported by any test, and how many processes share the tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import hypothesis
import pytest
from verdicts import Keras

from lstm_lint.ir import records
from lstm_lint.rulebook import plugins

HELD_AGAINST = ("numpy", "pandas", "sklearn", "scipy", "keras", "tensorflow", "matplotlib")
MOST_WORKERS = 8  # each of them and its child with TensorFlow take up to 3 GB

# The core of each room: what breaks most. In all at most 90 seconds of processor time; CONTRIBUTING says what it holds.
FAST = frozenset(
    f"test_{name}"
    for names in (
        "source notebook indentation ipython cell_magics suppress noqa ignore",
        "reader reader_calls reader_without_a_model control_flow classes_in_order handed looking_ahead idle",
        "siblings unread symbolic_tensors training training_loops masks data_history plain_lists windows_of_datasets",
        "keras_api_shapes keras_api_signatures keras_api_versions removed_names versions",
        "rules rulebook rule_kit causes planted_defects false_kinds reports contracts linked",
        "settings configurations cli commands files lint output formats model_output",
        "fixes fixes_that_finish interactive remedies",
        "server_desk plans smoke_facts house docs",
    )
    for name in names.split()
)

records.guard()  # what assigns to something frozen fails here

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
if find_spec("tensorflow") is None:
    os.environ.setdefault("KERAS_BACKEND", "numpy")  # it needs scipy, and builds models like any other
# A process that a test starts would compile the modules of the package each time: two thirds of what a short one takes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# There is a process for each core: threads of libraries would only wait for each other.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(name, "1")


# Neither a slow example nor slow data is a failure: the machine may be busy.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """A run of all tests uses all cores; one of named files, or with `-n` or `--pdb`, is left as it is asked for.

    Not `-n auto` in the settings: then `-p no:xdist` would be an error, and every single test would wait for workers.
    """
    here = "PYTEST_XDIST_WORKER" in os.environ or config.option.collectonly or config.option.usepdb
    named = config.args != config.getini("testpaths")
    is_fast = config.option.markexpr == "fast"  # to share these takes a third of their time
    if here or named or is_fast or getattr(config.option, "numprocesses", 0) is not None:
        return
    config.option.numprocesses = min(cores(), MOST_WORKERS) if cores() > 1 else 0
    if config.option.dist == "no":
        config.option.dist = "worksteal"  # neighbors stay together, and so do the fixtures of a module


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For `-m fast` the other modules are not even imported: that takes more than the tests."""
    is_other = collection_path.name.startswith("test_") and collection_path.stem not in FAST
    return True if config.option.markexpr == "fast" and is_other else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a test needs says what else it is; what is fast is a test of a fast module that is nothing else."""
    for item in items:
        if "keras_child" in getattr(item, "fixturenames", ()):
            item.add_marker("keras")
        is_fast = item.path.stem in FAST
        if is_fast and not any(
            item.get_closest_marker(name) for name in ("keras", "smoke", "long", "network")
        ):
            item.add_marker("fast")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = [name for name in HELD_AGAINST if find_spec(name) is None]
    if missing:
        terminalreporter.write_line(
            f"Without {', '.join(missing)} the tests that need them were skipped: "
            'pip install -e ".[dev,keras]" brings them.'
        )


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The cache of who runs the tests is left alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LSTM_LINT_CACHE_DIR", raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session")
def keras_child() -> Iterator[Keras]:
    """Runs programs under Keras, one at a time: TensorFlow is started once for all of them."""
    if find_spec("keras") is None:
        pytest.skip("needs keras")
    with Keras() as child:
        yield child


@pytest.fixture
def signals_end() -> Iterator[None]:
    """SIGINT and SIGHUP end the processes that a test starts, also where the tests run under `nohup` or with `&`."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(number, signal.SIG_DFL) for number in numbers]
    yield
    for number, handler in zip(numbers, before):
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _no_plug_ins_of_other_tests() -> Iterator[None]:
    """A command that runs inside a test leaves its plug-ins with the module."""
    yield
    plugins.use_local(())
