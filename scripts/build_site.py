"""Build the documentation site: `python scripts/build_site.py FOLDER` (`pip install -e ".[site]"`).

The pages are README.md, docs/, the rule pages and the project's papers, as they are in the repository. They are copied
into a temporary folder with their links turned, and Sphinx builds them. Sphinx and MyST are kept by the community whose
tools our users have open (numpy, pandas, scikit-learn), need no network, and refuse a dead link. Material for MkDocs,
which ruff uses, takes no new features and ends in May 2027; its successor calls itself alpha.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lstm_lint import PROJECT_URL
from lstm_lint.output.rule import page as page_of
from lstm_lint.output.rule import plain_fences
from lstm_lint.rulebook.rule_page import Rule, read_rules, title

ROOT = Path(__file__).resolve().parent.parent

PAPERS = ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG", "RELEASING")

GROUPS = {
    "engine": "The file itself",
    "structure": "Shapes, states and layers",
    "gates": "Gates, activations and initializers",
    "masking": "Masks, padding and tokens",
    "loss": "Heads, losses and metrics",
    "optimizer": "Optimizers and learning rates",
    "capacity": "Size and regularization",
    "data": "Data",
    "callbacks": "Callbacks, saving and generators",
    "keras-api": "Versions of Keras",
}

SETTINGS = '''\
project = "lstm-lint"
author = "the lstm-lint authors"
extensions = ["myst_parser", "sphinx_copybutton"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "lstm-lint"
html_show_sphinx = False
html_static_path = ["static"]
html_css_files = ["site.css"]
copybutton_prompt_text = "$ "
suppress_warnings = ["misc.highlighting_failure"]

trees = {}  # a folder -> the tree beside its pages but for the mark on the page itself: the same links for all of them
THERE = '<li class="toctree-l2"><a class="reference internal" href="{}.html">'
HERE = '<li class="toctree-l2 current current-page"><a class="current reference internal" href="#">'


def place(name):
    folder, _, page = name.rpartition("/")
    return (folder, page) if folder == "rules" and page != "index" else None


def spare(app, pagename, templatename, context, doctree):
    if (found := place(pagename)) and found[0] in trees:
        context.pop("toctree", None)


def lend(app, pagename, templatename, context, doctree):
    if not (found := place(pagename)):
        return
    folder, page = found
    if folder in trees:
        context["furo_navigation_tree"] = trees[folder].replace(THERE.format(page), HERE)
    elif HERE in context["furo_navigation_tree"]:
        trees[folder] = context["furo_navigation_tree"].replace(HERE, THERE.format(page))


def setup(app):
    """Furo makes the tree of all pages anew for each: most of the time that a site of hundreds of pages takes."""
    app.connect("html-page-context", spare, priority=400)
    app.connect("html-page-context", lend, priority=600)
'''

# A code or the name of an argument is not broken in the middle of a cell.
STYLE = """\
table code, table a { white-space: nowrap; }
"""

FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})")
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"(?P<quoted>`[^`]*`)|(?<![\w\[/-])(?P<code>LL\d{3})(?![\w\]-])")


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        from sphinx.cmd.build import build_main
    except ImportError:
        print('Sphinx is missing: pip install -e ".[site]"', file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder:
        source = Path(folder)
        write_source(source)
        return build_main(["-b", "html", "-W", "--keep-going", "-q", str(source), str(Path(arguments[0]))])


def write_source(target: Path) -> None:
    """All pages as Sphinx reads them."""
    rules = read_rules(ROOT / "rules")
    pages = {rule.code: rule.page.stem for rule in rules}
    (target / "rules").mkdir()
    (target / "static").mkdir()
    (target / "conf.py").write_text(SETTINGS, encoding="utf-8")
    (target / "static" / "site.css").write_text(STYLE, encoding="utf-8")
    for rule in rules:
        _write(target / "rules" / f"{rule.page.stem}.md", _rule_page(rule, pages))
    _write(target / "rules" / "index.md", _rule_index(rules))
    guides = sorted((ROOT / "docs").glob("*.md"))
    for guide in guides:
        text = guide.read_text(encoding="utf-8")
        _write(target / "docs" / guide.name, _turned(text, "docs", target / "docs"))
    for picture in (ROOT / "docs").glob("**/*.[ps][nv]g"):
        place = target / "docs" / picture.relative_to(ROOT / "docs")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, place)
    for name in PAPERS:
        text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
        _write(target / f"{name}.md", _turned(text, "", target))
    _write(
        target / "index.md", _front(text=(target / "README.md").read_text(encoding="utf-8"), guides=guides)
    )
    (target / "README.md").unlink()


def _write(page: Path, text: str) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def _rule_page(rule: Rule, pages: Mapping[str, str]) -> str:
    rest = plain_fences(page_of(rule)).split("\n", 1)[1]
    text = f"# {rule.name} ({rule.code})\n\n**{title(rule)}**\n\n{_facts(rule)}\n{rest}\n"
    return "\n".join(_linked(text.split("\n"), rule.code, pages))


def _facts(rule: Rule) -> str:
    rows = {
        "Severity": str(rule.severity.value) + (" (with `--profile pedantic`)" if rule.pedantic else ""),
        "On by default": "yes" if rule.default else "no",
        "Fix": rule.fix + (f": {rule.effect}" if rule.effect else ""),
        "Keras": f"`{rule.keras}`",
        "Options": ", ".join(f"`{name} = {value}`" for name, value in rule.options.items()),
        "Since": rule.since,
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items() if value]
    return "\n".join(["| | |", "|---|---|", *lines, ""])


def _linked(lines: Sequence[str], own: str, pages: Mapping[str, str]) -> Iterator[str]:
    """Codes of other rules in prose become links, in code they stay."""
    closing = ""
    for line in lines:
        fence = FENCE.match(line)
        if fence and not closing:
            closing = fence["marks"]
            yield line
        elif closing:
            closing = "" if line.strip() == closing else closing
            yield line
        elif line.startswith("#"):
            yield line
        else:
            yield CODE.sub(lambda found: _code_link(found, own, pages), line)


def _code_link(found: re.Match[str], own: str, pages: Mapping[str, str]) -> str:
    code = found["code"]
    return found[0] if code is None or code == own or code not in pages else f"[{code}]({pages[code]}.md)"


def _rule_index(rules: Sequence[Rule]) -> str:
    lines = ["# Rules", "", f"{len(rules)} rules. `lstm-lint rule CODE` prints a page in the terminal.", ""]
    for group, name in GROUPS.items():
        lines += [
            f"## {name}",
            "",
            "| code | rule | what it finds | severity | fix |",
            "|---|---|---|---|---|",
        ]
        for rule in (rule for rule in rules if rule.group == group):
            link = f"[{rule.code}]({rule.page.stem}.md)"
            lines.append(f"| {link} | {rule.name} | {title(rule)} | {rule.severity.value} | {rule.fix} |")
        lines.append("")
    names = [f"{rule.code} {rule.name} <{rule.page.stem}>" for rule in rules]
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", *names, "```", ""])


def _turned(text: str, folder: str, target: Path) -> str:
    """Links to files that are no page of the site lead to the repository."""

    def turn(found: re.Match[str]) -> str:
        link, _, anchor = found["target"].partition("#")
        if not link or "://" in link or link.startswith("mailto:"):
            return found[0]
        file = (ROOT / folder / link).resolve()
        place = file.relative_to(ROOT)
        if file.suffix in {".png", ".svg"} and place.parts[0] == "docs":
            return found[0]
        if file.suffix == ".md" and (place.parts[0] in {"rules", "docs"} or place.stem in PAPERS):
            stem = "index" if place.stem == "README" else place.stem
            up = "../" if folder else ""
            return f"]({up}{(place.parent / stem).as_posix()}.md{'#' + anchor if anchor else ''})"
        kind = "tree" if file.is_dir() else "blob"
        return f"]({PROJECT_URL}/{kind}/main/{place.as_posix()})"

    return LINK.sub(turn, text)


def _front(text: str, guides: Sequence[Path]) -> str:
    """README without its long table of rules, which has a page of its own, and with the list of all pages."""
    text = re.sub(
        r"<!-- rules -->.*?<!-- end -->", "The list of all rules: [Rules](rules/index.md).", text, flags=re.S
    )
    pages = ["Rules <rules/index>", *(f"docs/{guide.stem}" for guide in guides)]
    papers = [name for name in PAPERS if name != "README"]
    return "\n".join([text, "```{toctree}", ":hidden:", "", *pages, *papers, "```", ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
