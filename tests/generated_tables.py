"""Random tables as people store them, and calls of pandas that read them: what the profiles are held against."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import zipfile
from pathlib import Path
from typing import Any

MISSING = ("", "NA", "nan", "NULL", "n/a", "None", "#N/A", "<NA>")


class Table:
    """A file in a folder, and the arguments of `read_csv` for it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = random.Random(seed)
        self.given: dict[str, Any] = {}
        self.rows = self.chance.choice((0, 1, 3, 20, 60, 200))
        self.separator = self.chance.choice((",",) * 5 + (";", "\t", "|", r"\s+"))
        self.decimal = "," if self.separator == ";" and self.chance.random() < 0.7 else "."
        self.names = self._names()
        self.columns = [self._column() for _ in self.names]
        lines = self._lines()
        self.path = self._stored(lines, folder, seed)

    def _is(self, share: float) -> bool:
        return self.chance.random() < share

    def _names(self) -> list[str]:
        count = self.chance.randint(1, 7)
        words = [
            "date",
            "open",
            "close",
            "load MW",
            "temp",
            "a",
            "b",
            "label",
            "Größe",
            "x.1",
            "volume",
            "id",
        ]
        names = self.chance.sample(words, count)
        if self._is(0.1) and count > 1:
            names[1] = names[0]
        if self._is(0.1):
            names[0] = ""
        if self.separator == r"\s+":
            names = [name.replace(" ", "_") or "empty" for name in names]
        return names

    def _column(self) -> list[str]:
        kind = self.chance.choice(
            ("whole", "whole", "number", "number", "number", "few", "text", "truth", "date", "constant", "late", "big",
             "exponent", "empty", "spaced")
        )  # fmt: skip
        make = {
            "whole": lambda at: str(self.chance.randint(-50, 1000)),
            "number": lambda at: self._number(self.chance.uniform(-5, 400)),
            "few": lambda at: str(self.chance.randint(0, 3)),
            "text": lambda at: self.chance.choice(("red", "green", "dark blue", "O'Brien", "Ünal")),
            "truth": lambda at: self.chance.choice(("True", "False")),
            "date": lambda at: f"2021-{1 + at // 28 % 12:02d}-{1 + at % 28:02d}",
            "constant": lambda at: "7",
            "late": lambda at: "word" if at == self.rows - 1 else str(at),
            "big": lambda at: str(self.chance.randint(10**9, 10**15)),
            "exponent": lambda at: f"{self._number(self.chance.uniform(1, 9))}e{self.chance.randint(-3, 5)}",
            "empty": lambda at: "NA" if self.separator == r"\s+" else "",
            "spaced": lambda at: str(at),
        }[kind]  # fmt: skip
        found = [make(at) for at in range(self.rows)]
        if self._is(0.3):
            word = self.chance.choice(MISSING)
            word = word or ("NA" if self.separator == r"\s+" else "")
            found = [word if self._is(0.15) else value for value in found]
        if self.separator == r"\s+":
            found = [value.replace(" ", "_").replace("'", "") for value in found]
        if kind == "spaced" and self.separator == "," and self._is(0.5):
            found = [f" {value}" if value else value for value in found]
        return found

    def _number(self, value: float) -> str:
        return f"{value:.{self.chance.choice((1, 2, 5))}f}".replace(".", self.decimal)

    def _lines(self) -> list[str]:
        joint = {r"\s+": "  "}.get(self.separator, self.separator)
        rows = [list(row) for row in zip(*self.columns)] if self.rows else []
        header = list(self.names)
        if self.separator != ",":
            self.given["sep"] = self.separator
        if self.decimal == ",":
            self.given["decimal"] = ","
        if self._is(0.1):
            self.given["header"] = None
            lines = []
        elif self._is(0.1) and len(set(header)) == len(header):
            self.given["names"] = [f"col{at}" for at in range(len(header))]
            self.given["header"] = 0
            lines = [header]
        else:
            lines = [header]
        lines += rows
        text = [joint.join(self._quoted(cell) for cell in row) for row in lines]
        plain = self.separator != r"\s+"
        if self._is(0.1) and len(rows) > 3:
            text.insert(len(text) // 2, "")
        if self._is(0.1) and len(header) > 2 and len(rows) > 3 and plain:
            text[-1] = joint.join(text[-1].split(joint)[:-1])
        if self._is(0.1):
            text[:0] = ["a report of the year"] * 2
            self.given["skiprows"] = 2
        elif self._is(0.07) and len(rows) > 4 and "header" not in self.given:
            self.given["skiprows"] = [1, 3]
        if self._is(0.1) and rows:
            self.given["nrows"] = max(1, self.rows // 2)
        self._chosen(header)
        if self._is(0.08):
            self.given["na_values"] = self.chance.choice((["7"], "red", -1, [999, "green"]))
        if self._is(0.05):
            self.given["keep_default_na"] = False
        return text

    def _chosen(self, header: list[str]) -> None:
        """Which columns are read, and which is the index."""
        plain = len(set(header)) == len(header) and "" not in header
        headed = "header" not in self.given
        if self._is(0.15) and plain and headed:
            some = self.chance.sample(header, self.chance.randint(1, len(header)))
            self.given["usecols"] = some if self._is(0.5) else sorted(map(header.index, some))
            header = [name for name in header if name in some]
        if self._is(0.2) and plain and headed and len(header) > 1:
            name = self.chance.choice(header)
            self.given["index_col"] = name if self._is(0.5) else header.index(name)
        if self._is(0.3) and "date" in header and plain and headed:
            self.given["parse_dates"] = ["date"] if self.given.get("index_col") != "date" else True

    def _quoted(self, cell: str) -> str:
        joint = self.separator
        if joint != r"\s+" and (joint in cell or (cell and self._is(0.02) and not cell.startswith(" "))):
            return f'"{cell}"'
        return cell

    def _stored(self, lines: list[str], folder: Path, seed: int) -> Path:
        ending = "\r\n" if self._is(0.2) else "\n"
        text = ending.join(lines) + (ending if self._is(0.9) else "")
        encoding = self.chance.choice(("utf-8",) * 6 + ("latin-1", "utf-16", "utf-8-sig"))
        if encoding in ("latin-1", "utf-16"):
            self.given["encoding"] = encoding
        data = text.encode(encoding)
        suffix = self.chance.choice((".csv",) * 6 + (".csv.gz", ".csv.bz2", ".csv.xz", ".zip", ".txt"))
        path = folder / f"table{seed}{suffix}"
        if suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("table.csv", data)
        else:
            pack = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}.get(path.suffix, bytes)
            path.write_bytes(pack(data))
        return path
