"""argparse: what a script takes from its command line is not known, but the default that holds without it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.values import Abstract, Class, Instance, Items
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
    flags = [given.value.value for given in args.positional if isinstance(given.value, Known)]
    named = [flag for flag in flags if isinstance(flag, str)]
    target = args.at(None, "dest")
    if isinstance(target, Known):
        name = str(target.value)
    elif named:
        long = next((flag for flag in named if flag.startswith("--")), named[0])
        name = long.lstrip("-").replace("-", "_")
    else:
        return
    default = args.at(None, "default")
    said = f", {default.value!r} where it is not given" if isinstance(default, Known) else ""
    owner.names[name] = Unknown(f"`{name}` is taken from the command line{said}"[:200])
