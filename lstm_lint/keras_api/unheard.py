"""Names that no release has in a public module of Keras: slips, and layers of somebody's changed copy."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lstm_lint.keras_api.lifetimes import Package, line
from lstm_lint.keras_api.signatures import KINDS, exists, names
from lstm_lint.keras_api.versions import NEWEST, OLDEST, KerasTarget

# Modules of which every name is written down, release by release. `keras.backend` and `keras.applications` are not.
_CLOSED: Final = frozenset(
    {
        "activations",
        "callbacks",
        "constraints",
        "initializers",
        "layers",
        "losses",
        "metrics",
        "models",
        "optimizers",
        "regularizers",
    }
)
_ANY: Final = KerasTarget(OLDEST, NEWEST)
_LINES: Final[tuple[Package, ...]] = ("keras", "tensorflow")


@lru_cache(maxsize=4096)
def is_unheard_of(path: str) -> bool:
    """Whether a path, given as imported, asks a public module for what neither `keras` nor `tf.keras` ever had in it.

    The name may be that of a module; of what stands in that, nothing is said.
    """
    parts = path.removeprefix("tensorflow.").split(".")
    if len(parts) < 3 or parts[0] != "keras" or parts[1] not in _CLOSED or parts[2].startswith("_"):
        return False
    around, last = f"keras.{parts[1]}", parts[2]
    inner = f"{around}.{last}"
    if any(last in line(one).names.get(around, {}) or inner in line(one).modules for one in _LINES):
        return False
    return not any(exists("modules", name, _ANY) for name in (inner, f"tf.{inner}"))


def similar(path: str, target: KerasTarget) -> str | None:
    """The name of the same module that may be meant: `keras.layers.Dropout` for `keras.layers.Droput`."""
    from difflib import get_close_matches  # 2 ms that only a wrong name is worth

    around, _, last = path.rpartition(".")
    kind = around.rpartition(".")[2]
    there = (
        [one for one in names(kind) if exists("modules", f"{around}.{one}", target)] if kind in KINDS else []
    )
    near = get_close_matches(last, sorted(there), 1, 0.8)
    return f"{around}.{near[0]}" if near else None
