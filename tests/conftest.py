"""What has to be set before Keras is imported by any test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from lstm_lint.rulebook import plugins

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
if find_spec("tensorflow") is None:
    os.environ.setdefault("KERAS_BACKEND", "numpy")  # it needs scipy, and builds models like any other


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The cache of who runs the tests is left alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LSTM_LINT_CACHE_DIR", raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(autouse=True)
def _no_plug_ins_of_other_tests() -> Iterator[None]:
    """A command that runs inside a test leaves its plug-ins with the module."""
    yield
    plugins.use_local(())
