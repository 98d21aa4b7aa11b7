"""Names that no release has in a public module of Keras: slips, and layers of somebody's changed copy."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lstm_lint.ir.closest import closest
from lstm_lint.keras_api.lifetimes import Package, line
from lstm_lint.keras_api.signatures import KINDS, exists, names
from lstm_lint.keras_api.versions import NEWEST, OLDEST, KerasTarget

# Modules of which every name is written down, release by release. `keras.backend` and `keras.applications` are not.
CLOSED: Final = frozenset(
    {"activations", "callbacks", "constraints", "initializers", "layers", "losses", "metrics", "models", "optimizers",
     "regularizers"}
)  # fmt: skip
_ANY: Final = KerasTarget(OLDEST, NEWEST)
_LINES: Final[tuple[Package, ...]] = ("keras", "tensorflow")


@lru_cache(maxsize=4096)
def is_unheard_of(path: str) -> bool:
    """Whether a path, given as imported, asks a public module for what neither `keras` nor `tf.keras` ever had in it.

    The name may be that of a module; of what stands in that, nothing is said.
    """
    parts = path.removeprefix("tensorflow.").split(".")
    if len(parts) < 3 or parts[0] != "keras" or parts[1] not in CLOSED or parts[2].startswith("_"):
        return False
    around, last = f"keras.{parts[1]}", parts[2]
    inner = f"{around}.{last}"
    if any(exists("modules", name, _ANY) for name in (inner, f"tf.{inner}")):
        return False  # as nearly always: what older releases had is not loaded for it
    return not any(last in line(one).names.get(around, {}) or inner in line(one).modules for one in _LINES)


def similar(path: str, target: KerasTarget) -> str | None:
    """The name of the same module that may be meant: `keras.layers.Dropout` for `keras.layers.Droput`."""
    around, _, last = path.rpartition(".")
    kind = around.rpartition(".")[2]
    known = names(kind) if kind in KINDS else ()
    near = closest(last, (one for one in known if exists("modules", f"{around}.{one}", target)), 0.8)
    return f"{around}.{near}" if near is not None else None
