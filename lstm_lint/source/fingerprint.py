"""What a finding is known by when lines move: its rule, and its cause or the text of its line, counted where both come
again."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lstm_lint.findings import Finding

Key = tuple[str, str]


def key(finding: Finding, line: str) -> Key:
    """Rule and cause, without one the line, spaces apart: reindenting or moving the line changes neither."""
    if finding.cause is not None:
        return finding.code, f"cause: {finding.cause}"
    return finding.code, normalized(line)


def normalized(line: str) -> str:
    return " ".join(line.split())


def fingerprints(path: str, findings: Sequence[Finding], lines: Mapping[int, str]) -> list[str]:
    """One for each finding of a file, all different. `path` is the path as the repository has it."""
    import hashlib

    seen: dict[Key, int] = {}
    answer = []
    for finding in findings:
        known_by = key(finding, lines.get(finding.span.line, ""))
        seen[known_by] = seen.get(known_by, 0) + 1
        whole = "\0".join((path, *known_by))
        digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        answer.append(f"{digest}:{seen[known_by]}")
    return answer
