"""argparse, click and typer: what a script takes from its command line is not known, but its default is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import syntax
from lstm_lint.reader.names import canonical
from lstm_lint.reader.values import Abstract, Class, Function, Instance, Items, Module
from lstm_lint.script import Known, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_PARSER = Class(cst.ClassDef(cst.Name("ArgumentParser"), cst.IndentedBlock([])), "ArgumentParser", {}, ())
_NAMESPACE = Class(cst.ClassDef(cst.Name("Namespace"), cst.IndentedBlock([])), "Namespace", {}, ())
_GROUPS = ("add_argument_group", "add_mutually_exclusive_group")


def parser(walk: Walk) -> Instance:
    """`argparse.ArgumentParser()`: its names are those of the arguments."""
    return Instance(_PARSER, {}, walk.depth)


def is_parser(owner: Instance) -> bool:
    return owner.cls is _PARSER


def method(walk: Walk, owner: Instance, name: str, args: Args) -> Abstract:
    """`add_argument` and `parse_args`."""
    if name == "add_argument":
        _add(owner, args)
        return Unknown("an argument of the command line")
    if name in _GROUPS:
        return owner
    if name == "parse_args":
        return Instance(_NAMESPACE, dict(owner.names), walk.depth)
    if name in ("parse_known_args", "parse_known_intermixed_args"):
        return Items([Instance(_NAMESPACE, dict(owner.names), walk.depth), Unknown("the rest")], False)
    return Unknown("a method of a command line parser")


def _add(owner: Instance, args: Args) -> None:
    name = _destination(args)
    if name is not None:
        owner.names[name] = _taken(name, args.at(None, "default"))


def _destination(args: Args) -> str | None:
    """The name under which an argument is found: `--hidden-units` is `hidden_units`, the long form before the short."""
    target = args.at(None, "dest")
    if isinstance(target, Known):
        return str(target.value)
    flags = [given.value.value for given in args.positional if isinstance(given.value, Known)]
    named = [flag.partition("/")[0] for flag in flags if isinstance(flag, str)]
    if not named:
        return None
    own = next(
        (flag for flag in named if flag.isidentifier()), None
    )  # click: `option("-u", "--units", "size")`
    long = own or next((flag for flag in named if flag.startswith("--")), named[0])
    return long.lstrip("-").replace("-", "_")


def _taken(name: str, default: Abstract | None) -> Unknown:
    stated = isinstance(default, Known) and default.value is not Ellipsis
    said = f", {default.value!r} where it is not given" if isinstance(default, Known) and stated else ""
    return Unknown(f"`{name}` is taken from the command line{said}"[:200])


def parameter(walk: Walk, function: Function, given: cst.Param) -> Unknown | None:
    """A parameter that click or typer fills from the command line; None for any other."""
    node = function.node
    if not isinstance(node, cst.FunctionDef) or not any(path.startswith(_LIBRARIES) for path in walk.imports):
        return None
    name = given.name.value
    outer, walk.scope = walk.scope, function.scope
    try:
        for decorator in node.decorators:
            call = decorator.decorator
            if isinstance(call, cst.Call) and _path(walk, call.func) in ("click.option", "click.argument"):
                args = _arguments(walk, call)
                if _destination(args) == name:
                    return _taken(name, args.at(None, "default"))
        written = _typer_option(walk, given.default)
        if written is not None:
            return _taken(name, written.at(0, "default"))
        default = walk.evaluate(given.default) if given.default is not None else None
        return _taken(name, default) if _is_command(walk, node) or _is_annotated(walk, given) else None
    finally:
        walk.scope = outer


_LIBRARIES = ("click", "typer")


def _path(walk: Walk, node: cst.BaseExpression) -> str:
    value = walk.evaluate(node)
    return canonical(value.path) if isinstance(value, Module) else ""


def _arguments(walk: Walk, call: cst.Call) -> Args:
    from lstm_lint.reader.calls import arguments

    return arguments(walk, call.args)


def _typer_option(walk: Walk, node: cst.BaseExpression | None) -> Args | None:
    """The arguments of `typer.Option(...)` or `typer.Argument(...)`."""
    if not isinstance(node, cst.Call) or _path(walk, node.func) not in ("typer.Option", "typer.Argument"):
        return None
    return _arguments(walk, node)


def _is_annotated(walk: Walk, given: cst.Param) -> bool:
    """`units: Annotated[int, typer.Option()]`."""
    annotation = given.annotation.annotation if given.annotation is not None else None
    if not isinstance(annotation, cst.Subscript) or not syntax.dotted(annotation.value).endswith("Annotated"):
        return False
    items = [element.slice.value for element in annotation.slice if isinstance(element.slice, cst.Index)]
    return any(_typer_option(walk, item) is not None for item in items)


def _is_command(walk: Walk, node: cst.FunctionDef) -> bool:
    """`@app.command()` of a typer application, or a function given to `typer.run`."""
    if node in walk.commands:
        return True
    decorators = [decorator.decorator for decorator in node.decorators]
    calls = [syntax.dotted(each.func) for each in decorators if isinstance(each, cst.Call)]
    typer = any(path.partition(".")[0] == "typer" for path in walk.imports)
    return typer and any(name.endswith(".command") for name in calls)
