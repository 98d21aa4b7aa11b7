"""The documentation site: a page for each rule, no dead link, shown and searched by a browser without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT

from lstm_lint.rulebook.rule_page import PAGE_URL, read_rules

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with `-W`: a link inside of the site that leads nowhere ends the build."""
    pytest.importorskip("sphinx")
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "scripts" / "build_site.py"), str(target)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_each_rule_has_a_page_with_what_its_own_page_says(site: Path) -> None:
    for rule in read_rules(ROOT / "rules"):
        text = (site / "rules" / f"{rule.page.stem}.html").read_text(encoding="utf-8")
        headings = set(re.findall(r"<h2>([^<]+)<", text))
        assert {"Why", "Bad", "Good"} <= headings, rule.code
        assert rule.code in text and rule.name in text


def test_links_of_findings_fit_the_pages_of_the_site(site: Path) -> None:
    """The link is the repository's page; where the site is published, the name of the page is the same."""
    assert PAGE_URL.format("LL203-unbounded-cell-activation").endswith(
        "/rules/LL203-unbounded-cell-activation.md"
    )
    assert (site / "rules" / "LL203-unbounded-cell-activation.html").is_file()


def test_links_to_the_repository_name_files_that_are_there(site: Path) -> None:
    pages = site.rglob("*.html")
    linked = {
        found
        for page in pages
        for found in re.findall(r'href="[^"]*/(?:blob|tree)/main/([^"#]+)"', page.read_text("utf-8"))
    }
    assert linked
    assert not [name for name in linked if not (ROOT / name).exists()]


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in (site / "index.html", site / "rules" / "index.html", site / "search.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r'<(?:script|img)[^>]+src="(?:https?:)?//', text)
        assert not re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//', text)


def seen(page: Path, query: str = "") -> str:
    """The document as headless Chromium has it after its scripts ran."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom"]
    done = subprocess.run(
        [browser, *options, f"{page.as_uri()}{query}"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_browser_shows_the_page_of_a_rule(site: Path) -> None:
    shown = seen(site / "rules" / "LL203-unbounded-cell-activation.html")
    assert "unbounded-cell-activation" in shown and "copybtn" in shown


def test_the_search_finds_a_rule_by_a_word_of_its_page(site: Path) -> None:
    assert "LL505-missing-gradient-clipping.html" in seen(site / "search.html", "?q=clipnorm")
