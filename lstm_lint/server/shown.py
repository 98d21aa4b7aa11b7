"""What a client shows of a view: diagnostics, hints beside layers and trainings, lenses, symbols, hovers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lsprotocol import types as lsp

from lstm_lint.server.facts import LayerFact, ModelFact, Noted, Spot
from lstm_lint.server.texts import Encoding, Sheet
from lstm_lint.server.view import View

SOURCE = "lstm-lint"
SMOKE = "lstm-lint.smoke"
TABLE = "lstm-lint.modelTable"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "advice": lsp.DiagnosticSeverity.Information,
}
_TAGS = {"deprecated": lsp.DiagnosticTag.Deprecated, "unnecessary": lsp.DiagnosticTag.Unnecessary}
_MOST_TEXTS = 3  # of one line: a call that is read with several shapes

Verdict = Mapping[tuple[str, str, Spot], str]


def diagnostics(view: View, verdicts: Verdict, encoding: Encoding) -> dict[str, list[lsp.Diagnostic]]:
    """The findings of each text of a document, of those without any too."""
    found: dict[str, list[lsp.Diagnostic]] = {sheet.uri: [] for sheet in view.snapshot.sheets}
    for one in view.reading.findings:
        sheet = view.snapshot.sheet(one.spot)
        if sheet is not None:
            found[sheet.uri].append(diagnostic(one, sheet, view, verdicts.get(one.key), encoding))
    return found


def diagnostic(
    one: Noted, sheet: Sheet, view: View, verdict: str | None, encoding: Encoding
) -> lsp.Diagnostic:
    """One finding, with what smoke training says of it."""
    return lsp.Diagnostic(
        range=sheet.range(one.spot, encoding),
        message=one.message if verdict is None else f"{one.message}\nsmoke training: {verdict}",
        severity=_SEVERITIES[one.severity],
        code=one.code,
        code_description=lsp.CodeDescription(one.url) if one.url else None,
        source=SOURCE,
        tags=[_TAGS[one.tag]] if one.tag else None,
        related_information=list(_related(one, view, encoding)) or None,
    )


def _related(one: Noted, view: View, encoding: Encoding) -> Iterator[lsp.DiagnosticRelatedInformation]:
    for other in one.beside:
        if other.path is not None:
            start = lsp.Position(other.spot.line - 1, max(other.spot.column - 1, 0))
            location = lsp.Location(Path(other.path).as_uri(), lsp.Range(start, start))
        else:
            sheet = view.snapshot.sheet(other.spot)
            if sheet is None:
                continue
            location = lsp.Location(sheet.uri, sheet.range(other.spot, encoding))
        yield lsp.DiagnosticRelatedInformation(location, other.message)


# --- beside the code ----------------------------------------------------------------------------------------------


def hints(
    view: View, uri: str, area: lsp.Range, encoding: Encoding, *, layers: bool, data: bool
) -> list[lsp.InlayHint]:
    """Shape and parameters at the end of the line of each layer, what is known of the data at that of each training."""
    found: list[lsp.InlayHint] = []
    number = view.snapshot.number(uri)
    if number is None:
        return found
    if layers:
        of_layers = [(one.spot, text) for one in view.reading.layers if (text := _beside(one))]
        found += _hints(view, number, of_layers, area, encoding, "output shape and parameters")
    if data:
        of_data = [(one.spot, one.words) for one in view.reading.data]
        found += _hints(view, number, of_data, area, encoding, "shape and scale of the data")
    return found


def _beside(layer: LayerFact) -> str:
    """`-> (None, 72, 64) · 33,024`"""
    if layer.shape is None:
        return ""
    return f"-> {layer.shape}" + (f" · {layer.parameters}" if layer.parameters != "0" else "")


def _hints(
    view: View,
    number: int,
    texts: Iterable[tuple[Spot, str]],
    area: lsp.Range,
    encoding: Encoding,
    tooltip: str,
) -> Iterator[lsp.InlayHint]:
    by_end: dict[tuple[int, int], list[str]] = {}
    for spot, text in texts:
        if (spot.cell or 0) == number and area.start.line < spot.end_line <= area.end.line + 1:
            there = by_end.setdefault((spot.end_line, spot.end_column), [])
            there.extend([text] if text not in there else [])
    ends = [line for line, _ in by_end]
    for (line, column), there in by_end.items():
        sheet = view.snapshot.code[max(number - 1, 0)]
        if ends.count(line) == 1:  # after all of the line; two on one line stand where their calls end
            column = len(sheet.lines[line - 1].rstrip()) + 1 if line <= len(sheet.lines) else column
        more = ["…"] if len(there) > _MOST_TEXTS else []
        label = " | ".join([*there[:_MOST_TEXTS], *more])
        position = sheet.position(line, column, encoding)
        yield lsp.InlayHint(position, label, lsp.InlayHintKind.Type, tooltip=tooltip, padding_left=True)


def lenses(view: View, uri: str, encoding: Encoding, *, smoke: bool) -> list[lsp.CodeLens]:
    """Over each model: its parameters, a training, its table."""
    found: list[lsp.CodeLens] = []
    for spot, models in _models_of(view, uri).items():
        area = _line(view, spot, encoding)
        arguments = [view.snapshot.uri]
        numbers = dict.fromkeys(model.parameters for model in models)
        title = f"{' | '.join(numbers)} parameters"
        found.append(lsp.CodeLens(area, lsp.Command(title, TABLE, arguments=arguments)))
        if smoke:
            found.append(lsp.CodeLens(area, lsp.Command("smoke", SMOKE, arguments=arguments)))
        found.append(lsp.CodeLens(area, lsp.Command("model table", TABLE, arguments=arguments)))
    return found


def _models_of(view: View, uri: str) -> dict[Spot, list[ModelFact]]:
    number = view.snapshot.number(uri)
    found: dict[Spot, list[ModelFact]] = {}
    for model in view.reading.models:
        if number is not None and (model.spot.cell or 0) == number:
            found.setdefault(model.spot, []).append(model)
    return found


def _line(view: View, spot: Spot, encoding: Encoding) -> lsp.Range:
    start = lsp.Position(spot.line - 1, 0)
    sheet = view.snapshot.sheet(spot)
    return lsp.Range(start, sheet.position(spot.line, spot.end_column, encoding) if sheet else start)


def symbols(view: View, uri: str, encoding: Encoding) -> list[lsp.DocumentSymbol]:
    """The models of a text with their layers, as far as those stand in the same text."""
    number = view.snapshot.number(uri)
    found = []
    for spot, models in _models_of(view, uri).items():
        sheet = view.snapshot.sheet(spot)
        if sheet is None or number is None:
            continue
        model = models[0]
        layers = [view.reading.layers[one] for one in model.layers]
        children = [
            lsp.DocumentSymbol(
                layer.name,
                lsp.SymbolKind.Field,
                sheet.range(layer.spot, encoding),
                sheet.range(layer.spot, encoding),
                f"{layer.title} {_beside(layer)}".strip(),
            )
            for layer in layers
            if (layer.spot.cell or 0) == number
        ]
        at = sheet.range(spot, encoding)
        detail = f"{model.kind}, {model.parameters} parameters"
        ends = [(one.range.end.line, one.range.end.character) for one in children]
        starts = [(one.range.start.line, one.range.start.character) for one in children]
        end = max([(at.end.line, at.end.character), *ends])
        start = min([(at.start.line, at.start.character), *starts])
        around = lsp.Range(lsp.Position(*start), lsp.Position(*end))
        found.append(
            lsp.DocumentSymbol(
                model.name, lsp.SymbolKind.Class, around, at, detail, children=children or None
            )
        )
    return found


# --- hover --------------------------------------------------------------------------------------------------------

_COMMENT = re.compile(r"#.*(?:noqa|lstm-lint)")
_WORD = re.compile(r"[A-Za-z][\w-]*")


def code_at(view: View, spot: Spot) -> tuple[str, Spot] | None:
    """The code or name of a rule in a comment that silences, under a place."""
    sheet = view.snapshot.sheet(spot)
    if sheet is None or spot.line > len(sheet.lines):
        return None
    line = sheet.lines[spot.line - 1]
    comment = _COMMENT.search(line)
    for word in _WORD.finditer(line) if comment else ():
        if comment and word.start() >= comment.start() and word.start() < spot.column <= word.end() + 1:
            return word[0], Spot(spot.line, word.start() + 1, spot.line, word.end() + 1, spot.cell)
    return None


def hover(view: View, spot: Spot, verdicts: Verdict, encoding: Encoding) -> lsp.Hover | None:
    """What is known of the layer at a place: the innermost one."""
    around = [one for one in view.reading.layers if one.spot.holds(spot)]
    sheet = view.snapshot.sheet(spot)
    if not around or sheet is None:
        return None
    innermost = max(around, key=lambda one: (one.spot.line, one.spot.column)).spot
    layers = [one for one in around if one.spot == innermost]
    parts = list(dict.fromkeys(map(_layer_words, layers)))[:_MOST_TEXTS]
    said = [
        f"- [{one.code}]({one.url}) {one.message}"
        + (f" — smoke training: {verdicts[one.key]}" if one.key in verdicts else "")
        for one in view.reading.findings
        if innermost.holds(one.spot)
    ]
    text = "\n\n---\n\n".join(parts) + ("\n\n" + "\n".join(said) if said else "")
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.Hover(content, sheet.range(innermost, encoding))


def _layer_words(layer: LayerFact) -> str:
    lines = [f"**{layer.title}** `{layer.name}` of `{layer.model}`", ""]
    lines.append(f"- output shape: `{layer.shape or '?'}`")
    lines.append(f"- parameters: {layer.parameters}")
    if layer.gets:
        lines.append(f"- gets: {', '.join(f'`{one}`' for one in layer.gets)}")
    return "\n".join(lines)
