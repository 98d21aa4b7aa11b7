"""The tables of scipy against scipy: each entry on random arrays and arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

pytest.importorskip("scipy")


from lstm_lint.keras_api import sources
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.proof import Arguments, Entry, check, functions, is_known, read_names
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.values import Items
from lstm_lint.reader.libraries import scipy as table
from lstm_lint.reader.read import read
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

_PAIRS = {
    "scipy.signal.find_peaks",
    "scipy.stats.boxcox",
    "scipy.stats.yeojohnson",
    "scipy.io.wavfile.read",
}  # not arrays alone
_APART = {*sources.functions("scipy"), *_PAIRS}


class SignalArguments(Arguments):
    """Arrays long enough to be filtered."""

    imports = (
        "import numpy as np\nimport scipy.fft, scipy.ndimage, scipy.signal, scipy.special, scipy.stats\n"
    )

    def first_shape(self) -> tuple[int, ...]:
        rank = self.chance.choice((1, 1, 2, 2, 3))
        return tuple(
            self.chance.randint(30, 36) if at == 0 else self.chance.randint(28, 31) for at in range(rank)
        )

    def operand(self, name: str, at: int) -> str:
        if name in ("b", "a") and at < 2:
            return (
                "[0.2, 0.2]" if name == "b" and at == 0 else "[1.0, 0.1]" if at else super().operand(name, at)
            )
        if name == "sos":
            return "scipy.signal.butter(2, 0.3, output='sos')"
        if name == "x" and at:
            self.shape = self.first_shape()
            return self.array(self.shape)
        return super().operand(name, at)

    def next_shape(self) -> tuple[int, ...] | None:
        return tuple(self.chance.randint(2, 5) for _ in self.shape)

    def array(self, shape: Sequence[int]) -> str:
        kind = self.chance.choice(("float", "float", "int", "float32"))
        size = ", ".join(map(str, shape))
        if kind == "int":
            return f"np.random.randint(1, 9, ({size},))"
        return f"np.random.rand({size})" + (".astype(np.float32)" if kind == "float32" else "")

    def options(self) -> Mapping[str, Sequence[str]]:
        return {
            **super().options(),
            "axis": (str(self.chance.randrange(-len(self.shape), len(self.shape))) if self.shape else "0",),
            "window_length": ("5", "11"), "polyorder": ("2", "3"), "deriv": ("0", "1"), "delta": ("1.0",),
            "kernel_size": ("3", "5"), "mysize": ("3",), "type": ("2",), "bp": ("0",), "q": ("2", "3"),
            "num": ("10", "40"), "sigma": ("1", "2.5"), "order": ("0", "1"), "size": ("3",), "lmbda": ("0.5",),
            "mode": ("'same'", "'full'", "'valid'"), "n": ("16", "20"), "N": ("32",), "ftype": ("'iir'", "'fir'"),
        }  # fmt: skip


_NEEDED = {"window_length", "polyorder", "num", "sigma", "size", "lmbda", "q", "n"}


def _entries() -> Iterator[Entry]:
    yield from functions({path: it for path, it in table.FUNCTIONS.items() if path not in _APART}, str)


@pytest.fixture(autouse=True)
def needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_lint.proof.calls._REQUIRED", _NEEDED)


@pytest.mark.parametrize("entry", sorted(_entries(), key=str), ids=str)
def test_entry_says_what_scipy_does(entry: Entry) -> None:
    check(entry, SignalArguments, unknown=0.1)


@pytest.mark.parametrize("call", ["signal.find_peaks(x)", "stats.boxcox(x)", "stats.yeojohnson(x)"])
def test_a_pair_is_an_array_and_what_belongs_to_it(call: str) -> None:
    found = read_names(
        f"import numpy as np\nfrom scipy import signal, stats\nx = np.random.rand(9)\nr = {call}\n"
    )["r"]
    assert isinstance(found, Items) and len(found.items) == 2
    assert isinstance(found.items[0], Data) and len(found.items[0].shape or ()) == 1


def test_an_exponent_that_is_given_makes_an_array_alone() -> None:
    text = "import numpy as np\nfrom scipy import stats\nx = np.random.rand(9)\nr = stats.boxcox(x, 0.5)\n"
    assert is_known(read_names(text)["r"]) and not isinstance(read_names(text)["r"], Items)


@pytest.mark.parametrize(("call", "kind"), [("x, 5, 2", "clean"), ("x, 5, 2, deriv=1", "arithmetic")])
def test_a_smoothing_filter_keeps_the_scale_and_its_derivative_does_not(call: str, kind: str) -> None:
    text = (
        f"import numpy as np\nimport scipy.signal as s\nx = np.random.rand(9)\nr = s.savgol_filter({call})\n"
    )
    found = read_names(text)["r"]
    assert isinstance(found, Data) and found.steps[-1].kind == kind


@pytest.mark.parametrize(("axis", "learns"), [("", True), (", axis=0", True), (", axis=1", False)])
def test_zscore_learns_from_the_rows_unless_it_goes_along_them(axis: str, learns: bool) -> None:
    text = (
        f"import numpy as np\nfrom scipy.stats import zscore\nx = np.random.rand(9, 3)\nr = zscore(x{axis})\n"
    )
    script = read(from_bytes(text.encode(), "t.py"), parse_target("3"))
    assert bool(script.transformations) is learns
