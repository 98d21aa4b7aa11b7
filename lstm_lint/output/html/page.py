"""A page as HTML that needs nothing beside it: no script, no font, no other file, no network.

Jinja2 escapes whatever is no markup of ours. Matplotlib draws, as vectors without a script, so that a page can be
printed and read without JavaScript. Both come with `pip install 'lstm-lint[report]'`.
"""

from __future__ import annotations

import importlib
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from lstm_lint.settings.config import ConfigError
from lstm_lint.source.printable import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lstm_lint.output.html.views import Page, Picture

NEEDED = ("jinja2", "matplotlib")
_CODE = re.compile(r"(`[^`]+`)")


def check(option: str) -> None:
    """Raises ConfigError where a page cannot be made; `option` is what asks for it."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise ConfigError(f"{option} takes {name}: pip install 'lstm-lint[report]'") from error


def rendered(page: Page) -> Iterator[str]:
    """The lines of the page as one HTML document."""
    text: str = _template().render(page=page)
    yield from (f"{one}\n" for one in text.removesuffix("\n").split("\n"))


@contextmanager
def pyplot() -> Iterator[Any]:
    """Matplotlib as it comes, whatever its user has configured: a `matplotlibrc` may ask for LaTeX."""
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = "lstm-lint"
        yield importlib.import_module("matplotlib.pyplot")


@cache
def _template() -> Any:
    jinja2: Any = importlib.import_module("jinja2")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("lstm_lint.output.html", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(prose=_prose, shown=shown, drawing=_drawing)
    return environment.get_template("page.html")


def _prose(text: str) -> Any:
    """A sentence: what stands between backticks is code."""
    markupsafe: Any = importlib.import_module("markupsafe")
    parts = (
        markupsafe.Markup("<code>{}</code>").format(part[1:-1]) if part.startswith("`") else part
        for part in _CODE.split(shown(text))
    )
    return markupsafe.Markup("").join(parts)


def _drawing(picture: Picture) -> Any:
    """A drawing of ours, which is markup already."""
    markupsafe: Any = importlib.import_module("markupsafe")
    return markupsafe.Markup(picture.svg)
