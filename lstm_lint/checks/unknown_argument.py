"""LL908: an argument that nobody takes: misspelled, beside the bracket it belongs into, or in the place of another."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Severity, Span
from lstm_lint.ir.closest import closest
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.argument_roles import taken_by_call
from lstm_lint.keras_api.keras_2_imports import needs_keras_1
from lstm_lint.keras_api.lifetimes import may_take
from lstm_lint.keras_api.signatures import (
    accepts,
    ever_named,
    not_accepted,
    removed_keyword,
    signature,
)
from lstm_lint.keras_api.successors import RENAMED_ARGUMENTS, REPLACED_ARGUMENTS
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.api_calls import objects
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refused_arguments import went_or_is_of_a_sibling
from lstm_lint.notions.training import callbacks
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Argument, Configured, Script

_WRAPPERS = ("Bidirectional", "TimeDistributed")
_NAMES_OF_INPUT = ("inputs", "input", "x", "sequences", "sequence", "input_tensor", "tensor")
_OLD_ENDS = {"input": "inputs", "output": "outputs"}  # of Model, up to Keras 2.3


@check("unknown-argument")
def unknown_argument(script: Script) -> Iterator[Problem]:
    if needs_keras_1(name.path for name in script.names):
        return  # LL902
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    target = script.target
    for call in script.calls:
        if call.cls == "Model":
            yield from _ends_of_model(call, target)
        elif call.cls in ("Sequential", "Sequential.add"):
            yield from _beside_the_bracket(script, call)
        elif call.cls == "Layer.add_weight":
            yield from _name_for_shape(call, target)
        elif call.cls.endswith(".__call__"):
            yield from _of_layer_call(call, target)
    for kind, name, what in objects(script):
        refused = not_accepted(kind, name, what.names_given, target)
        if not refused:
            continue
        foreign: list[Problem] = []
        for keyword in refused:
            argument = what.argument(keyword)
            if argument.at is not None and not _has_a_rule(kind, name, keyword, target):
                of_fit = name == "Model.fit_generator" and accepts("methods", "Model.fit", keyword, target)
                near = None if of_fit else _nearest(kind, name, keyword, what, target)
                message = f"`{what.cls}` takes no argument `{keyword}`: it raises"
                other = near is not None and keyword in REPLACED_ARGUMENTS  # its value has another form
                fix = (
                    what.rename_argument(keyword, near, applicability="unsafe")
                    if near and not other
                    else None
                )
                if near:
                    message = with_cure(message, f"write `{near}`")
                elif of_fit:
                    message = with_cure(message, "call `fit`")
                elif what.cls in _WRAPPERS and accepts("layers", "LSTM", keyword, target):
                    message = with_cure(message, "give it to the layer inside")
                problem = Problem(message, argument.at.span, fix=fix, cause=keyword)
                if near:
                    yield problem
                else:
                    foreign.append(problem)
        yield from _as_one(foreign)
    yield from _of_callbacks(script)


def _as_one(foreign: list[Problem]) -> Iterator[Problem]:
    """Several arguments that no other name comes near to are those of something else: they have one cause."""
    cause = ", ".join(str(problem.cause) for problem in foreign)
    yield from (replace(problem, cause=cause) for problem in foreign)


def _of_callbacks(script: Script) -> Iterator[Problem]:
    """`ModelCheckpoint(save_best_olny=True)`: Keras 3 raises, tf.keras took any keyword and ignored this one."""
    for callback, _, _ in callbacks(script):
        for keyword in callback.names_given:
            argument = callback.argument(keyword)
            taken = accepts("callbacks", callback.cls, keyword, script.target)
            if argument.at is None or taken is None or ever_named("callbacks", callback.cls, keyword):
                continue
            near = _nearest("callbacks", callback.cls, keyword, callback, script.target)
            if taken and near is None:
                continue
            does = "it is ignored" if taken else "it raises"
            message = f"`{callback.cls}` takes no argument `{keyword}`: {does}"
            yield Problem(
                f"{message}; write `{near}`" if near else message,
                argument.at.span,
                Severity.WARNING if taken else None,
                fix=callback.rename_argument(keyword, near, applicability="unsafe") if near else None,
                cause=keyword,
            )


def _has_a_rule(kind: str, name: str, keyword: str, target: KerasTarget) -> bool:
    """LL901 and LL902 know what took the place of an argument. A number stands for one by position."""
    # `compile` of Keras 2 took any keyword and passed it on.
    if may_take(f"layers.{name}" if kind == "layers" else name, keyword, target):
        return True
    if keyword.isdigit() or (name != "Model.compile" and removed_keyword(kind, name, keyword, target)):
        return True
    return kind == "layers" and went_or_is_of_a_sibling(name, keyword, target)


def _nearest(kind: str, name: str, keyword: str, given: Configured, target: KerasTarget) -> str | None:
    old = RENAMED_ARGUMENTS.get(keyword) or REPLACED_ARGUMENTS.get(keyword)
    if old is not None and accepts(kind, name, old, target):
        return old
    api = signature(kind, name, target)
    free = [one.name for one in api.parameters if not given.given(one.name)] if api is not None else []
    longer = [one for one in free if one.startswith(keyword)] if len(keyword) > 3 else []  # `return_seq`
    return longer[0] if len(longer) == 1 else closest(keyword, free, 0.8)


def _ends_of_model(call: Configured, target: KerasTarget) -> Iterator[Problem]:
    """`Model(input=, output=)`: Keras 2.4 stopped translating them, and tf.keras never did."""
    old = [name for name in _OLD_ENDS if call.given(name) and call.argument(name).whole is not None]
    if not old or not (target.at_least(2, 4) or target.standalone is False):
        return
    edits: list[Edit] = []
    for name in old:
        fix = call.rename_argument(name, _OLD_ENDS[name])
        edits.extend(fix.edits if fix is not None else ())
    written, new = (" and ".join(f"`{name}`" for name in names) for names in (old, map(_OLD_ENDS.get, old)))
    whole = call.argument(old[0]).whole
    assert whole is not None
    fix = Fix(f"write {new}", "safe", tuple(edits)) if len(edits) == len(old) else None
    yield Problem(
        f"`Model` takes no {written}: it raises in {target.title}; write {new}", whole.span, fix=fix
    )


def _beside_the_bracket(script: Script, call: Configured) -> Iterator[Problem]:
    """`add(LSTM(8), dropout=0.2)`: what belongs to the layer is given to `add`."""
    for keyword, argument in call.arguments.items():
        refused = accepts("methods", call.cls, keyword, script.target) is False
        if argument.whole is None or keyword.isdigit() or not refused:
            continue
        message = f"`{call.cls.rpartition('.')[2]}` takes no argument `{keyword}`: TypeError"
        layer = call.known("layer")
        if isinstance(layer, Configured) and accepts("layers", layer.cls, keyword, script.target):
            message = f"{message}; it is an argument of `{layer.cls}`"
            yield Problem(message, argument.whole.span, fix=_into_bracket(call, layer, keyword))
        else:
            yield Problem(message, argument.whole.span)


def _of_layer_call(call: Configured, target: KerasTarget) -> Iterator[Problem]:
    """`LSTM(8)(inputs=x)`, whose tensor is called `sequences`; `Dense(8)(x, activation="relu")`."""
    cls = call.cls.removesuffix(".__call__")
    taken = taken_by_call(cls)
    for keyword, argument in call.arguments.items():
        if argument.whole is None or keyword.isdigit() or keyword in (*taken, "training"):
            continue
        message = f"`{cls}` takes no `{keyword}` where it is called: TypeError"
        fix = None
        if "0" not in call.arguments and taken[0] not in call.arguments and keyword in _NAMES_OF_INPUT:
            message = f"{message}; the tensor needs no name"
            fix = _without_its_name(argument)
        elif accepts("layers", cls, keyword, target):
            message = f"{message}; it is an argument of the layer itself"
        elif "state" in keyword and "initial_state" in taken:
            message = f"{message}; write `initial_state`"
        yield Problem(message, argument.whole.span, fix=fix)


def _without_its_name(argument: Argument) -> Fix | None:
    """`x` for `inputs=x`."""
    if argument.place is None or argument.whole is None:
        return None
    whole, value = argument.whole.span, argument.place.span
    keyword = Span(whole.line, whole.column, value.line, value.column)
    return Fix("leave the name out", "safe", (Edit(keyword, ""),)) if value != whole else None


def _into_bracket(call: Configured, layer: Configured, keyword: str) -> Fix | None:
    """Take the argument away from `add` and write it at the end of the layer's own arguments."""
    whole, place = call.argument(keyword).whole, layer.place
    removal = call.remove_argument(keyword)
    if whole is None or removal is None or not layer.is_call or not layer.arguments or layer.given(keyword):
        return None
    span = place.span
    end = Span(span.end_line, span.end_column - 1, span.end_line, span.end_column - 1)
    inside = place.locator.text(span).rstrip(")").rstrip()
    if inside.endswith((",", "(")):
        return None
    return Fix(
        f"move `{keyword}` into `{layer.cls}`", "unsafe", (Edit(end, f", {whole.text}"), *removal.edits)
    )


def _name_for_shape(call: Configured, target: KerasTarget) -> Iterator[Problem]:
    """`add_weight("w", shape=...)`: the first argument was the name up to Keras 2, and is the shape in Keras 3."""
    first = call.argument("0")
    if not isinstance(call.known("0"), str) or first.place is None or not target.at_least(3):
        return
    message = "`add_weight` takes the shape first in Keras 3 and raises for a name; write `name=`"
    span = first.place.span
    at = Span(span.line, span.column, span.line, span.column)
    others = [name for name in call.arguments if name.isdigit() and name != "0"]
    fix = None
    if not others and not call.given("name"):
        fix = Fix("write `name=`", "safe", (Edit(at, "name="),))
    yield Problem(message, span, fix=fix)
