"""All pictures of a run on one page, which needs nothing beside it: no script, no font, no other file."""

from __future__ import annotations

import base64
import html
import os
from collections.abc import Iterable
from dataclasses import dataclass

from lstm_lint.edit import atomic
from lstm_lint.findings import Finding
from lstm_lint.settings.config import ConfigError
from lstm_lint.smoke import plot
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source.printable import shown

_NAME = "index.html"
_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>lstm-lint smoke: findings put to the test</title>
<style>
body { font-family: sans-serif; margin: 2em auto; max-width: 60em; color: #111; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #bbb; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
section { margin-top: 3em; }
img { width: 100%; max-width: 46em; }
</style>
</head>
<body>
<h1>Findings put to the test</h1>
<p>Each model was rebuilt from what was read and trained on a synthetic task, as written and as fixed. Losses are
shares of what the best constant has: 1 is nothing learned.</p>
"""


@dataclass(frozen=True)
class Drawn:
    """One finding with its picture."""

    finding: Finding
    verdict: Verdict
    picture: str  # a path


class Gallery:
    """The pictures of a run, in one folder, and the page of all of them."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.drawn: list[Drawn] = []

    def draw(self, finding: Finding, verdict: Verdict, batch: int) -> str:
        """Draws one finding and returns the path. Raises ConfigError where it cannot be written."""
        taken = {one.picture for one in self.drawn}
        path = plot.draw(self.folder, finding, verdict, batch, taken)
        self.drawn.append(Drawn(finding, verdict, path))
        return path

    def write(self) -> str:
        """Writes the page and returns its path. Raises ConfigError where it cannot be written."""
        path = os.path.join(self.folder, _NAME)
        try:
            text = "".join(_page(self.drawn))
            atomic.replace(path, text.encode("utf-8", "replace"), 0o644)
        except OSError as error:
            raise ConfigError(f"--plot {self.folder}: cannot be written: {error.strerror}") from error
        return path


def _page(drawn: list[Drawn]) -> Iterable[str]:
    yield _HEAD
    yield "<table>\n<tr><th>Place</th><th>Finding</th><th>Answer</th><th>as written</th><th>as fixed</th></tr>\n"
    for number, one in enumerate(drawn):
        document = one.verdict.document()
        figures = (document["share_as_written"], document["share_as_fixed"])
        cells = "".join(f"<td>{'' if value is None else f'{value:.2g}'}</td>" for value in figures)
        rule = f'<a href="#finding-{number}">{_text(one.finding.code)}</a> {_text(one.finding.name)}'
        yield f"<tr><td>{_place(one)}</td><td>{rule}</td><td>{one.verdict.answer}</td>{cells}</tr>\n"
    yield "</table>\n"
    for number, one in enumerate(drawn):
        with open(one.picture, "rb") as file:
            picture = base64.b64encode(file.read()).decode("ascii")
        yield f'<section id="finding-{number}">\n<h2>{_text(one.finding.code)} at {_place(one)}</h2>\n'
        yield f"<p>{_text(one.finding.message)}</p>\n<p>{_text(one.verdict.line())}</p>\n"
        if one.verdict.stand_ins:
            yield f"<p>Rebuilt with {_text('; '.join(one.verdict.stand_ins))}.</p>\n"
        words = _text(f"Loss and gradient norm of both arms for {one.finding.code}")
        yield f'<img alt="{words}" src="data:image/png;base64,{picture}">\n</section>\n'
    yield "</body>\n</html>\n"


def _place(one: Drawn) -> str:
    return _text(plot.place(one.finding, whole=True))


def _text(words: str) -> str:
    """Words of a script are text, whatever they hold."""
    return html.escape(shown(words))
