"""LL901: an argument that the targeted Keras does not accept for this layer, but an older one or a sibling did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.ir.values import OLDER_NAME
from lstm_lint.keras_api.signatures import accepts, removed_keyword
from lstm_lint.keras_api.successors import (
    RENAMED_ARGUMENTS,
    RENAMED_ARGUMENTS_OF,
    REPLACED_ARGUMENTS,
    REPLACED_ARGUMENTS_OF,
)
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.refused_arguments import gone_or_of_siblings
from lstm_lint.script import Configured, Known, Layer, Model, Script, Unknown

_SHAPES = ("input_shape", "batch_input_shape")
_WITHOUT_EFFECT = frozenset(
    {"consume_less", "implementation", "input_dtype"}
)  # which kernel, not what it computes


@check("removed-layer-argument")
def removed_layer_argument(script: Script) -> Iterator[Problem]:
    target = script.target
    seen: set[object] = set()
    for layer, model in script.layers():
        if layer.custom or layer.traits.family == "entry":
            continue
        for part in (layer, *layer.wrappers, *([layer.cell] if layer.cell else [])):
            if part.place.node in seen:
                continue
            seen.add(part.place.node)
            for name in gone_or_of_siblings(part.cls, part.names_given, target):
                argument = part.argument(name)
                if argument.at is None:
                    continue
                message = f"`{_shown(part, name)}`: `{part.cls}` of {target.title} raises an error"
                yield Problem(
                    f"{message}{_instead(part, name, target)}",
                    argument.at.span,
                    fix=_fix(script, model, layer, part, name),
                    model=model.name if model else None,
                    layer=layer.name,
                    cause="arguments",
                )


def _shown(part: Configured, name: str) -> str:
    written = part.written(name)
    return written if len(written) <= 40 else f"{name}=..."


def _renamed(part: Configured, name: str, target: KerasTarget) -> str | None:
    new = _modern(part.cls, name)
    free = new is not None and (not part.given(new) or part[new] == Unknown(OLDER_NAME))
    return new if new and free and accepts("layers", part.cls, new, target) else None


def _modern(cls: str, name: str) -> str | None:
    return RENAMED_ARGUMENTS_OF.get(cls, {}).get(name) or RENAMED_ARGUMENTS.get(name)


def _instead(part: Configured, name: str, target: KerasTarget) -> str:
    if new := _renamed(part, name, target):
        return f"; write `{new}`"
    if name == "batch_input_shape":
        return "; put `Input(batch_shape=...)` before it"
    if name in ("input_length", "batch_size"):
        return "; put `Input` before it"
    if _is_harmless(part, name, target):
        return "; remove it"
    if part.cls == "Embedding" and name == "dropout":
        return "; put `SpatialDropout1D` after it"
    if replaced := REPLACED_ARGUMENTS_OF.get(part.cls, {}).get(name):
        return f"; use `{replaced}`"
    replaced = REPLACED_ARGUMENTS.get(name) or _modern(part.cls, name)
    return f"; use `{replaced}`" if replaced and accepts("layers", part.cls, replaced, target) else ""


def _fix(script: Script, model: Model | None, layer: Layer, part: Configured, name: str) -> Fix | None:
    target = script.target
    if new := _renamed(part, name, target):
        return part.rename_argument(name, new)
    if name == "batch_input_shape":
        return _as_input(script, model, layer, part)
    if not _is_harmless(part, name, target):
        return None
    lost = name in ("dropout", "recurrent_dropout") and part[name] != Known(False)  # was wanted, by its name
    return part.remove_argument(name, applicability="unsafe" if lost and part.number(name) else "safe")


def _is_harmless(part: Configured, name: str, target: KerasTarget) -> bool:
    """Whether the layer computes the same without the argument, or never took it."""
    shaped = any(part.given(other) for other in _SHAPES)
    without = name in _WITHOUT_EFFECT or (name == "input_length" and shaped) or part[name] == Known(False)
    return without or not removed_keyword("layers", part.cls, name, target)


_ADD = re.compile(r"(?P<start>(?:^|\n)(?P<indent>[ \t]*))(?P<owner>\w+(?:\.\w+)*)\.add\(\s*\Z")
_OWN_LINE = re.compile(r"\n(?P<indent>[ \t]*)\Z")


def _as_input(script: Script, model: Model | None, layer: Layer, part: Configured) -> Fix | None:
    """`Input(batch_shape=...)` before the first layer of a Sequential, instead of its `batch_input_shape`."""
    removal = part.remove_argument("batch_input_shape")
    written = part.argument("batch_input_shape").whole
    first = model is not None and model.kind == "sequential" and model.layers[:1] == (layer,)
    if removal is None or written is None or not first:
        return None
    shape = written.text.partition("=")[2].strip()  # the place of a tuple is that of its elements
    call = layer.wrappers[0] if layer.wrappers else layer
    span = call.place.span
    before = call.place.locator.text(Span(1, 1, span.line, span.column))
    found = _input_name(script, layer)
    if found is None:
        return None
    name, imported = found
    text = f"{name}(batch_shape={shape})"
    at = Span(span.line, span.column, span.line, span.column)
    if added := _ADD.search(before):
        line = span.line - before[added.end("indent") :].count("\n")
        column = len(added["indent"]) + 1
        at = Span(line, column, line, column)
        text = f"{added['owner']}.add({text})\n{added['indent']}"
    elif before.rstrip().endswith("["):
        own = _OWN_LINE.search(before)
        text += f",\n{own['indent']}" if own else ", "
    else:
        return None
    edits = (*imported, Edit(at, text), *removal.edits)
    return Fix("put `Input(batch_shape=...)` before the layer", "safe", edits)


def _input_name(script: Script, layer: Layer) -> tuple[str, tuple[Edit, ...]] | None:
    """How the program can write `Input` where it writes this layer, and the edit that imports it."""
    written = layer.place.text.partition("(")[0].strip()
    module, dot, _ = written.rpartition(".")
    if dot:
        return f"{module}.Input", ()
    imports = [name for name in script.names if name.kind == "import"]
    if any(name.path.endswith(".Input") and name.place.text == "Input" for name in imports):
        return "Input", ()
    for name in imports:
        if name.path.endswith(f".layers.{written}") and name.place.text == written:
            end = name.place.span
            at = Span(end.end_line, end.end_column, end.end_line, end.end_column)
            return "Input", (Edit(at, ", Input"),)
    return None
