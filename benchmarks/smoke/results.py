"""What was answered so far, a line each, and the table of it: counts, rates, and the time that a finding takes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import lstm_lint.smoke
from lstm_lint.smoke.plan import Job
from lstm_lint.smoke.probes import EXACT
from lstm_lint.smoke.specification import to_json

Record = dict[str, Any]
# Processor seconds, an import included in the first, and shared by exact probes.
_BUDGETS = {"first verdict of a training": 20.0, "each further one of a file": 5.0, "exact probe": 3.0}


class Results:
    """A file of answers. The last one of a name counts; one that other code gave is asked again."""

    def __init__(self, path: Path) -> None:
        self.path, self._codes = path, {kind: _digest_of_code(kind) for kind in _KINDS}
        self.records: dict[tuple[str, str], Record] = {}
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                record = json.loads(line)
                self.records[record["set"], record["name"]] = record

    def has(self, kind: str, name: str, digest: str) -> bool:
        """Whether the present code has answered the question of that digest."""
        found = self.records.get((kind, name))
        return found is not None and self.is_present(found) and found.get("of") == digest

    def is_present(self, record: Record) -> bool:
        """Whether the present code gave the answer."""
        return bool(record["by"] == self._codes[record["set"]])

    def add(self, record: Record) -> None:
        """Writes an answer down at once: a run may end at any time."""
        record = {**record, "by": self._codes[record["set"]]}
        self.records[record["set"], record["name"]] = record
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def of(self, kind: str) -> list[Record]:
        return [record for (name, _), record in self.records.items() if name == kind]


def table(results: Results) -> str:
    """Counts and rates of both sets, the times against their budgets, and every answer that is not as it should be."""
    planted, harmless, files = (results.of(kind) for kind in ("planted", "benign", "files"))
    lines = [
        "",
        "| set | asked | confirmed | refuted | inconclusive | not found | rate |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, some in (
        ("exact", [r for r in planted if not _trained(r)]),
        ("trained", [r for r in planted if _trained(r)]),
    ):
        if some:
            lines.append(_row(f"planted, {name}", some, f"{_share(some, 'confirmed'):.1%} confirmed"))
    pages = results.of("pages")
    for name, forced in (("Bad blocks", False), ("Good blocks, forced", True)):
        some = [r for r in pages if r["forced"] is forced]
        if some:
            lines.append(_row(name, some, f"{sum(r['wrong'] for r in some)} wrong"))
    if harmless:
        bound = f"{_share(harmless, 'confirmed'):.1%} confirmed"
        if not _count(harmless)["confirmed"]:
            bound += f", at most {3 / len(harmless):.1%} (rule of three)"
        lines.append(_row("benign", harmless, bound))
    exact = [r["cpu"] for r in planted if r["seconds"] and not _trained(r)]
    first = [r["first"] for r in planted if r["seconds"] and r["probe"] not in EXACT]
    further = [r["further"] for r in files]
    lines += [
        "",
        "| processor seconds | n | median | 90 % | largest | budget | within |",
        "|---|---|---|---|---|---|---|",
    ]
    for (name, budget), values in zip(_BUDGETS.items(), (first, further, exact)):
        if values:
            ordered = sorted(values)
            most = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
            within = sum(value <= budget for value in values)
            lines.append(f"| {name} | {len(values)} | {median(values):.1f} | {most:.1f} | {ordered[-1]:.1f} | "
                         f"{budget:g} | {within} of {len(values)} |")  # fmt: skip
    used = sorted(r["cpu"] for r in planted if r["seconds"] and r["probe"] not in EXACT)
    if used:
        said = f"median {median(used):.1f}, largest {used[-1]:.1f}"
        lines += ["", f"processor seconds of a script that trains, to its last look: {said}"]
    wrong = [r for r in planted if r["answer"] != "confirmed"]
    wrong += [r for r in harmless if r["answer"] == "confirmed"]
    wrong += [r for r in pages if r["wrong"]]
    lines += ["", *(f"{r['set']}: {r['name']}: {r['line']}" for r in wrong)]
    stale = sum(not results.is_present(record) for record in results.records.values())
    if stale:
        lines.append(f"{stale} answers are of other code than the present one")
    return "\n".join(lines)


def _trained(record: Record) -> bool:
    return record["probe"] not in EXACT or bool(record.get("steps"))


def _row(name: str, records: Sequence[Record], rate: str) -> str:
    counts = _count(records)
    shown = " | ".join(str(counts[one]) for one in ("confirmed", "refuted", "inconclusive", "not found"))
    return f"| {name} | {len(records)} | {shown} | {rate} |"


def _count(records: Sequence[Record]) -> Counter[str]:
    return Counter(record["answer"] for record in records)


def _share(records: Sequence[Record], answer: str) -> float:
    return _count(records)[answer] / max(1, len(records))


_KINDS = ("planted", "benign", "files", "pages")
_OF_TRAINING = ("budget", "compare", "decide", "measure", "specification", "synthetic")
_OF_ANSWERS = (*_OF_TRAINING, "allowed", "answering", "backend", "build", "child", "diagnose", "exact", "pairs",
               "question", "surroundings", "train")  # fmt: skip


def digest_of(*asked: Any) -> str:
    """Of the questions themselves: what has changed is asked again."""
    text = json.dumps(asked, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def digest_of_jobs(jobs: Sequence[Job]) -> str:
    """Of what the child is asked. How a script is read and planned does not matter where that stays the same."""
    return digest_of(
        [[job.probe, job.detail, dict(job.probing), job.defect and (job.defect.node, job.defect.argument),
          *(to_json(one) if one else None for one in (job.written, job.fixed))] for job in jobs]
    )  # fmt: skip


def _digest_of_code(kind: str) -> str:
    """Of the code that answers: where it changes, old answers say nothing of it."""
    folder = Path(next(iter(lstm_lint.smoke.__path__)))
    names = (
        _OF_TRAINING if kind == "benign" else _OF_ANSWERS
    )  # pairs of specifications: the engine in NumPy alone
    files = [*(folder / f"{name}.py" for name in names), *sorted((folder / "engine").glob("*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
