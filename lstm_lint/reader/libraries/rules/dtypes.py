"""Dtypes of results, as numpy 2 makes them."""

from __future__ import annotations

from lstm_lint.keras_api.dims import give_up
from lstm_lint.reader.abstract.values import Abstract, Module
from lstm_lint.reader.libraries.effects import Bound, Rule
from lstm_lint.script import Known

_SIZES = {
    "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "float16": 2,
    "float32": 4, "float64": 8,
}  # fmt: skip
_NAMED = {
    "float": "float64", "int": "int64", "bool": "bool", "double": "float64", "single": "float32", "half": "float16",
    "bool_": "bool", "int_": "int64", "float_": "float64", "object": "object", "str": "str", "f4": "float32",
    "f8": "float64", "i4": "int32", "i8": "int64", **{name: name for name in _SIZES},
}  # fmt: skip


def as_dtype(value: Abstract | None) -> str:
    """The dtype that an argument names: `"float32"`, `np.float32`, `float`."""
    named = (
        value.value
        if isinstance(value, Known)
        else value.path.rpartition(".")[2]
        if isinstance(value, Module)
        else None
    )
    return _NAMED[named] if isinstance(named, str) and named in _NAMED else give_up("no dtype that is known")


def same_dtype(bound: Bound) -> str:
    return _dtype(bound, 0)


def _dtype(bound: Bound, at: int) -> str:
    found = bound.operands[at].dtype if at < len(bound.operands) else None
    if found in _WEAK:
        return _NAMED[str(found)]
    return found if found is not None else give_up("a dtype is not known")


def stated_dtype(default: Rule[str] | str | None = None, name: str = "dtype") -> Rule[str]:
    """The dtype that an argument names, else the default."""

    def rule(bound: Bound) -> str:
        if bound.given(name):
            return as_dtype(bound.arguments[name])
        found = default(bound) if callable(default) else default
        return found if found is not None else give_up("no dtype")

    return rule


_WEAK = ("int", "float", "bool")  # Python numbers, which adapt to the array beside them


def promoted(bound: Bound) -> str:
    """What numpy makes of several dtypes together."""
    dtypes = [operand.dtype for operand in bound.present]
    strong = [dtype for dtype in dtypes if dtype is not None and dtype not in _WEAK]
    if None in dtypes:
        give_up("a dtype is not known")
    if not strong:
        give_up("numbers only")
    found = strong[0]
    for other in strong[1:]:
        found = promote(found, other)
    for number in dtypes:
        if number in _WEAK:
            found = _beside(found, str(number))
    return found


def as_arrays(bound: Bound) -> str:
    """The same for functions that make arrays of numbers first: no dtype adapts to another."""
    dtypes = [_dtype(bound, at) for at in range(len(bound.operands))]
    found = dtypes[0]
    for other in dtypes[1:]:
        found = promote(found, other)
    return found


def _beside(dtype: str, number: str) -> str:
    """The dtype of an array with a Python number: only the kind of the number counts (NEP 50, and before it alike)."""
    if number == "float" and not dtype.startswith("float"):
        return "float64" if dtype in _SIZES or dtype == "bool" else give_up("no numbers")
    if number == "int" and dtype == "bool":
        return "int64"
    return dtype if dtype in _SIZES or dtype == "bool" else give_up("no numbers")


def promote(first: str, second: str) -> str:
    if first == second:
        return first
    if "bool" in (first, second):
        other = second if first == "bool" else first
        return other if other in _SIZES else give_up("no numbers")
    if first not in _SIZES or second not in _SIZES:
        give_up("no numbers")
    kinds = [name.rstrip("0123456789") for name in (first, second)]
    sizes = [_SIZES[first], _SIZES[second]]
    if "float" in kinds:
        # An integer needs a float that holds it: int16 with float16 is float32, int32 with float32 is float64.
        needed = [
            size if kind == "float" else min(size * 2, 8) for kind, size in zip(kinds, sizes, strict=True)
        ]
        return f"float{max(needed) * 8}"
    if kinds[0] == kinds[1]:
        return first if sizes[0] > sizes[1] else second
    unsigned = sizes[kinds.index("uint")]
    size = max(sizes[kinds.index("int")], unsigned * 2)
    return f"int{size * 8}" if size <= 8 else "float64"


def floating(bound: Bound) -> str:
    """Functions that make floats: integers become float64, small ones smaller floats."""
    return _floating(_dtype(bound, 0))


def _floating(dtype: str) -> str:
    if dtype.startswith("float"):
        return dtype
    small = {
        "bool": "float16",
        "int8": "float16",
        "uint8": "float16",
        "int16": "float32",
        "uint16": "float32",
    }
    return small.get(dtype, "float64") if dtype in _SIZES or dtype == "bool" else give_up("no numbers")


def floating_together(bound: Bound) -> str:
    """Functions of several arrays that make floats."""
    return _floating(promoted(bound))


def only_floats(bound: Bound) -> str:
    """The same of floats; of integers numpy before 2.1 makes floats, later ones integers."""
    dtype = _dtype(bound, 0)
    return dtype if dtype.startswith("float") else give_up("integers")


def divided(bound: Bound) -> str:
    """`a / b`: floats, of integers float64."""
    dtype = promoted(bound)
    return dtype if dtype.startswith("float") else "float64"


def filled(bound: Bound) -> str:
    """`np.full(shape, value)`: that of the value, where no other is stated."""
    found = bound.operand(bound.arguments.get("fill_value")).dtype
    return _NAMED.get(str(found), str(found)) if found is not None else give_up("not known")


def counting(bound: Bound) -> str:
    """`np.arange(...)`: integers of integers."""
    kinds = {bound.operand(value).dtype for value in bound.rest}
    return "int64" if kinds == {"int"} else "float64" if kinds <= {"int", "float"} else give_up("not known")


def averaged(bound: Bound) -> str:
    """A mean: float64 of integers."""
    dtype = _dtype(bound, 0)
    if dtype.startswith("float"):
        return dtype
    return "float64" if dtype in _SIZES or dtype == "bool" else give_up("no numbers")


def summed(bound: Bound) -> str:
    """A sum: small integers are added up as int64."""
    dtype = _dtype(bound, 0)
    if dtype == "bool" or (dtype.startswith("int") and _SIZES[dtype] < 8):
        return "int64"
    return "uint64" if dtype.startswith("uint") else dtype


def numeric(bound: Bound) -> str:
    """The same, of numbers alone: of bools numpy has its own answer, or none."""
    dtype = promoted(bound) if len(bound.operands) > 1 else _dtype(bound, 0)
    return dtype if dtype in _SIZES else give_up("no numbers")


def joined_dtype(bound: Bound) -> str:
    """Of arrays that are put together."""
    if not bound.whole and len(bound.parts) == 1:
        return _dtype(bound, 0)
    return promoted(bound)
