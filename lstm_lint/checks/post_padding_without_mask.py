"""LL301: sequences padded at the end that a recurrent layer reads to the end, padding included."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.keras_api.sources import dataset
from lstm_lint.notions.lineage import names_in
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.masks import is_sequence, keeps_mask, makes_mask, scores_steps
from lstm_lint.notions.measured import words
from lstm_lint.notions.padded import fed, given_to, padding_of, side_of
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Fit, Known, Layer, Model, Pad, Script, Series, Step, Tokens

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_SHORT = 20  # the harm was measured from 40 steps on
# Columns of whole documents: an article of the news has 300 to 800 words.
_LONG_TEXTS = frozenset(
    {"article", "articles", "content", "body", "document", "essay", "story", "full_text", "transcript"}
)
_OF_LONG_TEXTS = 300


@check("post-padding-without-mask", needs="fits")
def post_padding_without_mask(script: Script) -> Iterator[Problem]:
    found: dict[object, list[Problem]] = {}
    for model in script.models:
        for fit, series, reader in fed(model):
            step = padding_of(series)
            if step is not None and step.place is not None and side_of(step) == "post":
                problem = _problem(script, model, fit, series, step, reader)
                if problem is not None:
                    found.setdefault(step.place.node, []).append(problem)
    for problems in found.values():  # one for each padding call, the gravest that any model makes of it
        yield max(problems, key=lambda problem: problem.severity.rank if problem.severity else 0)


def _problem(
    script: Script, model: Model, fit: Fit, series: Series, step: Step, reader: Layer
) -> Problem | None:
    severity = _severity_of_length(series, step)
    readers = list(_last_readers(model, reader))
    kinds = {layer.returns_sequences for layer in model.after(reader) if layer.is_recurrent}
    if len(model.before(reader)) > 1 and len(kinds) > 1:
        return None  # an encoder and a decoder share it: which of them reads this array is not known
    last = readers[0] if readers else None
    if severity is None or last is None or step.place is None:
        return None
    if last.returns_sequences and fit.given("sample_weight"):
        return None
    if last.returns_sequences and _scores_nothing_for_padding(model, fit):
        return None
    zero = not isinstance(step.detail, Pad) or step.detail.value == 0
    maskable = zero and _mask_arrives(model, reader, last)
    maxlen = _length(step)
    over = f" over {maxlen} steps" if maxlen is not None else ""
    if last.returns_sequences:
        cure = "set mask_zero=True" if maskable else "put a Masking layer first"
        if not zero and _mask_arrives(model, reader, last):
            cure = "pad with 0 and set mask_zero=True"
        message = f"padding at the end{over} without a mask: loss and metrics count padding; {cure}"
        severity = Severity.ADVICE
    else:
        only_behind = step.what == "TextVectorization"
        cure = "use a masked Embedding" if only_behind else "write padding='pre'"
        cure = "put a Masking layer first" if step.what == "assignment" else cure
        cure = "set mask_zero=True" if maskable else cure
        forgets = f"half of `{last.title}`" if last.wrapped_by("Bidirectional") else f"`{last.title}`"
        message = f"padding at the end{over} without a mask: {forgets} forgets what came before; {cure}"
    middle = words(series)
    counted = (
        message.replace(over, f"{over} (median {middle:g} words)", 1) if over and middle is not None else ""
    )
    message = counted if 0 < len(counted) <= LONGEST else message
    if last.wrapped_by("Bidirectional"):
        severity = Severity.ADVICE
    fix = (
        _mask(model, series, reader)
        if maskable
        else None
        if last.returns_sequences
        else _front(script, model, reader)
    )
    # Only a mask helps against counted padding, so that is reported where the mask would be made.
    span = reader.place.span if last.returns_sequences and maskable else step.place.span
    return Problem(message, span, severity, fix, model.name, last.name)


def _scores_nothing_for_padding(model: Model, fit: Fit) -> bool:
    """Whether the targets of padded steps are rows of zeros, whose categorical crossentropy is exactly 0."""
    from_zeros = fit.y is not None and any(step.what == "zeros" for step in fit.y.steps)
    return from_zeros and all(loss_of(compiled) == "categorical_crossentropy" for compiled in model.in_force)


def _severity_of_length(series: Series, step: Step) -> Severity | None:
    """None where hardly any padding is added: sequences of one known length, or a length that most texts exceed."""
    before = series.steps[: series.steps.index(step)]
    maxlen = _length(step)
    if any(earlier.kind == "window" and earlier.what != "loop" for earlier in before):
        return None  # windows have one length
    if maxlen is None:
        return Severity.ADVICE  # of the data's own length, which may be a few words
    lengths = (one.detail.typical for one in reversed(before) if isinstance(one.detail, Tokens))
    typical = next((length for length in lengths if length is not None), words(series))
    if typical is None and _LONG_TEXTS & {name.lower() for name in names_in(series)}:
        typical = _OF_LONG_TEXTS
    if typical is None:
        return Severity.WARNING if maxlen >= _SHORT else Severity.ADVICE
    return Severity.WARNING if maxlen >= 2 * typical else Severity.ADVICE if maxlen > typical else None


def _length(step: Step) -> int | None:
    """To how many time steps the sequences are padded."""
    return step.detail.maxlen if isinstance(step.detail, Pad) else None


def _last_readers(model: Model, reader: Layer) -> Iterator[Layer]:
    """The recurrent layers at the end of a chain that carries the padding, first those that return a last step."""
    scored: list[Layer] = []
    passed: set[int] = set()
    queue = deque([reader])
    while queue:
        layer = queue.popleft()
        if id(layer) in passed or makes_mask(layer) is not False:
            continue
        passed.add(id(layer))
        if layer.is_recurrent and layer.traits.reads == 3:
            if layer.wrapped_by("TimeDistributed") or (
                layer.given("go_backwards") and layer["go_backwards"] != Known(False)
            ):
                continue  # backwards it reads the padding first
            if layer.returns_sequences is False:
                yield layer
            elif layer.returns_sequences:
                queue.extend(model.after(layer))
                scored.extend([layer] if scores_steps(model, layer) else [])
        elif (is_sequence(layer) or layer.traits.family == "embedding") and not layer.is_wrapped:
            queue.extend(model.after(layer))
    yield from scored[-1:]


def _mask_arrives(model: Model, embedding: Layer, last: Layer) -> bool:
    """Whether a mask of the Embedding would reach the recurrent layer."""
    behind = set(map(id, model.downstream(embedding)))
    between = [layer for layer in model.upstream(last) if id(layer) in behind]
    return (
        embedding.traits.family == "embedding"
        and last.traits.mask == "uses"
        and all(keeps_mask(layer) or (layer.is_recurrent and layer.returns_sequences) for layer in between)
    )


def _mask(model: Model, series: Series, embedding: Layer) -> Fix | None:
    """`mask_zero=True`: safe where a Keras tokenizer or data set made the ids, which keep 0 for padding."""
    if embedding.readings > 1 or len(model.after(embedding)) > 1:
        return None
    tokens = next((step for step in series.steps if step.kind == "tokens"), None)
    tool = tokens.detail.tool if tokens is not None and isinstance(tokens.detail, Tokens) else None
    reserved = tool == "Tokenizer" or (tool is not None and dataset(tool) is not None)
    return embedding.set_argument("mask_zero", "True", applicability="safe" if reserved else "unsafe")


def _front(script: Script, model: Model, reader: Layer) -> Fix | None:
    """Padding in front in every call that may pad this input: training and evaluation keep one layout."""
    own = tuple(given_to(model, reader))
    if any(padding_of(series) is None and (series.certain or series.step("pad")) for series in own):
        return None  # padded somewhere else, such as before it was saved to a file
    fed_anywhere = [call for other in script.models for call in (*other.fits, *other.predictions)]
    feeding = _padded_at(own)
    targets = _padded_at(call.y for call in fed_anywhere)
    elsewhere = _padded_at(series for call in fed_anywhere for series in call.inputs) | targets
    untraced = {call.place.node for call in script.paddings} - feeding - elsewhere
    if feeding & targets or (untraced and elsewhere - feeding):
        return None  # one side for both, or no telling which of the two reads what these pad
    fixes: list[Fix] = []
    for call in (call for call in script.paddings if call.place.node in feeding | untraced):
        fix = call.set_argument("padding", '"pre"') if call.place.sibling is None else None
        if fix is None or call.known("padding") not in ("pre", "post"):
            return None
        fixes.extend([fix] if call.known("padding") == "post" else [])
    if not feeding <= {call.place.node for call in script.paddings}:
        return None  # padded by something else than `pad_sequences`
    title = 'write `padding="pre"`' + (f" in {len(fixes)} calls" if len(fixes) > 1 else "")
    return Fix(title, "unsafe", tuple(edit for fix in fixes for edit in fix.edits))


def _padded_at(given: Iterable[Series | None]) -> set[object]:
    """The nodes of the calls that padded these arrays."""
    steps = (step for series in given if series is not None for step in series.steps if step.kind == "pad")
    return {step.place.node for step in steps if step.place is not None}


@mends("post-padding-without-mask")
def masked(specification: Specification, defect: Defect) -> Specification:
    """Every Embedding that reads an input masks zeros; without one, a Masking layer stands in front."""
    sources = {one.id for one in specification.inputs}
    embeddings = [
        node for node in specification.nodes if node.cls == "Embedding" and set(node.inputs) <= sources
    ]
    for node in embeddings:
        specification = specification.changed(node.id, mask_zero=True) or specification
    for one in reversed(specification.inputs if not embeddings else ()):
        specification = specification.inserted(one.id, f"masking_{one.id}", "Masking", mask_value=0.0)
    return specification
