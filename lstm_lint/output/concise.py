"""One line a finding, `path:line:column: CODE [severity] message`, with the physical line also in notebooks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding


def render_concise(listed: Sequence[Finding]) -> Iterator[str]:
    for finding in listed:
        place = f"{finding.path}:{finding.file_line}:{finding.column}"
        yield f"{place}: {finding.code} [{finding.severity.value}] {finding.told}\n"
