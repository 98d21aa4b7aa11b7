"""The words of a published data set and their numbers, `imdb.get_word_index()`, and what a program makes of them.

`load_data` adds `index_from`, 3 where nothing is said, to each of these numbers: a program has to do the same.
"""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Subscript
from lstm_lint.reader.abstract.values import Abstract, Items, Linear, Method, Published, PublishedWord
from lstm_lint.script import Known, Tokens, Unknown

# Of ids, which stay what they are.
_MOVING = frozenset({"select", "split", "pad", "reshape", "shuffle", "cast"})
_DEPTH = 3  # of lists of texts of words


def word_index(it: Interpreter, call: Call, name: str) -> Published:
    """`get_word_index()` of a data set."""
    return Published(name)


def attribute(it: Interpreter, owner: Published, name: str) -> Abstract:
    """A dict has methods alone."""
    return Method(owner, name)


def get(it: Interpreter, call: Call) -> Abstract:
    """`word_index.get(word, 2)`."""
    assert isinstance(call.owner, Published)
    key = call.args.at(0, "key")
    return _looked_up(it, call.owner, key, call.node)


def items(it: Interpreter, call: Call) -> Abstract:
    """`for word, number in word_index.items()`."""
    owner = call.owner
    assert isinstance(owner, Published)
    number = Linear(PublishedWord(owner.dataset, call.node), owner.offset, None)
    word = Unknown("a word of a data set")
    pair: list[Abstract] = [number, word] if owner.by_number else [word, number]
    return Items([Items(pair, False)], False, True, it.control.depth)


def copy(it: Interpreter, call: Call) -> Abstract | None:
    """`word_index.copy()`."""
    return call.owner if isinstance(call.owner, Published) else None


def other_method(it: Interpreter, call: Call) -> Abstract:
    """What else a dict can do."""
    return Unknown("known only at run time")


def subscript(it: Interpreter, item: Subscript) -> Abstract | None:
    """`word_index[word]`."""
    owner, key = item.owner, item.parts[0].index
    assert isinstance(owner, Published)
    return _looked_up(it, owner, key, item.node) if len(item.parts) == 1 else None


def store(it: Interpreter, item: Subscript, value: Abstract) -> None:
    """`word_index["<PAD>"] = 0`: the others keep their numbers."""


def _looked_up(it: Interpreter, owner: Published, key: Abstract | None, node: object) -> Abstract:
    if isinstance(key, Known) and isinstance(key.value, str) and key.value.startswith("<"):
        return Unknown("the number of a mark")  # which the program gave it
    if not owner.by_number:
        return Linear(PublishedWord(owner.dataset, node), owner.offset, None)
    added = _added(key, owner.dataset) if isinstance(key, Data) else None
    if added is not None and added != owner.offset:
        it.record.slip(node, "words-decoded", owner.dataset, str(added - owner.offset))  # type: ignore[arg-type]
    return Unknown("a word of a data set")


def _added(ids: Data, dataset: str) -> int | None:
    """What `load_data` added to the numbers of words, where these are as it gave them."""
    at = next(
        (at for at, step in enumerate(ids.steps) if step.kind == "tokens" and step.what == dataset), None
    )
    detail = ids.steps[at].detail if at is not None else None
    if at is None or not isinstance(detail, Tokens) or not ids.sure:
        return None
    return detail.added if all(step.kind in _MOVING for step in ids.steps[at + 1 :]) else None


def note_texts(it: Interpreter, value: Abstract | None, depth: int = 0) -> None:
    """Write down words that are numbered as `get_word_index` does, where a program puts them into rows."""
    if isinstance(value, Linear) and isinstance(value.base, PublishedWord):
        note_number(it, value, value.base.node)
    elif isinstance(value, Items) and depth < _DEPTH:
        for one in value.items[:10]:
            note_texts(it, one, depth + 1)


def note_number(it: Interpreter, value: Linear, node: object) -> None:
    """Write down one number that is used as the id of a word."""
    word = value.base
    assert isinstance(word, PublishedWord)
    it.record.slip(node, "words-numbered", word.dataset, str(value.offset))  # type: ignore[arg-type]
