"""The tables of pandas against pandas: each entry on random frames and arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from library_proof import Arguments, Entry, check, methods

from lstm_lint.reader.libraries import pandas as table

_APART = {"asfreq"}  # of dates only


class FrameArguments(Arguments):
    """Frames with the columns a, b and so on."""

    imports = "import numpy as np\nimport pandas as pd\n"

    def first_shape(self) -> tuple[int, ...]:
        return self.chance.randint(1, 5), self.chance.randint(2, 4)

    def array(self, shape: Sequence[int]) -> str:
        names = list("abcd"[: shape[1]])
        return f"pd.DataFrame({super().array(shape)}, columns={names})"

    def options(self) -> Mapping[str, Sequence[str]]:
        return {
            **super().options(),
            "axis": ("0", "1", "'columns'"),
            "drop": ("True", "False"),
            "how": ("'any'", "'all'"),
            "inplace": ("False",),
            "keep": ("'first'", "'last'"),
            "keys": ("'a'", "['a', 'b']", "['b']"),
            "subset": ("['a']",),
        }


def _entries() -> Iterator[Entry]:
    yield from methods({key: it for key, it in table.METHODS.items() if key[1] not in _APART})


@pytest.mark.parametrize("entry", sorted(_entries(), key=str), ids=str)
def test_entry_says_what_pandas_does(entry: Entry) -> None:
    check(entry, FrameArguments)
