"""Arguments of layers as Keras 1 spelled them, by the names that they have since Keras 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lstm_lint.ir.values import OLDER_NAME
from lstm_lint.keras_api.signatures import signature
from lstm_lint.keras_api.successors import (
    RENAMED_ARGUMENTS,
    RENAMED_ARGUMENTS_OF,
    REPLACED_ARGUMENTS,
    REPLACED_ARGUMENTS_OF,
)
from lstm_lint.keras_api.versions import AFTER_MULTI_BACKEND, KerasTarget
from lstm_lint.reader.abstract.values import Abstract, Given, Items
from lstm_lint.script import Known, Unknown

_OLDER: Final = Unknown(OLDER_NAME)
# `Convolution2D(32, 3, 3)`: filters, rows and columns of the kernel; since Keras 2 the third number is the stride.
_ROWS_AND_COLUMNS: Final = frozenset({"Conv2D", "Conv2DTranspose", "SeparableConv2D", "LocallyConnected2D"})


def spelled_before(
    kind: str, cls: str, given: Mapping[str, Given], target: KerasTarget
) -> dict[str, Abstract]:
    """What is known of arguments that a call gives by older names: the value where it means the same, else unknown."""
    if kind != "layers":
        return {}
    found: dict[str, Abstract] = {}
    api = signature(kind, cls, target)
    names = api.keywords if api is not None else frozenset()
    for name, one in given.items():
        if name in names or name.isdigit():
            continue
        same = RENAMED_ARGUMENTS_OF.get(cls, {}).get(name) or RENAMED_ARGUMENTS.get(name)
        other = REPLACED_ARGUMENTS_OF.get(cls, {}).get(name) or REPLACED_ARGUMENTS.get(name)
        if same in names and same not in given:
            found[same] = one.value
        elif other in names and other not in given:
            found[other] = _OLDER
    kernel = _kernel(cls, given, target)
    in_keras_1 = bool(found) or _OLDER in kernel.values()
    if in_keras_1 and cls.endswith(("2D", "3D")) and "data_format" in names and "data_format" not in given:
        found["data_format"] = _OLDER  # the order of the axes was a setting of each machine
    return {**found, **kernel}


def _kernel(cls: str, given: Mapping[str, Given], target: KerasTarget) -> dict[str, Abstract]:
    """keras/legacy/interfaces.py, conv2d_args_preprocessor: Keras 2.0 to 2.3 takes two numbers for the kernel."""
    if cls not in _ROWS_AND_COLUMNS or not ("kernel_size" in given and "strides" in given):
        return {}
    rows, columns = given["kernel_size"], given["strides"]
    if not (_is_number_by_position(rows) and _is_number_by_position(columns)):
        return {}
    if target.standalone is False or (target.certainty == "pinned" and target.low >= AFTER_MULTI_BACKEND):
        return {}
    if target.certainty == "pinned" and target.high < AFTER_MULTI_BACKEND:
        return {"kernel_size": Items([rows.value, columns.value], False), "strides": Known(1)}
    return {"kernel_size": _OLDER, "strides": _OLDER}


def _is_number_by_position(one: Given) -> bool:
    number = isinstance(one.value, Known) and isinstance(one.value.value, int)
    return number and one.whole is not None and one.whole.keyword is None
