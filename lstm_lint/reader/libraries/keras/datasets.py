"""Data sets that Keras publishes: how many rows, of what shape, up to which value."""

from __future__ import annotations

from lstm_lint.ir.records import replace
from lstm_lint.keras_api.sources import DATASETS, Dataset
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Args, Items
from lstm_lint.script import PARTS, Known, Side, Step, Tokens


def loaded(it: Interpreter, call: Call, name: str) -> Abstract | None:
    """What `load_data` of a data set returns."""
    found = DATASETS.get(name)
    if found is None:
        return None
    place, sets = call.place, []
    for part, rows in zip(PARTS, found.rows):
        step = Step("dataset", name, place, Side(part))
        whole = None if found.fractions else True
        x = Data((step,), (rows, *found.row), True, found.largest, whole)
        if found.words:
            x = Data(
                (step, _limited(it, Step("tokens", name, place), found, call.args)), (rows,), integer=True
            )
        ids = (Step("class-ids", name, place),) if found.target == "ids" else ()
        largest = found.largest_target
        if name == "cifar100" and call.args.values():
            largest = None  # it has 20 coarse labels too, chosen by `label_mode`
        y = Data((step, *ids), (rows, 1) if found.column else (rows,), True, largest, True if ids else None)
        sets.append(Items([x, y], False))
    return Items(list(sets), False)


def _limited(it: Interpreter, tokens: Step, found: Dataset, args: Args) -> Step:
    """The ids of `load_data(num_words=...)` are below that number; without it the data's own words are the limit.

    imdb.load_data takes any keyword. Keras 2 reads `nb_words` as `num_words`, Keras 3 passes over it:
    keras/src/datasets/imdb.py.
    """
    words, unread = args.at(1, "num_words"), args.at(None, "nb_words")
    ignored = unread is not None and words is None and tokens.what == "imdb" and it.target.at_least(3)
    words = words or (unread if not ignored else None)
    limit = words.value if isinstance(words, Known) else found.words if words is None else None
    if limit is None and isinstance(words, Known):
        limit = found.words
    below = limit if isinstance(limit, int) else None
    unread_name = "nb_words" if ignored else None
    begin = args.at(None, "index_from")
    known = args.complete and len(args.positional) < 7  # what comes after differs between imdb and reuters
    added = integer(begin) if begin is not None else 3 if known else None
    return replace(tokens, detail=Tokens(tokens.what, below, found.typical, ignored=unread_name, added=added))
