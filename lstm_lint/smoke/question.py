"""A question to an exact probe, its answer, and how two arms are compared: the defect raises, the fix does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.decide import Answer
from lstm_lint.smoke.specification import Specification, train_alike


@dataclass(frozen=True)
class Seen:
    """What an exact probe saw, in words."""

    answer: Answer
    written: str = ""
    fixed: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """Both arms, what the finding blames, and what the page of its rule says to the probe."""

    backend: Backend
    written: Specification
    fixed: Specification | None
    node: str | None = None
    argument: str | None = None
    detail: Any = None
    probing: Mapping[str, Any] = field(default_factory=dict)


def compared(question: Question, attempt: Callable[[Question, Specification], str]) -> Seen:
    """Confirmed where the attempt fails as written and not as fixed. Identical arms are no comparison."""
    fixed_arm = question.fixed
    if fixed_arm is not None and question.detail is None and train_alike(fixed_arm, question.written):
        return Seen("inconclusive", reason="both arms are the same: what the fix changes is not part of them")
    written = _attempted(question, question.written, attempt)
    if question.fixed is None:
        if not _sound(written):
            return Seen("confirmed", written, "")
        return Seen("inconclusive", written, "", "it does not fail here, and no fix is known to compare with")
    fixed = _attempted(question, question.fixed, attempt)
    if not _sound(fixed):
        return Seen("inconclusive", written, fixed, f"as fixed it fails too: {fixed}")
    if question.probing.get("outcome") == "differs":  # the finding does not say that Keras refuses anything
        if written == fixed:
            return Seen("inconclusive", written, fixed, "Keras makes the same of both")
        return Seen("confirmed", written, fixed)
    return Seen("refuted" if _sound(written) else "confirmed", written, fixed)


def _sound(outcome: str) -> bool:
    """Whether an attempt came to its end, by what it says."""
    return outcome.startswith(("builds", "runs", "takes"))


def _attempted(
    question: Question, arm: Specification, attempt: Callable[[Question, Specification], str]
) -> str:
    try:
        return attempt(question, arm)
    except Exception as error:  # whatever Keras or TensorFlow raises is the answer
        return f"raises {type(error).__name__}: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    """The first line that says something: Keras wraps what TensorFlow says in lines of its own."""
    text = _MARKS.sub("", str(error))
    lines = [line.strip() for line in text.splitlines() if line.strip() and "__wrapped__" not in line]
    telling = [
        line for line in lines if not line.startswith(("Exception encountered when calling", "Detected at"))
    ]
    line = (telling or lines or [type(error).__name__])[0]
    return line if len(line) <= _LONGEST else line[: _LONGEST - 3].rsplit(" ", 1)[0] + " ..."


_LONGEST = 140
_MARKS = re.compile(r"\x1b\[\d*m|\{\{[^}]*\}\}|\{\{[^}]*\}\}")
