"""A short seeded run of the fuzzer, and strategies of hypothesis for what a mutation seldom makes."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import DIALECTS, document
from benchmarks.fuzz import SPLICES, mutated, objection, own_seeds
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

EVERYTHING = load(None, {"select": ("ALL",), "profile": "strict"})
CALM = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

json_values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text(max_size=8)
    | some.just("import keras\nkeras.layers.LSTM(3)"),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            some.sampled_from(["cells", "cell_type", "source", "metadata", "worksheets", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
lines = some.lists(
    some.sampled_from([*SPLICES, "model.add(LSTM(3))", "model = keras.Sequential()", "x = 1"]), max_size=12
)


def test_mutated_sources() -> None:
    chance = random.Random(11)
    seeds = own_seeds(chance)
    for _ in range(60):
        text = mutated(chance, seeds)
        assert objection("fuzzed.py", text.encode("utf-8", "surrogatepass"), EVERYTHING) is None, text


def test_mutated_notebooks_as_text() -> None:
    chance = random.Random(12)
    seeds = own_seeds(chance)
    for number in range(40):
        dialect = DIALECTS[number % len(DIALECTS)]
        text = document(mutated(chance, seeds), dialect, chance)
        assert objection(f"fuzzed{dialect}", text.encode("utf-8", "surrogatepass"), EVERYTHING) is None, text


def test_documents_of_the_fuzzer_are_read() -> None:
    """Else what is mutated in them would reach no rule."""
    chance = random.Random(13)
    script = "import keras\nfrom keras import layers\n\nmodel = keras.Sequential([layers.LSTM(3)])\n"
    for dialect in DIALECTS:
        texts = [document(script, dialect, chance) for _ in range(20)]
        read = [from_bytes(text.encode(), f"fuzzed{dialect}").text for text in texts]
        assert sum("layers.LSTM(3" in text for text in read) >= 10, dialect


@CALM
@given(some.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for path in ("any.py", "any.ipynb"):
        assert objection(path, b"# keras LSTM\n" + data, EVERYTHING) is None


@CALM
@given(json_values)
def test_any_json(document: object) -> None:
    assert objection("any.ipynb", json.dumps(document).encode(), EVERYTHING) is None


@CALM
@given(lines)
def test_lines_in_any_order(chosen: list[str]) -> None:
    text = "import keras\nfrom keras.layers import *\n" + "\n".join(chosen) + "\n"
    assert objection("lines.py", text.encode("utf-8", "surrogatepass"), EVERYTHING) is None
