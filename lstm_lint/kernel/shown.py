"""What a magic shows: HTML for a notebook, lines for a terminal."""

from __future__ import annotations

from html import escape

from lstm_lint.ir.records import dataclass
from lstm_lint.source.printable import shown

_COLORS = {"error": "#c62828", "warning": "#b26a00", "advice": "#1565c0"}
_CELL = "text-align:left;vertical-align:top"
_CODE = "font-family:monospace;white-space:pre-wrap"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as far as it is shown."""

    code: str
    name: str
    severity: str
    message: str
    cell: int | None
    line: int
    written: str
    fix: str
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """A model: a title, its layers and its totals. The first row is the head."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, and the tables of models where those are asked for."""

    findings: tuple[Shown, ...]
    of_last: bool
    tables: tuple[Table, ...] = ()
    with_tables: bool = False

    def __repr__(self) -> str:
        return "\n".join(
            [*self._table_lines(), *(_line(one, self.of_last) for one in self.findings), self._sum()]
        )

    def _table_lines(self) -> list[str]:
        lines: list[str] = []
        for table in self.tables:
            widths = [max(map(len, column)) for column in zip(*table.rows)]
            rows = (
                "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip()
                for row in table.rows
            )
            lines += [table.title, *(f"  {row}" for row in rows), *(f"  {one}" for one in table.totals), ""]
        return lines

    def _sum(self) -> str:
        where = "this cell" if self.of_last else "these cells"
        models = "" if self.tables or not self.with_tables else "No model was read. "
        if not self.findings:
            return f"{models}lstm-lint finds nothing in {where}"
        number = len(self.findings)
        return f"{models}lstm-lint finds {number} problem{'s' * (number != 1)} in {where}"

    def _repr_html_(self) -> str:
        parts = [_table(one) for one in self.tables]
        parts += [_finding(one, self.of_last) for one in self.findings]
        return f"<div class='lstm-lint'>{''.join(parts)}<div>{escape(self._sum())}</div></div>"


def _line(one: Shown, of_last: bool) -> str:
    said = shown(f"{_where(one, of_last)}: {one.severity}[{one.code}] {one.message}")
    return f"{said}\n  {shown(f'fix: {one.fix}')}" if one.fix else said


def _where(one: Shown, of_last: bool) -> str:
    cell = f"cell {one.cell}, " if one.cell is not None and not of_last else ""
    return f"{cell}line {one.line}"


def _finding(one: Shown, of_last: bool) -> str:
    color = _COLORS[one.severity]
    code = f"<a href='{escape(one.url, quote=True)}' target='_blank'>{escape(one.code)}</a>"
    fix = f"<div>fix: {escape(shown(one.fix))}</div>" if one.fix else ""
    return (
        f"<div style='border-left:4px solid {color};padding:2px 8px;margin:4px 0'>"
        f"<div><b style='color:{color}'>{one.severity}</b> {code} {escape(one.name)}, {_where(one, of_last)}</div>"
        f"<div>{escape(shown(one.message))}</div>"
        f"<div style='{_CODE}'>{escape(shown(one.written.strip()))}</div>{fix}</div>"
    )


def _table(table: Table) -> str:
    head, *rows = table.rows
    heads = "".join(f"<th style='{_CELL}'>{escape(text)}</th>" for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td style='{_CELL}'>{escape(shown(text))}</td>" for text in row) + "</tr>"
        for row in rows
    )
    totals = "".join(f"<div>{escape(shown(one))}</div>" for one in table.totals)
    return f"<div><b>{escape(shown(table.title))}</b><table><tr>{heads}</tr>{body}</table>{totals}</div>"
