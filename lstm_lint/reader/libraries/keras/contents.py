"""What the data given to a model holds: arrays, lists of numbers, texts."""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.values import Abstract, Given, Items, Linear, Network
from lstm_lint.script import Cast, Known, OneOf, Step, Unknown

_KEEPS_TEXTS = ("dataset", "tokens", "select", "split", "shuffle")  # of one list of ids a text
_LOOKED_AT = 100  # elements of a list
_TEXTS = ("str", "string")


def with_lists_of_arrays(given: dict[str, Given]) -> dict[str, Given]:
    """`list(y.swapaxes(0, 1))` is an array for each output of a model: what they hold is not known."""
    for name in ("x", "y"):
        value = given[name].value if name in given else None
        if isinstance(value, Data) and value.listed and len(value.shape or ()) > 1 and not _is_nested(value):
            given[name] = Given(
                Unknown("a list of arrays"), given[name].node, given[name].whole, given[name].spread
            )
    return given


def _is_unpadded(array: Data) -> bool:
    """Whether it holds the ids of several texts that a file has, which nothing has made equally long.

    Ids as labels are one word each: only for what a model reads this is certain.
    """
    if array.kind not in ("array", "column") or array.listed or array.parts is not None or not array.sure:
        return False
    words = [step for step in array.steps if step.kind == "tokens"]
    plain = all(step.kind in ("read", *_KEEPS_TEXTS, "clean", "cast") for step in array.steps)
    several = array.shape is not None and len(array.shape) == 1 and array.shape[0] != 1
    of_words = len(words) == 1 and words[0].what.endswith("texts_to_sequences")
    return bool(plain and several and of_words and array.steps[0].kind == "read" and not array.single)


def _leaves_texts(step: Step) -> bool:
    """Whether words are words after it; `frame.astype({"price": float})` makes numbers of a column that held some."""
    if step.kind != "cast" or step.what == "to_numpy":
        return True
    return isinstance(step.detail, Cast) and step.detail.dtype in _TEXTS


def plain_lists(given: Mapping[str, Given]) -> tuple[str, ...]:
    """The data that is a list of numbers or of lists of numbers, and no array."""
    return tuple(name for name in ("x", "y") if name in given and _is_list(given[name].value))


def arrays_in_list(owner: Network, given: Mapping[str, Given]) -> bool:
    """Whether x is a list of several arrays, and the model has one input: Keras takes each for another input."""
    value = given["x"].value if "x" in given else None
    if not isinstance(value, Items) or value.spoiled or owner.kind == "subclassed" or not owner.complete:
        return False
    several = len(owner.inputs) <= 1 and (len(value.items) > 1 or (value.open and value.count != 1))
    return (
        several
        and bool(value.items)
        and all(
            isinstance(item, Data) and item.kind == "array" and item.sure and bool(item.shape)
            for item in value.items[:_LOOKED_AT]
        )
    )


def no_numbers(given: Mapping[str, Given]) -> tuple[tuple[str, str], ...]:
    """The data that is an array of texts, or one of lists, of the type object; or a plain list of texts."""
    plain = [name for name in ("x", "y") if name in given and _is_text(given[name].value)]
    if plain:
        return ((plain[0], "plain texts"),)
    arrays = ((name, given[name].value) for name in ("x", "y") if name in given)
    held = (
        (name, _held_instead(value) or ("unpadded" if name == "x" and _is_unpadded(value) else ""))
        for name, value in arrays
        if isinstance(value, Data)
    )
    return tuple((name, what) for name, what in held if what)


def _is_text(value: Abstract, deep: int = 3) -> bool:
    """Whether it is a string of Python, or a list of them."""
    if isinstance(value, Known):
        return isinstance(value.value, str) and value.origin != "default"
    if isinstance(value, Data):
        return value.text and value.sure and value.shape == () and value.kind == "array"
    if not isinstance(value, Items) or value.spoiled or not value.items or not deep:
        return False
    return all(_is_text(item, deep - 1) for item in value.items[:_LOOKED_AT])


def may_hold_lists(array: Data) -> bool:
    """Whether it may be an array of lists or texts: of ids that nothing has padded, or of the type object."""
    ids = len(array.shape or ()) == 1 and any(step.kind == "tokens" for step in array.steps)
    return array.text or array.dtype == "object" or (ids and all(step.kind != "pad" for step in array.steps))


def _held_instead(array: Data) -> str:
    """What an array holds instead of numbers; empty where it holds numbers, or may."""
    if array.kind not in ("array", "column") or array.parts is not None or not array.sure or not array.steps:
        return ""
    if array.text:
        whole = array.shape is not None and not array.string and array.dtype in (None, "object", *_TEXTS)
        return "texts" if whole and all(map(_leaves_texts, array.steps)) else ""
    ids = array.steps[0].kind == "dataset" and all(step.kind in _KEEPS_TEXTS for step in array.steps)
    unpadded = ids and any(step.kind == "tokens" for step in array.steps) and len(array.shape or ()) == 1
    if array.dtype == "object" and array.odd is not None:
        return f"{array.odd[1]} of {array.odd[0]}"
    return "lists" if array.dtype == "object" or unpadded else ""


def _is_list(value: Abstract, deep: int = 3) -> bool:
    if isinstance(value, Data):
        return value.listed and (len(value.shape or ()) == 1 or (bool(value.shape) and _is_nested(value)))
    if not isinstance(value, Items) or value.spoiled or not value.items or not deep:
        return False
    if value.open and all(_is_inner_list(item) for item in value.items):
        return True
    return all(_is_number(item) or _is_list(item, deep - 1) for item in value.items[:_LOOKED_AT])


def _is_inner_list(item: Abstract) -> bool:
    """Whether a loop put lists of Python in: whatever they hold, no array comes of them by itself."""
    return isinstance(item, Items) and item.mutable and not item.unordered and not item.weighed


def _is_nested(value: Data) -> bool:
    """Whether it is `x.tolist()`, lists in lists: `list(x)` is a list of arrays."""
    return bool(value.steps) and value.steps[-1].what in ("tolist", "to_list")


def _is_number(value: Abstract) -> bool:
    if isinstance(value, Data):  # of an array or a list: Keras takes no NumPy number in a list either
        whole = value.sure or (value.integer is True and value.steps[-1].what == "int")  # `1 if a > b else 0`
        return value.shape == () and value.kind == "array" and whole and not value.text
    if isinstance(value, OneOf):
        return all(type(one) in (int, float) for one in value.values)
    return isinstance(value, (Linear, Number)) or (
        isinstance(value, Known) and type(value.value) in (int, float)
    )
