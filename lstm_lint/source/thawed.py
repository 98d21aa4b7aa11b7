"""Imports libcst at three quarters of its price, and parses at two thirds.

Most of that import is the standard library compiling three functions for each of 170 node classes, two of them only to
make the nodes immutable. Nothing here changes a node, so the classes are made without: 70 of 250 ms less, and a parse
that takes a tenth less, for the nodes then set their fields directly.

In a process of our own (`lstm_lint.alone`) libcst does not ask either whether a node is valid, a quarter of the parse:
nothing here makes a node but its own parser, which makes no other ones. Everything else stays as it is; where libcst is
imported already, all of it does.
"""

from __future__ import annotations

import sys

import lstm_lint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NODES = "libcst._nodes."
_BASE = "CSTNode"


def import_libcst() -> None:
    """Imports it once, without its promise that nodes are immutable, and `alone` without that they are valid."""
    if "libcst" in sys.modules:
        return
    import dataclasses

    standard = dataclasses.dataclass

    def thawed(cls: Any = None, /, **given: Any) -> Any:
        def decorate(cls: Any) -> Any:
            if cls.__module__.startswith(_NODES) and given.get("frozen"):
                if lstm_lint.alone and cls.__name__ == _BASE and "__post_init__" in vars(cls):
                    del cls.__post_init__
                return standard(cls, **{**given, "frozen": False})
            return standard(cls, **given)

        return decorate if cls is None else decorate(cls)

    setattr(dataclasses, "dataclass", thawed)  # noqa: B010  (a type checker has no word for this)
    try:
        import libcst  # noqa: F401
    finally:
        setattr(dataclasses, "dataclass", standard)  # noqa: B010
