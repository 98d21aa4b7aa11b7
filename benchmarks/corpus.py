"""Seeded corpora of our own making, with the statistics of real code: a repository with some Keras in it.

3 of 100 files build recurrent models; of these 61 % are Sequential and 38 % functional, 46 % import `keras` and 49 %
`tensorflow.keras`, 32 % build their layers in a function, one in four is a notebook. The rest is Python of all kinds.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

KERAS_SHARE = 0.03
WORDS = [
    "batch",
    "count",
    "data",
    "epoch",
    "field",
    "group",
    "header",
    "index",
    "join",
    "key",
    "line",
    "model",
    "name",
    "offset",
    "path",
    "query",
    "row",
    "size",
    "table",
    "user",
]


def build(folder: Path, files: int, seed: int = 7) -> list[Path]:
    """Writes that many files, 40 to a folder; returns the recurrent ones."""
    chance = random.Random(seed)
    recurrent = set(chance.sample(range(files), round(files * KERAS_SHARE)))
    relevant = []
    for number in range(files):
        place = folder / f"package_{number // 40:03}"
        place.mkdir(parents=True, exist_ok=True)
        if number in recurrent:
            path = place / f"train_{number}.{'ipynb' if chance.random() < 0.25 else 'py'}"
            text = keras_script(chance)
            path.write_text(notebook(text, chance) if path.suffix == ".ipynb" else text, encoding="utf-8")
            relevant.append(path)
        else:
            (place / f"module_{number}.py").write_text(plain_script(chance), encoding="utf-8")
    return relevant


def keras_script(chance: random.Random) -> str:
    """A training script of 40 to 150 lines."""
    home = "keras" if chance.random() < 0.48 else "tensorflow.keras"
    build_model = sequential(chance) if chance.random() < 0.61 else functional(chance)
    if chance.random() < 0.32:
        body = "".join(f"    {line}\n" for line in build_model.splitlines())
        build_model = f"def build_model():\n{body}    return model\n\n\nmodel = build_model()\n"
    loss, optimizer = (
        chance.choice(["mse", "mae", "huber"]),
        chance.choice(["'adam'"] * 6 + ["Adam(0.01)", "'rmsprop'", "SGD(0.01)"]),
    )
    before = "".join(function(chance) for _ in range(chance.randint(1, 6)))
    return (
        f"import numpy as np\nimport pandas as pd\nfrom {home}.models import Sequential, Model\n"
        f"from {home}.layers import LSTM, GRU, Bidirectional, Dense, Dropout, Embedding, Input\n"
        f"from {home}.optimizers import Adam, SGD\nfrom sklearn.preprocessing import MinMaxScaler\n\n{before}"
        "frame = pd.read_csv('series.csv')\nscaler = MinMaxScaler()\nvalues = scaler.fit_transform(frame.values)\n"
        f"steps = {chance.choice([10, 30, 60])}\nx, y = [], []\nfor i in range(len(values) - steps):\n"
        "    x.append(values[i : i + steps])\n    y.append(values[i + steps, 0])\nx, y = np.array(x), np.array(y)\n"
        f"split = int(len(x) * 0.8)\n\n{build_model}\nmodel.compile(optimizer={optimizer}, loss='{loss}')\n"
        f"history = model.fit(x[:split], y[:split], epochs={chance.choice([10, 50, 100])}, "
        f"batch_size={chance.choice([32, 32, 64, 128])}{chance.choice(['', ', validation_split=0.2'])})\n"
        "prediction = model.predict(x[split:])\nprint(prediction.shape)\n"
    )


def sequential(chance: random.Random) -> str:
    depth = chance.choice([1, 1, 1, 2, 2, 3])
    lines = ["model = Sequential()"]
    for level in range(depth):
        shape = ", input_shape=(steps, 4)" if level == 0 else ""
        back = ", return_sequences=True" if level < depth - 1 else ""
        relu = ", activation='relu'" if chance.random() < 0.2 else ""
        lines.append(
            f"model.add({chance.choice(['LSTM', 'LSTM', 'GRU'])}({chance.choice([32, 50, 64, 128])}{relu}{back}{shape}))"  # noqa: E501
        )
        if chance.random() < 0.4:
            lines.append(f"model.add(Dropout({chance.choice([0.2, 0.5])}))")
    return "\n".join([*lines, "model.add(Dense(1))", ""])


def functional(chance: random.Random) -> str:
    units = chance.choice([16, 32, 64])
    return (
        f"inputs = Input(shape=(steps, 4))\nhidden = Bidirectional(LSTM({units}, return_sequences=True))(inputs)\n"
        f"hidden = LSTM({units})(hidden)\nhidden = Dropout(0.2)(hidden)\noutputs = Dense(1)(hidden)\nmodel = Model(inputs, outputs)\n"  # noqa: E501
    )


def plain_script(chance: random.Random) -> str:
    """Python that no rule of ours is about."""
    imports = "".join(
        f"import {name}\n" for name in sorted(chance.sample(["json", "os", "re", "sys", "math", "time"], 3))
    )
    return f'"""{" ".join(chance.choices(WORDS, k=6))}."""\n\n{imports}\n\n' + "".join(
        function(chance) for _ in range(chance.randint(2, 14))
    )


def function(chance: random.Random) -> str:
    name, one, two = chance.sample(WORDS, 3)
    lines = [
        f"def {name}_{one}_{chance.randint(0, 99)}({one}, {two}=None):",
        f'    """{" ".join(chance.choices(WORDS, k=5))}."""',
    ]
    for _ in range(chance.randint(2, 8)):
        lines.append(chance.choice([
            f"    if {two} is None:\n        {two} = {chance.randint(0, 99)}",
            f"    for item in {one}:\n        {two} = item or {two}",
            f"    {one} = [value * {chance.randint(2, 9)} for value in {one}]",
            f"    {one} = str({one}).strip().split('{chance.choice(',;| ')}')",
            f"    # {' '.join(chance.choices(WORDS, k=7))}",
        ]))  # fmt: skip
    return "\n".join([*lines, f"    return {one}", "", "", ""])


DIALECTS = (".qmd", ".Rmd", ".md", ".py")  # of notebooks as text; the last is that of marimo


def document(text: str, dialect: str, chance: random.Random) -> str:
    """The script as chunks of a document, or as cells of marimo; where chunks end is drawn, also within a statement."""
    lines = text.split("\n")
    parts: list[list[str]] = [[]]
    for line in lines:
        parts[-1].append(line)
        if (not line.strip() and chance.random() < 0.6) or chance.random() < 0.02:
            parts.append([])
    if dialect == ".py":
        return _marimo(parts, chance)
    header = "---\ntitle: a model\njupytext:\n  formats: ipynb,md\nkernelspec:\n  language: python\n---\n"
    opened = {
        ".qmd": ("```{python}", "```{python}\n#| eval: false", "```python"),
        ".Rmd": ("```{python}", "```{python model, echo=FALSE}", "```{python eval=FALSE}", "```{r}"),
        ".md": ("```python", "```{code-cell} ipython3", "```{code-cell}\n:tags: [hide]", "~~~python"),
    }[dialect]
    written = [header]
    for part in parts:
        fence = opened[0] if chance.random() < 0.7 else chance.choice(opened)
        body = "\n".join(part)
        written.append(f"Some words.\n\n{fence}\n{body}\n{fence[:3]}\n")
    return "\n".join(written)


def _marimo(parts: list[list[str]], chance: random.Random) -> str:
    written = ["import marimo\n\napp = marimo.App()\n\n"]
    for part in parts:
        decorator = chance.choice(["@app.cell", "@app.cell", "@app.cell(hide_code=True)", "@app.function"])
        body = "\n".join(f"    {line}".rstrip() for line in part if line.strip()) or "    pass"
        written.append(f"{decorator}\ndef _(keras, layers):\n{body}\n    return (model,)\n\n\n")
    return "".join([*written, 'if __name__ == "__main__":\n    app.run()\n'])


def notebook(text: str, chance: random.Random) -> str:
    """The script as cells, with outputs beside them."""
    cells = [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": part.splitlines(True),
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "loss: 0.1\n" * chance.randint(0, 200)}]}
        for part in text.split("\n\n") if part.strip()
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
