"""argparse, click and typer: what a script takes from its command line is not known, but its default is named."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Args, Class, Function, Instance, Items, Method, Module
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Ending, Known, Overridable, Unknown

_ARGPARSE = "argparse.ArgumentParser"
_PARSER = Class(cst.made_up_class("ArgumentParser"), "ArgumentParser", {}, (), _ARGPARSE)
_NAMESPACE = Class(cst.made_up_class("Namespace"), "Namespace", {}, ())
_GROUPS = ("add_argument_group", "add_mutually_exclusive_group")


def _parser(it: Interpreter, call: Call) -> Instance:
    """`argparse.ArgumentParser()`: its names are those of the arguments."""
    return Instance(_PARSER, Names(), it.control.depth)


class _Parser(Base):
    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract:
        """`add_argument` and `parse_args`."""
        name = call.name
        if name == "add_argument":
            _add(instance, call.args)
            return Unknown("an argument of the command line")
        if name in _GROUPS:
            return instance
        if name == "set_defaults":
            for one in instance.names if not call.args.complete else call.args.keywords:
                instance.names[one] = Unknown("a default of the command line")
            return Known(None)
        if name == "parse_args":
            return _namespace(it, call.args, instance)
        if name in ("parse_known_args", "parse_known_intermixed_args"):
            taken = _namespace(it, call.args, instance)
            return Items([taken, Unknown("the rest")], False)
        return Unknown("a method of a command line parser")

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract:
        return Method(instance, name)


def _namespace(it: Interpreter, args: Args, parser: Instance) -> Instance:
    """What a parser has taken. A list of arguments that the program itself gives may hold others than the defaults."""
    names = Names(parser.names)
    if args.at(0, "args") not in (None, Known(None)) or not args.complete:
        for name, value in parser.names.items():
            if isinstance(value, (Ending, Overridable)):
                names[name] = Unknown(value.reason)
    return Instance(_NAMESPACE, names, it.control.depth)


def _add(owner: Instance, args: Args) -> None:
    name = _destination(args)
    if name is not None:
        plain = args.complete and not any(args.at(None, one) for one in _CONVERTS)
        default = args.at(None, "default")
        given = plain and (args.at(None, "required") == Known(True) or not _is_option(args))
        if given and default in (None, Known(None)):
            owner.names[name] = Ending(f"`{name}` is taken from the command line")
        else:
            owner.names[name] = _taken(name, default, plain)


# What makes something else of the text that an argument is.
_CONVERTS = ("type", "action", "nargs", "const")


def _is_option(args: Args) -> bool:
    """Whether it may be left out, `--units`."""
    flags = [given.value.value for given in args.positional if isinstance(given.value, Known)]
    return not flags or any(not isinstance(flag, str) or flag.startswith("-") for flag in flags)


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


def _taken(name: str, default: Abstract | None, plain: bool = False) -> Unknown:
    """What an argument is. `plain`: nothing makes a number of it."""
    stated = isinstance(default, Known) and default.value is not Ellipsis
    said = f", {default.value!r} where it is not given" if isinstance(default, Known) and stated else ""
    why = f"`{name}` is taken from the command line{said}"[:200]
    if isinstance(default, Known) and isinstance(default.value, str):
        return Overridable(why, default.value, plain)
    return Unknown(why)


def parameter(it: Interpreter, function: Function, given: cst.Param) -> Unknown | None:
    """A parameter that click or typer fills from the command line; None for any other."""
    node = function.node
    if not isinstance(node, cst.FunctionDef) or not any(
        path.startswith(_LIBRARIES) for path in it.record.imports
    ):
        return None
    name = given.name.value
    with it.within(function.scope):
        for decorator in node.decorators:
            call = decorator.decorator
            if isinstance(call, cst.Call) and _path(it, call.func) in ("click.option", "click.argument"):
                args = _arguments(it, call)
                if _destination(args) == name:
                    return _taken(name, args.at(None, "default"))
        written = _typer_option(it, given.default)
        if written is not None:
            return _taken(name, written.at(0, "default"))
        default = it.evaluate(given.default) if given.default is not None else None
        return _taken(name, default) if _is_command(it, node) or _is_annotated(it, given) else None


_LIBRARIES = ("click", "typer")


def _path(it: Interpreter, node: cst.BaseExpression) -> str:
    value = it.evaluate(node)
    return canonical(value.path) if isinstance(value, Module) else ""


def _arguments(it: Interpreter, call: cst.Call) -> Args:
    return it.arguments(call.args)


def _typer_option(it: Interpreter, node: cst.BaseExpression | None) -> Args | None:
    """The arguments of `typer.Option(...)` or `typer.Argument(...)`."""
    if not isinstance(node, cst.Call) or _path(it, node.func) not in ("typer.Option", "typer.Argument"):
        return None
    return _arguments(it, node)


def _is_annotated(it: Interpreter, given: cst.Param) -> bool:
    """`units: Annotated[int, typer.Option()]`."""
    annotation = given.annotation.annotation if given.annotation is not None else None
    if not isinstance(annotation, cst.Subscript) or not syntax.dotted(annotation.value).endswith("Annotated"):
        return False
    items = [element.slice.value for element in annotation.slice if isinstance(element.slice, cst.Index)]
    return any(_typer_option(it, item) is not None for item in items)


def _is_command(it: Interpreter, node: cst.FunctionDef) -> bool:
    """`@app.command()` of a typer application, or a function given to `typer.run`."""
    if node in it.record.commands:
        return True
    decorators = [decorator.decorator for decorator in node.decorators]
    calls = [syntax.dotted(each.func) for each in decorators if isinstance(each, cst.Call)]
    typer = any(path.partition(".")[0] == "typer" for path in it.record.imports)
    return typer and any(name.endswith(".command") for name in calls)


def _run(it: Interpreter, call: Call) -> None:
    """`typer.run(main)`."""
    given = call.args.positional[0].value if call.args.positional else None
    if isinstance(given, Function):
        it.record.commands.add(given.node)


FUNCTIONS: dict[str, Handler] = {_ARGPARSE: _parser, "typer.run": _run}
LIBRARY = Library(FUNCTIONS, bases={_ARGPARSE: _Parser()})
