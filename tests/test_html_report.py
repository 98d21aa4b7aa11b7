"""`--output-format html`: one page that needs nothing beside it, true to the findings, safe whatever the file holds."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import Capsys, refused, run, write

pytest.importorskip("matplotlib")

from lstm_lint.output.html import charts, findings
from lstm_lint.output.html.page import rendered
from lstm_lint.output.html.views import FileSection, Page, Picture, Table
from lstm_lint.smoke.verdict import Verdict

TWO_BRANCHES = """\
import keras
from keras import layers

a = keras.Input((50, 8))
h = layers.LSTM(64, activation="relu", return_sequences=True)(a)
g = layers.GRU(16)(a)
h = layers.LSTM(32)(h)
model = keras.Model(a, layers.Dense(1)(layers.Concatenate()([h, g])))
model.compile("adam", "mse")
"""
HOSTILE = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((120, 3))])
model.add(layers.LSTM(32, activation="relu", name="</script><b onclick=x>${7*7}{{7*7}}"))
model.add(layers.Dense(1))  # <img src=x onerror=alert(1)> </code></pre> \u202e
"""
VOID = {"meta", "link", "img", "br", "path", "use", "rect", "circle", "image"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


class Reader(HTMLParser):
    """Names, attributes and text of a page; a tag that closes another one is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if not self.open or self.open[-1] != "style" else ""

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(capsys: Capsys, *arguments: str) -> Reader:
    code, out, err = run(capsys, "--keras", "3", "--output-format", "html", *arguments)
    assert code in (0, 1), err
    return Reader(out)


def holds_together(page: Reader) -> None:
    """Nothing is loaded or run, every name is given once, and every reference within the page leads somewhere."""
    assert not page.named("script") and not page.named("link") and not page.named("iframe")
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    names = [given["id"] for _, given in page.tags if "id" in given]
    assert len(names) == len(set(names))
    led = [value for _, given in page.tags for key, value in given.items() if key.endswith("href") and value]
    assert {one[1:] for one in led if one.startswith("#")} <= set(names)
    assert all(one.startswith(("#", "https://github.com/lstm-lint/", "data:image/png;")) for one in led)
    policy = [given["content"] for given in page.named("meta") if "http-equiv" in given]
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_page_has_every_finding_with_its_line_and_the_model(capsys: Capsys) -> None:
    write("train.py", TWO_BRANCHES)
    page = page_of(capsys, "train.py")
    holds_together(page)
    found = json.loads(run(capsys, "--keras", "3", "--output-format", "json", "train.py")[1])["findings"]
    assert found
    for one in found:
        assert f"train.py, line {one['line']}, column {one['column']}" in page.text
        for part in one["message"].split("; also "):
            assert part.replace("`", "") in page.text
    assert '5 h = layers.LSTM(64, activation="relu", return_sequences=True)(a)' in page.text
    for words in ("lstm_1", "(None, 50, 64)", "18,688", "concatenate", "lstm_1, gru"):
        assert words in page.text
    graph = [given["aria-label"] for given in page.named("div") if given.get("role") == "img"]
    assert graph == ["model (functional, line 8): 6 layers, 6 connections; the table below says the same"]
    assert len(page.named("svg")) == 1


def test_whatever_a_file_holds_is_text(capsys: Capsys) -> None:
    write("<b>&.py", HOSTILE)
    page = page_of(capsys, "--profile", "strict", ".")
    holds_together(page)
    assert not page.named("b") and not page.named("img")
    assert "<img src=x onerror=alert(1)> </code></pre> \\u202e" in page.text
    assert "{{7*7}}" in page.text and "49" not in page.text
    assert "<b>&.py" in page.text


def test_lines_of_a_notebook_end_with_the_cell(capsys: Capsys) -> None:
    cells = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": text,
            "id": name,
        }
        for name, text in (
            ("a", "import keras\nfrom keras import layers"),
            ("b", TWO_BRANCHES.split("\n\n", 1)[1]),
            ("c", "after_it = 1"),
        )
    ]
    write("train.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    page = page_of(capsys, "train.ipynb")
    assert re.search(r"train\.ipynb, cell 2, line \d+, column \d+", page.text)
    assert "after_it" not in page.text and "import keras" not in page.text


def test_standard_input_and_files_without_findings(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TWO_BRANCHES.encode())))
    page = page_of(capsys, "-")
    assert 'activation="relu"' in page.text and not page.named("svg")
    sound = TWO_BRANCHES.replace(', activation="relu"', "")
    write("sound.py", sound)
    alone = page_of(capsys, "sound.py", "--select", "LL203")
    assert "All clear" in alone.text and len(alone.named("svg")) == 1
    write("other.py", sound)
    assert not page_of(capsys, ".", "--select", "LL203").named("svg")


def test_what_smoke_saw_is_drawn_with_its_figures() -> None:
    drawn = {"1": {"updates": [(1.0, 2.0), (0.5, 1.0)], "by_step": [0.1, 0.2, 0.4]}}
    figures = {"share": 0.5, "baseline": 1.0}
    verdict = Verdict(
        "confirmed",
        "loss-ratio",
        {**figures, "share": 1.5},
        figures,
        1.0,
        curves={"written": drawn, "fixed": drawn},
    )
    (picture,) = findings._pictures(verdict)
    assert picture.table is not None
    assert picture.table.rows == (("as written", "1.5"), ("as fixed", "0.5"))
    assert picture.svg.startswith("<svg") and "currentColor" in picture.svg and "#000000" not in picture.svg
    assert list(findings._pictures(None)) == []


def test_lines_and_heat_maps_take_what_is_not_finite() -> None:
    series = [charts.Series("loss $x$", [(1, 1.0), (2, float("nan")), (3, 0.0), (4, 0.1)])]
    chart = charts.lines(series, "update", "share", logarithmic=True, level=(1.0, "constant"))
    heat = charts.heat([[1.0, float("inf")], [0.0, 2.0]], "update", "step", "norm", logarithmic=True)
    page = Page(
        "Training",
        pictures=(
            Picture(chart, "Loss", "the loss"),
            Picture(heat, "Norms", "norms", Table(("a",), (("1",),))),
        ),
        files=(FileSection("train.py"),),
    )
    read = Reader("".join(rendered(page)))
    holds_together(read)
    assert len(read.named("svg")) == 2


@pytest.mark.parametrize(
    "boxes, wires",
    [
        (3, [(0, 1), (1, 2), (0, 2)]),
        (4, [(0, 1), (1, 2), (2, 1), (2, 3)]),  # a shared layer that reads its own output
        (2, []),
        (6, [(5, 0), (4, 0), (0, 3), (5, 3), (3, 1), (5, 1), (1, 2)]),
    ],
)
def test_graph_has_each_box_and_puts_it_below_what_it_reads(boxes: int, wires: list[tuple[int, int]]) -> None:
    texts = dict.fromkeys(range(boxes), ("a layer", "(None, 3)"))
    drawn = charts.graph(texts, wires)
    assert drawn is not None and drawn.count("<svg") == 1
    rank = charts._ranks(texts, wires)
    in_circle = {pair for pair in wires if pair[::-1] in wires}
    assert all(rank[second] > rank[first] for first, second in wires if (first, second) not in in_circle)


def test_graph_that_nobody_could_read_is_left_to_the_table() -> None:
    assert charts.graph(dict.fromkeys(range(1000), ("layer",)), []) is None


def test_without_the_extra_one_line_says_what_to_install(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("train.py", TWO_BRANCHES)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    said = refused(capsys, "--output-format", "html", "train.py")
    assert "--output-format html takes jinja2: pip install 'lstm-lint[report]'" in said


@pytest.mark.parametrize("scheme", ["0", "1"])
def test_a_browser_shows_the_page(folder: Path, capsys: Capsys, scheme: str) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium")
    write("train.py", TWO_BRANCHES)
    run(capsys, "--keras", "3", "--output-format", "html", "--output-file", "report.html", "train.py")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--blink-settings=preferredColorScheme={scheme}",
    ]
    picture = folder / "report.png"
    done = subprocess.run(
        [
            browser,
            *options,
            "--window-size=1000,1500",
            f"--screenshot={picture}",
            (folder / "report.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0 and picture.stat().st_size > 20_000
    assert "Refused to" not in done.stderr  # what the policy of the page forbids
