"""What Keras does to data before a model gets it: ids of words, padding, windows, one-hot rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.keras_api.dims import combine
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, is_number
from lstm_lint.reader.abstract.record import Padded
from lstm_lint.reader.abstract.registry import Call, Handler, Subscript
from lstm_lint.reader.abstract.values import Abstract, Args, Built, Items, Transformer, WordIndex
from lstm_lint.reader.libraries.data.beyond import classes_of, note_beyond
from lstm_lint.reader.libraries.data.conversion import as_data, dim, first_data, origin, untensored
from lstm_lint.reader.libraries.data.history import note
from lstm_lint.reader.libraries.data.transformers import (
    TransformerBase,
    first_of,
    fit,
    initialize,
    maker,
    other_method,
    seen,
    use,
)
from lstm_lint.reader.libraries.effects import described
from lstm_lint.reader.libraries.keras.letters import holds_texts, note_string, spells
from lstm_lint.reader.libraries.keras.objects import bind
from lstm_lint.reader.libraries.keras.word_numbers import note_texts
from lstm_lint.script import (
    Counts,
    Detail,
    Dim,
    Known,
    Moves,
    Pad,
    Part,
    Shape,
    Side,
    Step,
    StepKind,
    Tokens,
    Window,
)

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

_TO_IDS = ("texts_to_sequences", "texts_to_sequences_generator")
_TO_MATRIX = ("texts_to_matrix", "sequences_to_matrix")
_OF_TEXTS = ("texts_to_sequences", "texts_to_matrix")

# Layers that number words, from 1 where nothing is said of unknown ones.
LOOKUPS = ("StringLookup",)


def _categorical(it: Interpreter, call: Call) -> Abstract:
    owner = first_data(it, call) or origin(None)
    if owner.shape is None and isinstance(first_of(call), Number):  # `names.index(name)`
        owner.shape = ()
    classes = call.args.at(1, "num_classes") or call.args.at(None, "depth")
    size = dim(classes) if classes is not None else "?"
    if call.name == "to_categorical":
        note_beyond(it, call.node, call.name, owner, size, classes)
    if call.name == "to_categorical" and any(not one.strip().isdigit() for one in owner.words or ()):
        it.record.refuse(call.node, "classes-text", call.name)
    if classes is None or classes == Known(None):
        held = classes_of(owner) if call.name == "to_categorical" else None
        size = held if held is not None else "?"
    shape: Shape | None = None
    if owner.shape is not None and not _is_perhaps_a_column(owner, call):
        rows = owner.shape[:-1] if len(owner.shape) > 1 and owner.shape[-1] == 1 else owner.shape
        shape = (*rows, size)
    return owner.then(
        Step("one-hot", call.name, call.place), shape=shape, magnitude=1.0, kind="array", text=False
    )


def _is_perhaps_a_column(owner: Data, call: Call) -> bool:
    """Whether the last axis may be one of 1, which `to_categorical` takes away: labels of a table of one column."""
    shape = owner.shape or ()
    return call.name == "to_categorical" and len(shape) > 1 and shape[-1] == "?"


def _pad(it: Interpreter, call: Call) -> Abstract:
    given = call.args.at(0, "sequences")
    if (
        isinstance(given, Items)
        and not given.spoiled
        and given.items
        and all(map(_is_one_number, given.items))
    ):
        it.record.refuse(call.node, "flat", call.name, it.text(call.node.args[0].value))
    note_texts(it, given)
    owner = first_data(it, call) or origin(None)
    detail = _padding(call.args)
    rows: Dim = owner.shape[0] if owner.shape else "?"
    listed = given if isinstance(given, Items) and not (given.open or given.spoiled) else None
    rows = len(listed.items) if listed is not None else rows
    length: Dim = detail.maxlen if detail.maxlen is not None else "?"
    rest = owner.shape[2:] if owner.shape and len(owner.shape) > 2 else ()
    bound = bind(signature("functions", "pad_sequences", it.target), call.args)
    it.record.paddings.append(Padded(call.node, bound, call.args.complete, owner if owner.steps else None))
    shape: Shape | None = (rows, length, *rest)
    if owner.shape is None and not (owner.integer or any(step.kind == "tokens" for step in owner.steps)):
        shape = None  # of numbers, not ids: how many a step has is not known
    magnitude = _largest_padded(listed, owner, detail) if listed is not None else None
    step = Step("pad", call.name, call.place, detail)
    return owner.then(step, shape=shape, integer=owner.integer, magnitude=magnitude)


def _largest_padded(listed: Items, owner: Data, detail: Pad) -> float | None:
    """The largest number of lists that the program writes out, none of which is cut."""
    rows = [row for row in listed.items if isinstance(row, Items) and not (row.open or row.spoiled)]
    longest = max((len(row.items) for row in rows), default=0)
    whole = len(rows) == len(listed.items) and (detail.maxlen is None or detail.maxlen >= longest)
    if not whole or owner.magnitude is None or detail.value is None:
        return None
    return max(owner.magnitude, abs(float(detail.value)))


def _is_one_number(value: Abstract) -> bool:
    return is_number(value) or isinstance(value, Number)


def _padding(args: Args) -> Pad:
    """What `pad_sequences(sequences, maxlen, dtype, padding, truncating, value)` does."""

    def text(at: int, name: str, default: str) -> str | None:
        value = args.at(at, name) or Known(default)
        return value.value if isinstance(value, Known) and isinstance(value.value, str) else None

    maxlen, value = args.at(1, "maxlen"), args.at(5, "value") or Known(0)
    return Pad(
        text(3, "padding", "pre"),
        integer(maxlen) if maxlen is not None else None,
        text(4, "truncating", "pre"),
        text(2, "dtype", "int32"),
        value.value if isinstance(value, Known) and isinstance(value.value, (int, float)) else None,
    )


def _tokens(it: Interpreter, call: Call) -> Abstract:
    size = call.args.at(1, "n") if call.name != "text_to_word_sequence" else None
    below = _below(size) if size is not None else None
    by = call.args.at(2, "hash_function") if call.name == "hashing_trick" else None
    if call.name != "text_to_word_sequence" and by in (None, Known(None)) and call.args.complete:
        it.record.slip(call.node, "hashed-ids", call.name)
    return Data((Step("tokens", call.name, call.place, Tokens(call.name, below)),), ("?",), integer=True)


def _normalized(it: Interpreter, call: Call) -> Abstract:
    """`keras.utils.normalize(x)`, which works row by row."""
    owner = first_data(it, call) or origin(None)
    given = call.args.at(1, "axis")
    axis = integer(given) if given is not None else -1
    rank = len(owner.shape) if owner.shape is not None and call.args.complete else 0
    if owner.shape is not None and axis is not None and -rank <= axis < rank and owner.shape[axis] == 1:
        it.record.slip(call.node, "normalized-single", call.name, data=owner)
    return owner.then(Step("scale", call.name, call.place), shape=owner.shape)


def from_directory(it: Interpreter, call: Call) -> Abstract:
    """`text_dataset_from_directory`: texts or images with the number of the directory that they lie in."""
    step = Step("read", call.name, call.place)
    labels = call.args.at(1, "labels")
    mode = call.args.at(2, "label_mode")
    found = Data((step,), kind="dataset", text=call.name.startswith("text"))
    if labels != Known(None) and mode != Known(None):
        encoded = Step("one-hot" if mode == Known("categorical") else "class-ids", call.name, call.place)
        found.target = Data((step, encoded), integer=encoded.kind == "class-ids")
    return found


@described("data targets|sequence_length sequence_stride sampling_rate batch_size shuffle")
def windows_of_dataset(it: Interpreter, call: Call) -> Abstract:
    """`timeseries_dataset_from_array(data, targets, 10)`: batches of windows and what follows them."""
    size = call.args.at(2, "sequence_length")
    result = _of_timeseries(it, call, dim(size) if size is not None else "?", "sequence_stride")
    result.kind = "dataset"
    batch = call.args.at(5, "batch_size")
    if batch is not None and not isinstance(batch, Known):
        result.shape = None  # whether there are batches is not known
        if result.target is not None:
            result.target.shape = None
    elif batch == Known(None):
        result.shape = result.shape[1:] if result.shape is not None else None
        if result.target is not None and result.target.shape is not None:
            result.target.shape = result.target.shape[1:]
    return result


@described("data targets|length sampling_rate stride reverse shuffle batch_size")
def windows_of_generator(it: Interpreter, call: Call) -> Abstract:
    """`TimeseriesGenerator(data, targets, 10)` of Keras 2: of `length` steps every `sampling_rate`-th."""
    size, rate = call.args.at(2, "length"), call.args.at(3, "sampling_rate")
    steps: Dim = dim(size) if size is not None else "?"
    if rate is not None:
        steps = combine(lambda length, every: -(-length // every), steps, dim(rate))
    result = _of_timeseries(it, call, steps, "stride")
    result.kind = "generator"
    return result


def _of_timeseries(it: Interpreter, call: Call, steps: Dim, moving: str) -> Data:
    given = call.args.at(0, "data")
    owner = (as_data(it, given, call.node) if given is not None else None) or origin(given)
    aims = call.args.at(1, "targets")
    target = as_data(it, aims, call.node) if aims is not None else None
    if target is None and aims is not None and aims != Known(None):
        target = origin(aims)
    shape = ("?", steps, *owner.shape[1:]) if owner.shape else None
    if moving == "stride" and target is not None:
        _note_pairs(it, call, owner, target)
    stride = call.args.at(4 if moving == "stride" else 3, moving)
    slides_by = 1 if stride is None else integer(stride)
    generator, size = moving == "stride", steps if isinstance(steps, int) else None
    dense = call.args.at(3 if generator else 4, "sampling_rate") in (None, Known(1))
    if size is not None and dense:
        _look_for_a_window(it, call, owner, size + int(generator))
    window = Moves(0, size - 1, call.node) if size is not None and dense else None
    # A generator aims at the row after the window; a dataset pairs it with the target of the same number.
    aim = Moves(size, size, call.node) if generator and size is not None else Moves(0, 0, call.node)
    part = _cut_off(call, generator)
    if part is not None:
        cut = Step("split", call.name, call.place, Side(part))
        owner = owner.then(cut, shape=owner.shape, magnitude=owner.magnitude, integer=owner.integer)
        target = target.then(cut, shape=target.shape) if target is not None else None
    step = Step("window", call.name, call.place, Window(slides_by), moves=window)
    named = call.args.keywords.get("targets")
    there = it.place(named.node) if named is not None and named.node is not None else call.place
    aimed = Step("window", call.name, there, Window(slides_by), moves=aim if window else None)
    result = owner.then(step, shape=shape, magnitude=owner.magnitude, integer=owner.integer)
    result.columns, result.range = {}, owner.range
    result.certain = owner.sure
    if target is not None:
        result.target = target.then(aimed, shape=("?", *target.shape[1:]) if target.shape else None)
        result.target.kind = "dataset" if moving == "sequence_stride" else "generator"
        result.target.certain, result.target.columns = target.sure, {}
    if call.args.at(7 if generator else 6, "shuffle") == Known(True):
        kept = {"shape": result.shape, "magnitude": result.magnitude, "integer": result.integer}
        mixed = Step("shuffle", call.name, step.place)
        result = result.then(mixed, **kept)
        if result.target is not None:
            result.target.steps = (*result.target.steps, mixed)
    return result


def _note_pairs(it: Interpreter, call: Call, data: Data, targets: Data) -> None:
    """Write down data and targets of a `TimeseriesGenerator` that have not the same number of rows."""
    rows = [one.shape[0] if one.shape and one.sure else None for one in (data, targets)]
    if all(isinstance(count, int) for count in rows) and rows[0] != rows[1] and not it.control.guards:
        it.record.refuse(call.node, "pairs", call.name, *map(str, rows))


def _look_for_a_window(it: Interpreter, call: Call, owner: Data, needed: int) -> None:
    """Write down that the rows are fewer than one window takes, with the row that a generator aims at."""
    rows = owner.shape[0] if owner.shape else None
    cut = any(name in call.args.keywords for name in ("start_index", "end_index"))
    certain = owner.sure and owner.kind == "array" and call.args.complete and not cut
    if certain and isinstance(rows, int) and rows < needed and not (it.control.guards or it.control.depth):
        it.record.refuse(call.node, "no-window", call.name, str(rows), str(needed))


def _cut_off(call: Call, generator: bool) -> Part | None:
    """The side of a border between rows that `end_index=n` or `start_index=n` leaves."""
    begin, end = call.args.at(None, "start_index"), call.args.at(None, "end_index")
    if end not in (None, Known(None)) and begin in (None, Known(0), Known(None)):
        return "train"
    return "test" if begin not in (None, Known(0), Known(None)) and not generator else None


_APPLIES = "transform"  # what a call of a layer is, among the methods of what learns from data


def vectorized(it: Interpreter, call: Call, layer: Built) -> Data | None:
    """A preprocessing layer applied to data, `TextVectorization(...)(texts)`; None for any other layer."""
    owner = call.args.positional[0].value if call.args.positional else None
    row = traits(layer.cls)
    learns_words, scales = row.family == "text", row.scale == "rescales"
    if layer.kind != "layers" or not (learns_words or scales) or not isinstance(owner, Data):
        return None
    layer.used = True
    place = call.place
    if learns_words:
        use(it, layer, call)
        if layer.number is not None:
            note(it, call.node, layer.number, layer.cls, _APPLIES, owner)
    if scales:
        return owner.then(Step("scale", layer.cls, place), shape=owner.shape, text=False)
    given = layer.given
    mode = given["output_mode"].value if "output_mode" in given else Known("int")
    if mode not in (Known("int"), Known(None)):
        kind = "scale" if mode == Known("tf_idf") else "one-hot" if isinstance(mode, Known) else "unknown"
        step = Step(kind, layer.cls, place)  # type: ignore[arg-type]
        return owner.then(step, certain=owner.certain and kind != "unknown", text=False)
    limit = given.get("max_tokens")
    detail = Tokens(layer.cls, _below(limit.value) if limit is not None else None, number=layer.number)
    if layer.cls in LOOKUPS and (below := _entries(layer)) is not None:
        detail = Tokens(layer.cls, below, listed=True, number=layer.number)
    known = detail.below if layer.cls in LOOKUPS else None
    ids = owner.then(
        Step("tokens", layer.cls, place, detail), shape=owner.shape, integer=True, text=False,
        magnitude=float(known - 1) if known is not None else None,
    )  # fmt: skip
    splits = given["split"].value if "split" in given else Known("whitespace")
    if layer.cls != "TextVectorization" or splits == Known(None):
        return ids
    length = given.get("output_sequence_length")
    maxlen = integer(length.value) if length is not None else None
    padded = Pad("post", maxlen, "post", "int64", 0)
    shape: tuple[Dim, ...] = ("?", maxlen if maxlen is not None else "?")
    return ids.then(Step("pad", layer.cls, place, padded), shape=shape, integer=True)


def _entries(layer: Built) -> int | None:
    """How many ids a lookup layer gives: those of its words, and before them those of what it does not know."""
    given = layer.given
    if not layer.complete or "max_tokens" in given or "invert" in given or layer.cls not in LOOKUPS:
        return None
    words, stated = layer.words, given.get("vocabulary")
    if stated is not None:
        listed = stated.value
        whole = isinstance(listed, Items) and not (listed.open or listed.spoiled) and layer.words is None
        words = len(listed.items) if whole and isinstance(listed, Items) else None
        if whole and isinstance(listed, Items) and not all(isinstance(one, Known) for one in listed.items):
            words = None
    unknown = given["num_oov_indices"].value if "num_oov_indices" in given else Known(1)
    masked = "mask_token" in given and given["mask_token"].value != Known(None)
    if words is None or not isinstance(unknown, Known) or not isinstance(unknown.value, int):
        return None
    return words + unknown.value + masked


def _below(limit: Abstract) -> int | None:
    """`num_words=100`: the ids are below it."""
    return limit.value if isinstance(limit, Known) and isinstance(limit.value, int) else None


def _source(it: Interpreter, value: Abstract | None, node: CSTNode) -> tuple[tuple[Step, ...], str | None]:
    """Where the texts of a tokenizer come from, or why that is not known: the ids are understood all the same."""
    found = (as_data(it, value, node) if value is not None else None) or origin(value)
    if found.sure:
        return found.steps, None
    lost = next((step.what for step in found.steps if step.kind == "unknown"), "a step that is not known")
    return (), lost


def _tokenized(it: Interpreter, call: Call) -> Data:
    """Ids or counts of words, whatever the texts were: a list for each text, or a row of a matrix."""
    transformer, value, node = call.owner, first_of(call), call.node
    assert isinstance(transformer, Transformer)
    kind: StepKind = "tokens" if call.name in _TO_IDS else "one-hot"
    if call.name != "sequences_to_matrix":
        use(it, transformer, call)
    note(it, node, transformer.number, transformer.cls, call.name, seen(it, value, node))
    if transformer.of_texts and call.name in _OF_TEXTS and not spells(transformer.given):
        note_string(it, call, value)
    steps, lost = _source(it, value, node)
    detail: Detail | None = Counts(lost) if lost is not None else None
    num_words = transformer.given.get("num_words")
    below = _below(num_words.value) if num_words is not None else None
    shape: Shape = (_texts_in(value),)
    if kind == "tokens":
        detail = Tokens("Tokenizer", below, tokenizer=transformer.key, texts=lost, number=transformer.number)
    else:
        shape = (*shape, below if below is not None else "?")
    step = Step(kind, call.name, call.place, detail)
    listed = call.name == "texts_to_sequences"
    held = value.held() if isinstance(value, Data) else None
    measured = held.made_changed() if held is not None else None
    return Data((*steps, step), shape, integer=kind == "tokens", listed=listed, measured=measured)


def _texts_in(value: Abstract | None) -> Dim:
    """How many texts a tokenizer gets: one of `texts_to_sequences([question])`."""
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return len(value.items)
    return value.shape[0] if isinstance(value, Data) and value.shape and not value.string else "?"


def _fit_on_texts(it: Interpreter, call: Call) -> Abstract:
    """`tokenizer.fit_on_texts(texts)`."""
    transformer, value = call.owner, first_of(call)
    assert isinstance(transformer, Transformer)
    if transformer.complete and not spells(transformer.given):
        note_string(it, call, value)
    transformer.of_texts = transformer.of_texts is not False and holds_texts(it, value, call.node)
    return fit(it, call)


def vocabulary(it: Interpreter, owner: WordIndex, name: str) -> None:
    """`tokenizer.word_index.update(...)`: the program edits the ids."""
    if name in ("update", "setdefault", "pop", "clear"):
        owner.transformer.changed = True


def edit_vocabulary(it: Interpreter, subscript: Subscript, value: Abstract) -> None:
    """`tokenizer.word_index["<pad>"] = 0`."""
    assert isinstance(subscript.owner, WordIndex)
    subscript.owner.transformer.changed = True


_TOKENIZER = maker("Tokenizer", "tokenizer")
TOKENIZER_BASE = TransformerBase("Tokenizer", "tokenizer")
# By name: a function of Keras has one name, in whatever module of `keras.preprocessing` and `keras.utils` it is.
FUNCTIONS: dict[str, Handler] = {
    "to_categorical": untensored(_categorical),
    "pad_sequences": untensored(_pad),
    "TimeseriesGenerator": untensored(windows_of_generator),
    "timeseries_dataset_from_array": untensored(windows_of_dataset),
    "text_dataset_from_directory": from_directory,
    "image_dataset_from_directory": from_directory,
    "normalize": untensored(_normalized),
    "hashing_trick": _tokens,
    "one_hot": _tokens,
    "text_to_word_sequence": _tokens,
    "Tokenizer": _TOKENIZER,
}
ONE_HOT = untensored(_categorical)
METHODS: dict[tuple[str, str], Handler] = {
    ("tokenizer", "__init__"): initialize,
    ("tokenizer", "fit"): fit,
    ("tokenizer", "fit_on_texts"): _fit_on_texts,
    **{("tokenizer", name): _tokenized for name in (*_TO_IDS, *_TO_MATRIX)},
    ("tokenizer", "*"): other_method,
}
