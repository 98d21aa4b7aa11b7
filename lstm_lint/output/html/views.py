"""What a page shows, as plain values: sections of files with findings, models and pictures. Nothing here is markup but
the pictures, which are drawn by us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head, each as wide as it; `numbers` are the columns that are aligned as numbers, from 0."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, with what it shows in words and, where there is one, its figures as a table."""

    svg: str
    caption: str
    words: str  # for who does not see it
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of code; `marked` is the part that a finding is about."""

    number: str
    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding."""

    severity: str
    code: str
    name: str
    url: str
    where: str
    message: str
    lines: tuple[CodeLine, ...] = ()
    places: tuple[str, ...] = ()  # of the same cause, and what it has to do with
    notes: tuple[str, ...] = ()
    fix: str = ""
    evidence: str = ""  # what smoke training says
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelSection:
    """One model: its layers as a table and as a graph, and what was read of its training."""

    title: str
    layers: Table
    totals: tuple[str, ...] = ()
    graph: Picture | None = None


@dataclass(frozen=True, slots=True)
class FileSection:
    """One file: its findings and its models."""

    path: str
    entries: tuple[Entry, ...] = ()
    models: tuple[ModelSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report. `lead` stands below the title, `tables` say how often each rule speaks."""

    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[FileSection, ...] = ()
    unread: tuple[str, ...] = ()
