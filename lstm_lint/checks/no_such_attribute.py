"""LL932: an attribute, an entry or a name that the value asked does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.signatures import public
from lstm_lint.keras_api.versions import KerasTarget, satisfies
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import refusals
from lstm_lint.notions.wording import LONGEST, with_cure
from lstm_lint.script import Refused, Script, UsedName

_SHOWN = 30  # of what is written, in a message


# What the wheels of pandas 0.22 to 2.0 hold no more, by the kind of data: the first version without it.
_GONE = {
    ("a DataFrame", "as_matrix"): "1.0",
    ("a Series", "as_matrix"): "1.0",
    ("a Series", "reshape"): "0.23",
    **{
        (kind, name): version
        for kind in ("a DataFrame", "a Series")
        for name, version in (("append", "2.0"), ("iteritems", "2.0"), ("ix", "1.0"))
    },
}

# Modules of Keras, of which an import in the singular names none.
_PLURAL = {
    f"keras.{module[:-1]}": f"keras.{module}"
    for module in ("models", "layers", "optimizers", "callbacks", "losses", "metrics", "initializers", "regularizers",
                   "constraints", "activations", "datasets", "utils", "applications")
}  # fmt: skip


def _singular(name: UsedName) -> tuple[str, str] | None:
    """A module of Keras in the singular, and its name."""
    path = public(name.path) if name.kind == "import" else None
    if path is None:
        return None
    module = ".".join(path.removeprefix("tf.").split(".")[:2])
    return (module, _PLURAL[module]) if module in _PLURAL else None


@check("no-such-attribute", needs="names|refused")
def no_such_attribute(script: Script) -> Iterator[Problem]:
    yield from _modules(script)
    yield from refusals(script, lambda found: "" if _gone(found) else _short_message(found))
    if not script.target.below(3):
        yield from refusals(script, partial(_of_call_for, script.target), Severity.WARNING)
    yield from each_place_once(
        Problem(_of_older_pandas(found), found.place.span, Severity.WARNING, cause=found.words[1])
        for found in script.refused
        if (since := _gone(found))
        and not (since == "2.0" and script.target.below(3))
        and _lacks(script.target, since)
    )


def _lacks(target: KerasTarget, since: str) -> bool:
    """Whether the newest pandas that a project allows is without what a version took away."""
    return target.pandas is None or not satisfies(target.pandas[1], f"<{since}")


def _of_call_for(target: KerasTarget, found: Refused) -> str:
    return (
        _of_older_call(*found.words)
        if found.kind == "older-pandas" and _lacks(target, found.words[2])
        else ""
    )


def _gone(found: Refused) -> str:
    """The version of pandas that took the method from frames or columns, of which the program asks for one."""
    if found.kind != "data":
        return ""
    _, name, called, _ = found.words
    return _GONE.get((called, name), "")


def _of_older_pandas(found: Refused) -> str:
    """The program was right under the pandas that it was written for, which may be the installed one."""
    value, name, called, instead = found.words
    lost = f"`{value}` is {called}, which lost `{name}` in pandas {_gone(found)}: AttributeError"
    return with_cure(lost, f"write {_instead(value, instead)}")


def _of_older_call(method: str, what: str, since: str, instead: str) -> str:
    """An argument that was right under an older pandas."""
    if what.startswith('"'):
        return with_cure(f"`{method}` takes no {what} since pandas {since}: ValueError", f"write {instead}")
    taken = what.replace(" by position", "` by position") if " " in what else f"{what}`"
    lost = f"`{method}` takes no `{taken} since pandas {since}: TypeError"
    return with_cure(lost, f"write {instead}" if instead else "leave it out")


def _short_message(found: Refused) -> str:
    """Without what to write instead where there is no room for it."""
    message = _message(found.kind, found.words)
    return message if len(message) <= LONGEST else message.rpartition("; ")[0] or message


def _modules(script: Script) -> Iterator[Problem]:
    """Imports from `keras.model` and its like."""
    for name in script.names:
        found = _singular(name) if not name.guarded else None
        if found is not None:
            message = f"Keras has no module `{found[0]}`: ModuleNotFoundError; write `{found[1]}`"
            yield Problem(message, name.statement.span)


def _message(kind: str, words: tuple[str, ...]) -> str:
    match kind, words:
        case "nothing", (value, wanted):
            shown = f"`{value}` is None" if value and len(value) < 30 else "this is None"
            return (
                f"{shown}: `compile`, `add` and functions without `return` give nothing, no {_what(wanted)}"
            )
        case "builder", (name,):
            return f"`{name}` returns nothing, and the search wants its model: it raises; write `return`"
        case "no-return", (owner, function, name):
            write = f"return {name}" if 0 < len(name) < 25 else "return ..."
            nothing = f"`{function}` of `{_short(owner)}` returns nothing, and what comes after it gets None"
            return f"{nothing}: it raises; write `{write}`"
        case "logs", (value, asked):
            return f"`{value}` is what `fit` returns, a History without {asked}: it raises; write {value}.history"
        case "model-of-history", (value, name):
            return f"`{value}` is what `fit` returns, a History without `{name}`: AttributeError; call it on the model"
        case "unpack", (method, count, names):
            twice = f"`{method}` makes two arrays of each, {count} here"
            return f"{twice if method else f'there are {count} values'}; {names} names are on the left: ValueError"
        case "history-of-history", (value,):
            return f"`{value}` is the dict of the logs already: it has no `history`, AttributeError; leave it out"
        case "sequential", (value, name):
            raises = (
                f"a Sequential of Keras 3 has no `{name}` before it is called on a tensor: AttributeError"
            )
            return f"{raises}; write {value}.{name}s[0]"
        case "cell-weights", (value, cls, name, way):
            where = "the layer inside" if not way.endswith(f"cell.{name}") else "its cell"
            return f"`{cls}` has no `{name}`, {where} has it: AttributeError; write {value}.{way}"
        case "data", (value, name, called, instead):
            message = f"`{value}` is {called} and has no `{name}`: AttributeError"
            return f"{message}; write {_instead(value, instead)}" if instead else message
        case "axes", (value, count, index):
            axes = "1 axis" if count == "1" else f"{count} axes"
            return f"`{value}` has {axes}, so `shape[{index}]` raises IndexError"
        case "layers", (value, count, index):
            layers = "1 layer" if count == "1" else f"{count} layers"
            return f"`{value}` has {layers}, so `layers[{index}]` raises IndexError; `Input` is not counted"
        case "labels", (written, border, _):
            asks = f"`{written}`" if len(written) < 35 and "\n" not in written else "this"
            by = f"`{border}`" if len(border) < 25 and "\n" not in border else "the border"
            return (
                f"{asks} asks for a label, and {by} left those of the first rows out: KeyError; write .iloc"
            )
        case "name", (name, *names):
            return _shortened(f"no layer is named {name!r}: ValueError; there are", names)
        case "scores", (method, count, names):
            if count == "1":
                gives = f"`{method}` returns the loss alone, as `compile` names no metrics"
                return f"{gives}; {names} names are on the left: TypeError; add metrics=[...]"
            gives = f"`{method}` returns {count} values, the loss and the metrics of `compile`"
            return f"{gives}; {names} names are on the left: ValueError"
        case "score", (method, count, at):
            if count == "1":
                gives = f"`{method}` returns the loss alone, as `compile` names no metrics"
                return f"{gives}: `[{at}]` of a number raises TypeError; add metrics=[...]"
            return f"`{method}` returns {count} values, the loss and the metrics of `compile`: no `[{at}]`, IndexError"
        case "axis", (method, axis, rank):
            return f"`{method}` along axis {axis} of an array of {rank} {'axis' if rank == '1' else 'axes'}: it raises"
        case "split-rows", (method, first, second):
            return f"`{method}` gets {first} and {second} rows: ValueError; use the same rows"
        case "predictions", (method, count, names):
            given = f"the model has {count} outputs, so `{method}` returns {count} arrays"
            return f"{given}; {names} names are on the left: ValueError"
        case "layer-weights", (layer, count, names):
            given = f"`get_weights` of `{layer}` returns {count} arrays"
            return f"{given}; {names} name{'s are' if names != '1' else ' is'} on the left: ValueError"
        case "predicted-list", (value, count, name):
            given = f"the model has {count} outputs, so this is a list of {count} arrays without `{name}`"
            return f"{given}: AttributeError; take one, such as {_short(value)}[0]"
        case "unset-attribute", (name, cls, ""):
            return f"`self.{name}` is never set in `{cls}`: AttributeError when it is called; set it in `__init__`"
        case "unset-attribute", (name, cls, near):
            return f"`{cls}` has no `{name}`: AttributeError when it is called; write `self.{near}`"
        case "frame", (asked, instead):
            return f"`{_short(asked)}` indexes a DataFrame like an array: it raises; write {_short(instead)}"
        case "frame-row", (asked, value):
            asks = f"`{_short(asked)}` asks the DataFrame for a column of that name: KeyError"
            return f"{asks}; for the row write {value}.iloc[...]"
        case "frame-rows", (asked, value):
            return (
                f"`{_short(asked)}` takes row numbers for names of columns: KeyError; write {value}.iloc[...]"
            )
        case "reshape", (method, size, shape):
            return f"`{method}` gets {size} numbers, which do not fill {shape}: ValueError"
        case "classes", (method, count, needed):
            ids = f"`{method}` gives {count} columns, and the ids go up to {int(needed) - 1}: IndexError"
            return f"{ids}; write {needed}, or let the ids begin at 0"
        case "classes-text", (method,):
            return f"`{method}` takes class ids, and gets words: ValueError; number them first, with a LabelEncoder"
        case "column-length", (column, rows, of_frame):
            return f"the column {column!r} gets {rows} values, the frame has {of_frame} rows: ValueError"
        case "key", (value, key, *keys):
            return _shortened(f"`{_short(value)}` has no {key!r}: KeyError; there are", keys)
        case "rows-by-name", (column, value):
            looks = f"`drop` looks for a row called {column!r}, and the rows have numbers: KeyError"
            return f"{looks}; write {value}.drop(columns=...)"
        case "classes-from-1", (method,):
            return f"`{method}` has a column for each class, and their ids begin at 1: IndexError; number them from 0"
        case "flat", (method, value):
            takes = (
                f"`{method}` takes a list of sequences, and `{_short(value)}` is one of numbers: ValueError"
            )
            return f"{takes}; write [{_short(value)}]"
        case "slices-list", (method, names):
            lists = f"`{method}` makes one array of a list, and the shapes of its arrays differ: ValueError"
            return f"{lists}; write a tuple" + (f", ({names})" if names and len(names) < 20 else "")
        case "slices-apart", (method, names):
            return f"`{method}` takes one argument: it raises; write a tuple, {_tuple(names)}"
        case "index", (value, what, shape):
            gets = f"`{_short(value)}` is a {what}, and its index an array of shape {shape}: TypeError"
            return f"{gets}; take one number of it, such as [0]"
        case "list-axes", (value, asked):
            return f"`{_short(value)}` is a list: `{_short(asked)}` raises TypeError; write np.array({_short(value)})"
        case "unlike", (method, first, other):
            return f"`{method}` gets arrays of the shapes {first} and {other}: ValueError, they do not fit each other"
        case "several-axes", (value, count):
            given = f"the model has {count} outputs, so `{_short(value)}` is a list of {count} arrays"
            return f"{given}: TypeError; take one first, such as {_short(value)}[0]"
        case "layer-shape", (value, name):
            instead = name.replace("_", ".")
            return f"`{_short(value)}.{name}` is gone from layers of Keras 3: AttributeError; write {instead}"
        case "table-axes", (name, shape):
            gets = f"the column {name!r} of a DataFrame gets an array of shape {shape}: ValueError, it takes one axis"
            return f"{gets}; write .ravel()"
        case "no-column", (value, name, "drop"):
            return f"`{_short(value)}` has no column {name!r} any more, `drop` took it away: KeyError"
        case "no-column", (value, name, "select"):
            return f"{name!r} is not among the columns that `{_short(value)}` was left with: KeyError"
        case "no-column", (value, name, by):
            index = f"`{by}` made {name!r} the index of `{_short(value)}`, and no column: KeyError"
            return f"{index}; write .index"
        case "ranks", (method, fewer, more):
            axes = "1 axis" if fewer == "1" else f"{fewer} axes"
            return f"`{method}` gets an array of {axes} and one of {more}: ValueError; reshape the first to {more} axes"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN and "\n" not in text else f"{text.splitlines()[0][: _SHOWN - 3]}..."


def _tuple(names: str) -> str:
    return f"(({names}))" if names and len(names) < 30 else "((x, y))"


def _what(wanted: str) -> str:
    return wanted if " " in wanted else f"`{wanted}`"


def _instead(value: str, instead: str) -> str:
    if instead == "np.array":
        return f"np.array({value})"
    return f"{value}{instead}" if instead.startswith((".", "[")) else f"{instead}(...)"


def _shortened(start: str, names: list[str]) -> str:
    """The names, as many as there is room for."""
    shown = start
    for at, name in enumerate(names):
        more = f"{shown}{',' if at else ''} {name!r}"
        if len(more) > LONGEST - 5:
            return f"{shown}, ..."
        shown = more
    return shown
