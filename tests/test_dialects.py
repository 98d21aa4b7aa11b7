"""Notebooks as text: each dialect is read at the lines of its file, and a fix leaves the rest of it alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Capsys, run, write

from lstm_lint.run import files
from lstm_lint.source.source import from_bytes

MODEL = (
    "model = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32), layers.Dense(1)])\n"
    "model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss='mse')"
)
CELLS = [
    ("markdown", "# A model"),
    ("code", "%matplotlib inline\n!pip install keras"),
    ("code", "import keras\nfrom keras import layers"),
    ("code", MODEL),
    ("code", "%%time\nmodel.fit(x, y)"),
    ("code", "%%bash\nls keras LSTM"),
]
WRONG = "momentum=0.9)"
MENDED = "momentum=0.9, global_clipnorm=1.0)"
ONLY = ("--select", "LL001,LL002,LL505", "--no-cache", "--output-format", "concise")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if WRONG in line)


def is_read_and_mended(capsys: Capsys, name: str) -> None:
    """The one finding is where it is in the file, and its fix changes nothing else."""
    text = Path(name).read_text(encoding="utf-8")
    code, out, err = run(capsys, name, *ONLY)
    assert (code, err) == (1, "")
    assert out.startswith(f"{name}:{line_of(text)}:")
    assert "Found 1 warning in 1 of 1 file" in out
    assert run(capsys, name, *ONLY, "--fix")[0] == 0
    assert Path(name).read_text(encoding="utf-8") == text.replace(WRONG, MENDED)


@pytest.mark.parametrize(
    "form",
    ["md:markdown", "md:myst", "Rmd:rmarkdown", "py:percent", "py:light", "py:sphinx", "py:hydrogen"],
)
def test_what_jupytext_writes(capsys: Capsys, form: str) -> None:
    jupytext = pytest.importorskip("jupytext")
    v4 = pytest.importorskip("nbformat").v4
    cells = [
        v4.new_markdown_cell(text) if kind == "markdown" else v4.new_code_cell(text) for kind, text in CELLS
    ]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    extension, name = form.split(":")
    if name == "sphinx":  # has no cells of other languages: the command would be Python
        del notebook.cells[-1]
    written = jupytext.writes(notebook, fmt={"extension": f".{extension}", "format_name": name})
    path = write(f"notebook.{extension}", written)
    is_read_and_mended(capsys, str(path))


@pytest.mark.parametrize("form", ["py", "md"])
def test_what_marimo_writes(capsys: Capsys, form: str) -> None:
    pytest.importorskip("marimo")
    v4 = pytest.importorskip("nbformat").v4
    import nbformat

    plain = [one for one in CELLS if "%" not in one[1]]
    cells = [
        v4.new_markdown_cell(text) if kind == "markdown" else v4.new_code_cell(text) for kind, text in plain
    ]
    nbformat.write(v4.new_notebook(cells=cells), "source.ipynb")
    command = [sys.executable, "-m", "marimo", "-q", "-y"]
    subprocess.run([*command, "convert", "source.ipynb", "-o", "made.py"], check=True, capture_output=True)
    if form == "md":
        subprocess.run(
            [*command, "export", "md", "made.py", "-o", "made.md"], check=True, capture_output=True
        )
    is_read_and_mended(capsys, f"made.{form}")


QUARTO = """\
---
title: A model
jupyter: python3
---

An example that is shown:

```python
model = keras.Sequential([layers.LSTM(
```

```{{python}}
#| label: model
import keras
from keras import layers
{model}
```

```{{python}}
#| eval: false
model = keras.Sequential([layers.LSTM(
```

```{{r}}
x <- keras
```
"""


@pytest.mark.parametrize(("name", "head"), [("a.qmd", "{python}"), ("a.Rmd", "{python model, echo=FALSE}")])
def test_chunks_that_are_run(capsys: Capsys, name: str, head: str) -> None:
    write(name, QUARTO.format(model=MODEL).replace("```{python}\n#| label", f"```{head}\n#| label"))
    is_read_and_mended(capsys, name)


@pytest.mark.parametrize(
    "head", ["{python, eval=FALSE}", "{python eval=F}", "{.python}", "{r}", "python", "{pythonx}"]
)
def test_chunks_that_are_not_run(capsys: Capsys, head: str) -> None:
    write("a.qmd", f"```{head}\nimport keras\nfrom keras import layers\n{MODEL}\n```\n")
    assert "All clear" in run(capsys, "a.qmd", *ONLY)[1]


def test_a_chunk_that_does_not_parse_spoils_no_other(capsys: Capsys) -> None:
    broken = "```{python}\nprint 1\n```\n\n"
    write("a.qmd", broken + f"```{{python}}\nimport keras\nfrom keras import layers\n{MODEL}\n```\n")
    _, out, _ = run(capsys, "a.qmd", *ONLY)
    assert [line.split(":")[1] for line in out.splitlines() if " LL" in line] == ["2", "9"]


def test_markdown_with_examples_is_no_notebook(capsys: Capsys) -> None:
    example = f"```python\nimport keras\nfrom keras import layers\n{MODEL}\n```\n"
    write("README.md", "# About\n\n" + example)
    write("post.md", "---\ntitle: A post about jupytext\n---\n\n" + example)
    code, out, err = run(capsys, ".", *ONLY, "-v")
    assert code == 0 and "2 skipped" in out
    assert err.count("no header says that its code is run") == 2


def test_a_pair_of_files_is_read_once(capsys: Capsys) -> None:
    v4 = pytest.importorskip("nbformat").v4
    import nbformat

    code = f"import keras\nfrom keras import layers\n{MODEL}"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(code)]), "train.ipynb")
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n# %%\n"
    write("train.py", header + code + "\n")
    write("other.py", header + code + "\n")  # its notebook is not there
    _, out, err = run(capsys, ".", *ONLY, "-v")
    assert [line.split(":")[0] for line in out.splitlines() if " LL" in line] == ["other.py", "train.ipynb"]
    assert "train.py: skipped, train.ipynb is the same notebook" in err
    assert run(capsys, "train.py", *ONLY)[1].startswith("train.py:")


MARIMO = """\
import marimo

app = marimo.App(width="medium")

with app.setup:
    import keras


@app.cell
def _(
    layers,
    steps,
):
    # lstm-lint: ignore[LL505] - tried without
    model = keras.Sequential([keras.Input((steps, 3)), layers.LSTM(32), layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="mse")

    def shape():
        return model.output_shape

    return (
        model,
        shape,
    )


@app.function
def scaled(x):
    return x / 10


@app.cell(hide_code=True)
async def _():
    from keras import layers
    return (layers,)
"""


def test_cells_of_marimo_are_one_scope() -> None:
    text = from_bytes(MARIMO.encode(), "a.py").text
    assert [len(line) for line in text.split("\n")] == [len(line) for line in MARIMO.split("\n")]
    assert "app.cell" not in text and "    def shape():\n        return model.output_shape\n" in text
    scope: dict[str, object] = {}
    body = text.split("if 1:", 1)[1].rsplit("if 1:", 1)[0]
    code = "steps = 1\nif 1:" + body.replace("keras.", "K.").replace("layers.", "K.")
    exec(code, {"K": _Anything()}, scope)  # what is left is Python, and its names are those of one module
    assert {"model", "shape", "scaled"} <= set(scope)


class _Anything:
    def __getattr__(self, name: str) -> _Anything:
        return self

    def __call__(self, *_: object, **__: object) -> _Anything:
        return self


@pytest.mark.parametrize("suffix", files.DOCUMENTS)
def test_what_is_found_as_a_document_is_read_as_one(suffix: str) -> None:
    text = "---\nkernelspec: python3\n---\n\nWords.\n\n```{code-cell} python\nx = 1\n```\n"
    text = text.replace("{code-cell} python", "{python}") if suffix != ".md" else text
    assert from_bytes(text.encode(), f"a{suffix}").text.split() == ["x", "=", "1"]


def test_why_a_file_in_utf_16_is_skipped_is_said(capsys: Capsys) -> None:
    Path("wide.py").write_bytes("import keras\nkeras.layers.LSTM(3)\n".encode("utf-16"))
    _, _, err = run(capsys, "wide.py", "-v")
    assert "wide.py: skipped, it is in UTF-16, which neither Python nor Jupyter reads" in err
