"""Data sets that Keras publishes: how many rows, of what shape, up to which value."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Args, Items
from lstm_lint.script import Known, Shape, Step

# (train rows, test rows), shape of a row, largest value: from the data sets' own documentation.
_IMAGES: dict[str, tuple[tuple[int, int], Shape, float, int]] = {
    "mnist": ((60000, 10000), (28, 28), 255.0, 1),
    "fashion_mnist": ((60000, 10000), (28, 28), 255.0, 1),
    "cifar10": ((50000, 10000), (32, 32, 3), 255.0, 2),
    "cifar100": ((50000, 10000), (32, 32, 3), 255.0, 2),
}
_TEXTS = {"imdb": (25000, 25000), "reuters": (8982, 2246)}
_LARGEST_LABEL = {
    "imdb": 1.0,
    "reuters": 45.0,
    "mnist": 9.0,
    "fashion_mnist": 9.0,
    "cifar10": 9.0,
    "cifar100": 99.0,
}
_WORDS = {"imdb": 88587, "reuters": 30982}  # one more than the largest id, with the default index_from
_TYPICAL = {"imdb": 130, "reuters": 60}  # tokens of a text: a quarter of the texts has no more


def loaded(it: Interpreter, call: Call, name: str) -> Abstract | None:
    """What `load_data` of a data set returns."""
    place = call.place
    train, test = (Step("dataset", name, place, {"part": part}) for part in ("train", "test"))
    tokens, ids = Step("tokens", name, place), Step("class-ids", name, place)
    sets: list[Abstract] = []
    if name in _IMAGES:
        counts, row, magnitude, rank = _IMAGES[name]
        for step, rows in zip((train, test), counts):
            x = Data((step,), (rows, *row), True, magnitude, True)
            y = Data((step, ids), (rows, 1)[:rank], True, _largest_label(name, call.args), True)
            sets.append(Items([x, y], False))
    elif name in _TEXTS:
        for step, rows in zip((train, test), _TEXTS[name]):
            words = Data((step, _limited(tokens, name, call.args)), (rows,), integer=True)
            y = Data((step, ids), (rows,), True, _LARGEST_LABEL[name], True)
            sets.append(Items([words, y], False))
    elif name == "boston_housing":
        for step, rows in zip((train, test), (404, 102)):
            x = Data((step,), (rows, 13), True, 711.0)
            sets.append(Items([x, Data((step,), (rows,), True, 50.0)], False))
    return Items(sets, False) if sets else None


def _limited(tokens: Step, name: str, args: Args) -> Step:
    """The ids of `load_data(num_words=...)` are below that number; without it the data's own words are the limit."""
    words = args.at(1, "num_words") or args.at(None, "nb_words")
    limit = words.value if isinstance(words, Known) else _WORDS[name] if words is None else None
    if limit is None and isinstance(words, Known):
        limit = _WORDS[name]
    return Step(
        tokens.kind, tokens.what, tokens.place, {"tool": name, "below": limit, "typical": _TYPICAL[name]}
    )


def _largest_label(name: str, args: Args) -> float | None:
    """Of the image data sets; cifar100 has 20 coarse labels too, chosen by `label_mode`."""
    return None if args.values() and name == "cifar100" else _LARGEST_LABEL[name]
