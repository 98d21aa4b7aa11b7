"""The specification of a rule of the project as a strict model. Pages are read by the kit that plug-in authors have."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from lstm_lint.smoke import probes
from lstm_lint.testing import Block, Page, read

__all__ = ["SECTIONS", "Block", "FrontMatter", "Page", "read"]

SECTIONS = ("Why", "Bad", "Good", "When to ignore it", "Evidence")
PROBES = (*probes.EXACT, *probes.TRAINING, "none")


class FrontMatter(BaseModel):
    """The specification of a rule: no key too many, none too few, no type bent, no probe that there is not."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(pattern=r"^LL\d{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    severity: Literal["error", "warning", "advice"]
    group: Literal[
        "structure",
        "gates",
        "masking",
        "loss",
        "optimizer",
        "capacity",
        "data",
        "callbacks",
        "keras-api",
        "engine",
    ]
    default: bool
    fix: Literal["safe", "unsafe", "none"]
    keras: str = Field(pattern=r"^(>=|<=|==|!=|<|>)\d+(\.\d+)?(,(>=|<=|==|!=|<|>)\d+(\.\d+)?)*$")
    smoke: Literal[PROBES]  # type: ignore[valid-type]
    explains: str = Field(default="", pattern=r"^(LL\d{3}( LL\d{3})*)?$")
    not_confirmable: str = ""
    since: str = Field(pattern=r"^\d+\.\d+$")
    options: dict[str, bool | int | float | str | list[str]] = {}
