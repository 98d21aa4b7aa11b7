"""The specification of a rule of the project as a strict model. Pages are read by the kit that plug-in authors have."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lstm_lint.notions.linked import PLACES
from lstm_lint.smoke import probes
from lstm_lint.smoke.mend import CHANGES
from lstm_lint.smoke.specification import Data
from lstm_lint.testing import Block, Page, read

__all__ = ["SECTIONS", "Block", "FrontMatter", "Page", "read"]

SECTIONS = ("Why", "Bad", "Good", "When to ignore it", "Evidence")
DATA = Literal[tuple(one.name for one in fields(Data))]  # type: ignore[valid-type]
PROBES = (*probes.EXACT, *probes.TRAINING, "none")


class Smoke(BaseModel):
    """The table `[smoke]`: as `lstm_lint.smoke.facts` reads it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    probe: Literal[(*probes.EXACT, *probes.TRAINING)]  # type: ignore[valid-type]
    mend: Literal["code"] | dict[Literal[tuple(CHANGES)], Any] | None = None  # type: ignore[valid-type]
    off: dict[Literal[tuple(CHANGES)], Any] | None = None  # type: ignore[valid-type]
    plant: Literal["code"] | dict[DATA, Any] | None = None  # type: ignore[valid-type]
    advice: str = ""
    about: list[Literal["optimizer", "weights", "input", "regularization", "features"]] = []
    rebuild: Literal["optimizer", "argument", "free-length"] | None = None
    steps: Literal["long"] | int | None = None
    needs: Literal["length"] | None = None
    units: int = 0
    noise: float = 1.0
    input: Literal["ids"] | None = None
    probing: dict[
        Literal["weight", "step", "feeds", "labels", "optimizer", "outcome", "slower"], str | bool
    ] = {}
    planted: Literal["page"] | None = None


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
    smoke: Literal[PROBES] | Smoke  # type: ignore[valid-type]
    effect: str = Field(default="", pattern=r"^([a-z0-9].*[^.])?$")
    explains: str = Field(default="", pattern=r"^(LL\d{3}( LL\d{3})*)?$")
    outdated: bool = False
    pedantic: bool = False
    see: str = Field(default="", pattern=rf"^(({'|'.join(PLACES)})( ({'|'.join(PLACES)}))*)?$")
    not_confirmable: str = ""
    tag: Literal["", "deprecated", "unnecessary"] = ""
    since: str = Field(pattern=r"^\d+\.\d+$")
    options: dict[str, bool | int | float | str | list[str]] = {}
