"""Keras objects as constructed, their arguments, and edits of the calls that make them."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite

from lstm_lint.findings import Applicability, Edit, Fix, Span
from lstm_lint.ir.facts import cached_property
from lstm_lint.ir.records import dataclass
from lstm_lint.ir.values import Known, Place, Swept, Symbol, Unknown, Value
from lstm_lint.keras_api.layers import traits


def identifier(value: Value) -> str | None:
    """The Keras identifier that a known value stands for, in snake case: `relu` for `"relu"`, `keras.activations.relu`,
    `tf.nn.relu` and `ReLU()`; `linear` for a known None; None where it is not known."""
    if not isinstance(value, Known):
        return None
    if value.value is None:
        return "linear"
    if isinstance(value.value, str):
        return _snake(value.value)
    if isinstance(value.value, Symbol):
        return _snake(value.value.name)
    if isinstance(value.value, Configured):
        return _snake(value.value.cls)
    return None


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    layer = traits(name)
    if layer.family == "activation" and layer.activation:
        return layer.activation
    if name.islower():
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _is_of_parameter(given: Argument, text: str = "") -> bool:
    """Whether the value is that of a parameter of the program, which an edit that leaves it out would make useless."""
    value, place = given.value, given.place
    if (
        not isinstance(value, Known)
        or value.origin not in ("parameter-default", "call-site")
        or place is None
    ):
        return False
    name = re.match(r"[A-Za-z_]\w*", place.text)
    return name is not None and re.search(rf"\b{name[0]}\b", text) is None


def _is_worked_out(given: Argument) -> bool:
    """Whether the value is the result of an expression, such as `gate or "tanh"`, that may have others."""
    if not isinstance(given.value, Known) or given.place is None:
        return False
    chosen = re.match(r"[A-Za-z_][\w.\[\]\"']* (?:or|and|if) ", given.place.text)
    return given.value.origin == "computed" or chosen is not None


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One argument of a call. `place` is the value as written, `whole` includes `name=`; both None if not written."""

    name: str
    value: Value
    place: Place | None = None
    whole: Place | None = None
    spread: Place | None = None  # the `**kwargs` of the call that gives it

    @property
    def at(self) -> Place | None:
        """Where the call gives it: written with its name, or by `**kwargs`."""
        return self.whole or self.spread

    @property
    def given(self) -> bool:
        """Whether the program gives it, be it in the call or through `**kwargs`; else it is Keras' default."""
        return not (isinstance(self.value, Known) and self.value.origin == "default")

    @property
    def certain(self) -> bool:
        """Whether the program certainly gives it: not where only a `**kwargs` that was not read may hold it."""
        hidden = isinstance(self.value, Unknown) and self.place is None and self.spread is None
        return self.given and not hidden


ABSENT = Argument("", Unknown("no such argument"))


@dataclass(frozen=True, eq=False)
class Configured:
    """A Keras object as constructed: class, arguments bound by its signature with the defaults filled in.

    `complete` is False where `*args` or an unresolved `**kwargs` may hold more: then a default is not certain,
    and every argument that is not written reads as Unknown.
    """

    cls: str
    place: Place
    arguments: Mapping[str, Argument]
    complete: bool = True
    readings: int = (
        1  # how often this call was read (loop passes, call sites): an edit of it touches all of them
    )
    is_call: bool = (
        True  # False where it is written as a string, `optimizer="adam"`: there is no call to edit
    )
    package: str | None = (
        None  # that the class is imported from: `keras`, `tf.keras`, `tf_keras`; None: not known
    )
    in_loop: bool = False  # made in a loop of the program, anew in each pass
    kind: str = ""  # of a Keras object, as in the API data: `layers`, `optimizers`, `callbacks`
    looks_on: bool = False  # a callback class of the program that leaves rate, logs and training as they are
    leaves_logs: bool = False  # such a class that writes nothing into the logs
    asks: tuple[
        tuple[str, str, Place], ...
    ] = ()  # of the logs, after each epoch: the name, what its lack raises

    def __getitem__(self, name: str) -> Value:
        return self.arguments.get(name, ABSENT).value

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, ABSENT)

    def given(self, name: str) -> bool:
        return name in self.arguments and self.arguments[name].given

    def gives(self, name: str) -> bool:
        """Whether the argument is certainly given, and is not None."""
        return self.argument(name).certain and self[name] != Known(None)

    @cached_property
    def names_given(self) -> tuple[str, ...]:
        """The names of the arguments that the program gives: most of them have their defaults."""
        found = []
        for name, argument in self.arguments.items():
            value = argument.value
            if value.__class__ is not Known or value.origin != "default":
                found.append(name)
        return tuple(found)

    def known(self, name: str) -> object:
        """The value of the argument if known, else None (which is also the value of a known None)."""
        value = self.arguments.get(name, ABSENT).value
        return value.value if isinstance(value, Known) else None

    def number(self, name: str) -> float | None:
        """The value of the argument if it is a known finite number (not a bool), else None."""
        value = self.known(name)
        if not isinstance(value, (int, float)) or value is True or value is False:
            return None
        return float(value) if isfinite(value) else None

    def bounds(self, name: str) -> tuple[float, float] | None:
        """The least and the greatest number that the argument can be: twice the same where it is known."""
        value = self[name]
        if isinstance(value, Swept):
            return (value.low, value.high) if value.low is not None and value.high is not None else None
        number = self.number(name)
        return (number, number) if number is not None else None

    def span(self, argument: str | None = None) -> Span:
        """Where the argument's value is written, or the whole call."""
        place = self.argument(argument).place if argument else None
        return (place or self.place).span

    def written(self, argument: str) -> str:
        """The argument as the user wrote it, `name=value`; the known value if it came from elsewhere."""
        given = self.argument(argument)
        shown = self.known(argument)
        if isinstance(shown, (Configured, Symbol)):
            return f"{argument}={shown.cls if isinstance(shown, Configured) else shown.name}"
        return f"{argument}={shown!r}" if isinstance(given.value, Known) else f"{argument}=..."

    # Edits. Each is None where the argument is not written in this call, since then an edit here would be wrong.

    def set_argument(self, name: str, text: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Write `name=text` into the call, replacing the value that stands there."""
        given = self.argument(name)
        title = f"write `{name}={text}`"
        if not self.is_call or (self.given(name) and given.place is None) or _is_of_parameter(given, text):
            return None
        if given.place is not None:
            if _is_worked_out(given) and given.place.text not in text:
                applicability = "unsafe"
            return Fix(title, applicability, (Edit(given.place.span, text),))
        if not self.complete:
            return None
        call = self.place.span
        wholes = sorted(a.whole.span for a in self.arguments.values() if a.whole is not None)
        if wholes:
            end = wholes[-1]
            at = Span(end.end_line, end.end_column, end.end_line, end.end_column)
            return Fix(title, applicability, (Edit(at, f", {name}={text}"),))
        at = Span(call.end_line, call.end_column - 1, call.end_line, call.end_column - 1)
        return Fix(title, applicability, (Edit(at, f"{name}={text}"),))

    def rename_argument(self, old: str, new: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Write `new=value` for `old=value`."""
        given = self.argument(old)
        if given.whole is None or given.place is None or given.whole.span == given.place.span:
            return None
        whole, value = given.whole.span, given.place.span
        keyword = Span(whole.line, whole.column, value.line, value.column)
        text = self.place.locator.text(keyword)
        if not text.startswith(old):
            return None
        return Fix(f"write `{new}=`", applicability, (Edit(keyword, new + text[len(old) :]),))

    def remove_argument(self, name: str, *, applicability: Applicability = "safe") -> Fix | None:
        """Delete a keyword argument with its comma, so that Keras' default holds again."""
        given = self.argument(name)
        if given.whole is None or given.place is None or given.whole.span == given.place.span:
            return None
        if _is_of_parameter(given):
            return None
        gone = given.whole.span
        wholes = sorted(a.whole.span for a in self.arguments.values() if a.whole is not None)
        at = wholes.index(gone)
        if at > 0:
            before = wholes[at - 1]
            cut = Span(before.end_line, before.end_column, gone.end_line, gone.end_column)
        elif len(wholes) > 1:
            cut = Span(gone.line, gone.column, wholes[1].line, wholes[1].column)
        else:
            cut = gone
        if "#" in self.place.locator.text(cut):
            return None  # a comment stands between: leave the choice to a person
        return Fix(f"remove `{name}`", applicability, (Edit(cut, ""),))

    def delete_call(self, *, applicability: Applicability = "safe") -> Fix | None:
        """Delete the call where it stands alone: in a list, in `model.add(...)`, in `x = Dropout(0.2)(x)`."""
        span, text = self.place.span, self.place.locator.text
        before = text(Span(span.line, 1, span.line, span.column))
        rest = text(Span(span.end_line, span.end_column, span.end_line, sys.maxsize))
        after, newline, _ = rest.partition("\n")
        if not newline:
            return None
        added = re.fullmatch(r"\s*[\w.]+\.add\(", before) and after.strip() == ")"
        passed = re.fullmatch(r"\s*(\w+) = (?:[\w.]+\.)?", before)
        applied = passed is not None and after.strip() == f"({passed[1]})"
        if added or applied or (not before.strip() and after.strip() == ","):
            cut = Span(span.line, 1, span.end_line + 1, 1)
        elif re.search(r",\s+$", before) and after.startswith("]"):
            cut = Span(span.line, len(before.rstrip()), span.end_line, span.end_column)
        else:
            return None
        return Fix(f"delete `{self.cls}`", applicability, (Edit(cut, ""),))
