"""The rules that say "error" held against Keras: what they report raises or cannot learn, what they let pass trains.

Every block of their pages runs in a child process: with TensorFlow as far as a training step, without it on the backend
numpy as far as the loss of a batch.
"""

from __future__ import annotations

import os
import random
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import pytest
from verdicts import BACKEND, Keras, absent

from lstm_lint.findings import Severity
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.rulebook import rule_page
from lstm_lint.testing import Block, pages

pytest.importorskip("keras", exc_type=ImportError)

pytestmark = pytest.mark.keras

# What shows that a model cannot learn where Keras does not raise.
CANNOT_LEARN = {
    "LL103": "broadcast",  # every step is trained on the target of the last
    "LL104": "broadcast",  # one output is trained on the targets of others
    "LL305": "not finite",  # the row behind the last: only a GPU or JAX goes on, with zeros or NaN
    "LL307": "truncated",  # nothing but zeros is left of the data
    "LL308": "fractions",  # every input below 1 is row 0
    "LL401": "constant",  # all predictions are 1.0
    "LL404": "flat",  # no gradient says how wrong an output below 0 is
    "LL406": "still",  # the crossentropy of one unit is 0 whatever it says
}


# What the programs load: shape, text, ids below a number, names or JSON.
def beside_the_pages(name: str) -> str:
    """A file that blocks with `data` read."""
    return (rule_page.directory() / "data" / name).read_text("utf-8")


SEQUENCES = {"x_scaled.npy": [64, 30, 4], "y_scaled.npy": [64, 1]}
FILES: dict[str, dict[str, Any]] = {
    "LL101": {"model.json": {"return_sequences": True}},
    "LL102": {"frames.npy": [16, 30, 4]},
    "LL103": {"demand.csv": [200]},
    "LL105": {"rows.npy": [16, 30, 4]},
    "LL107": {"sizes.json": {"encoder": 128}},
    "LL108": {"sequences.npy": [16, 30, 12]},
    "LL305": {
        "poems.txt": "the sea is wide\nthe sea is deep\n",
        "verses.txt": "the sea is wide\nthe sea is deep\n",
        "meter.npy": [3, 1],
    },
    "LL406": {
        "classes.npy": [8],
        "dialogue.txt": "how do you do\nwell and you\n",
        "verses.txt": "to be\nor not\n",
    },
    "LL307": {
        "walks.npy": [8, 40, 3],
        "ids.npy": {"below": 500, "shape": [64, 30]},
        "labels.npy": {"below": 2, "shape": [64]},
    },
    "LL788": {"load_with_holes.csv": beside_the_pages("load_with_holes.csv")},
    "LL790": {"load.csv": beside_the_pages("load.csv")},
    "LL782": {"load_one_site.csv": beside_the_pages("load_one_site.csv")},
    "LL308": {"x.npy": {"below": 100, "shape": [64, 30]}, "y.npy": [64, 1]},
    "LL408": {
        "imu_windows.npy": [64, 100, 6],
        "gesture_ids.npy": [64],
        "windows.npy": [64, 100, 6],
        "names.npy": [f"bird {number % 12}" for number in range(64)],
        "x.npy": [64, 30, 4],
        "y.npy": [64, 1],
    },
    "LL118": {"vectors.npy": [5000, 64]},
    "LL417": {"states.npy": {"below": 6, "shape": [63 * 200]}},
    "LL512": SEQUENCES,
    "LL513": SEQUENCES,
    "LL714": {"x.npy": [64, 12, 2]},
    "LL112": {"text.txt": "the sea is wide and the sea is deep\n" * 4},
    "LL116": {"x.npy": [64, 130, 13], "y.npy": [64, 1]},
    "LL171": {"reviews.csv": "text,stars\n" + "a long and dull book,1\nshort,5\n" * 8},
    "LL173": {"x.npy": [64, 20, 8], "y.npy": [64, 1]},
    "LL792": {"x_scaled.npy": [64, 50, 6], "x.npy": [64, 20, 8], "y.npy": [64, 1]},
    "LL932": {
        "steps.csv": "x,y\n" + "0.1,0.2\n0.3,0.5\n" * 30,
        "power.csv": "load\n" + "0.1\n0.3\n" * 30,
    },
    "LL804": {"x_scaled.npy": [64, 50, 6], "y.npy": [64, 1]},
    "LL779": {"load_scaled.npy": [200]},
    "LL838": {"x.npy": [64, 25, 6], "y.npy": [64, 1]},
    "LL839": {"x_scaled.npy": [64, 30, 4], "y.npy": [64, 1]},
    "LL902": {**SEQUENCES, "x.npy": [64, 8, 12], "y.npy": [64]},
    "LL908": {"x.npy": [64, 40, 8], "y.npy": [64, 1]},
}

_NOT_MADE_UP = "what it loads is not made up here"
# Blocks that show nothing when they run, and why.
UNTOLD: dict[str, str] = {
    **dict.fromkeys(
        (
            "LL112-Bad-5", "LL112-Good-4", "LL162-Good-3", "LL171-Bad-1", "LL171-Good-1", "LL171-Good-3",
            "LL307-Good-4", "LL432-Good-3", "LL471-Bad-1", "LL471-Good-1", "LL513-Good-5", "LL761-Bad-1", "LL761-Bad-2",
            "LL761-Good-1", "LL761-Good-2", "LL761-Good-3", "LL831-Bad-1", "LL831-Good-1", "LL831-Good-3",
            "LL931-Bad-1", "LL931-Bad-2", "LL931-Bad-3", "LL931-Good-1", "LL931-Good-2", "LL931-Good-3",
            "LL931-Good-4", "LL772-Bad-1", "LL772-Bad-3", "LL772-Good-1",
        ),
        _NOT_MADE_UP,
    ),
    **dict.fromkeys(
        ("LL719-Bad-1", "LL719-Good-1", "LL719-Good-4"),
        _NOT_MADE_UP,
    ),
    "LL131-Bad-1": "its class says no input shape",
    "LL131-Bad-2": "its layers are new at every call, and nothing raises",
    "LL161-Good-2": "takes scikeras",
    "LL305-Bad-4": "random ids need not reach the last one",
    "LL401-Bad-4": "the scores of one step are 1 inside the model, which still learns",
    "LL401-Bad-5": "the same",
    "LL457-Good-3": "imports settings that are not there",
    "LL404-Bad-4": "trains without an error: each step has no probabilities",
    "LL406-Bad-7": "trains without an error: the loss turns negative",
    "LL480-Good-1": _NOT_MADE_UP,
    "LL480-Good-2": _NOT_MADE_UP,
    "LL707-Bad-8": "trains without an error: one class has no weight",
    "LL707-Bad-9": "the same",
    "LL480-Bad-1": "trains without an error: the loss turns negative",
    "LL480-Bad-2": "the same",
    "LL480-Bad-3": "the same",
    "LL472-Bad-1": "raises in a graph, and these run without one",
    "LL472-Bad-3": "the same",
    "LL662-Bad-2": "takes optuna",
    "LL671-Bad-3": "trains without an error: nothing before the argmax learns",
    "LL671-Good-2": "the targets that are made up do not fit a loss of the program",
    "LL304-Bad-1": "only the kernel of a GPU asks for padding at the end",
    "LL305-Bad-2": "the program does not train, and random ids need not reach the last one",
    "LL304-Good-2": "its sequences of different length are a pickle",
    "LL307-Good-3": "its sequences of different length are a pickle",
    "LL305-Good-7": "a model reads strings, of which a step has none",
    "LL305-Good-9": "its rows of ids are of one length only in a file of that kind",
    "LL307-Bad-1": "its model has no input shape and is not trained",
    "LL307-Good-1": "the same",
    "LL408-Bad-3": "nothing calls its function",
    "LL477-Bad-1": "trains without an error: the loss is a large constant",
    "LL512-Bad-1": "raises when the loss has not improved for three epochs",
    "LL513-Good-4": "a callback raises the rate from 0, after the first epoch",
}  # fmt: skip

_TRAINS = "shows in a training step"
_TENSORFLOW = "takes TensorFlow"
UNTOLD_WITHOUT_TRAINING = {
    **{block: why for block, why in UNTOLD.items() if block != "LL513-Good-4"},
    "LL107-Bad-2": "the backend numpy takes the first of too many states",
    "LL112-Good-3": _TENSORFLOW,
    "LL112-Bad-3": _TRAINS,
    "LL152-Bad-1": _TENSORFLOW,
    "LL152-Good-1": _TENSORFLOW,
    "LL152-Good-2": _TENSORFLOW,
    **dict.fromkeys(
        ("LL174-Bad-1", "LL174-Bad-2", "LL174-Bad-3", "LL175-Bad-1", "LL175-Bad-2", "LL472-Bad-2"), _TRAINS
    ),
    **dict.fromkeys(("LL780-Bad-1", "LL780-Bad-2", "LL780-Bad-3", "LL780-Bad-4"), _TRAINS),
    **dict.fromkeys(("LL473-Bad-1", "LL473-Bad-2", "LL473-Bad-3"), _TRAINS),
    **dict.fromkeys((f"LL116-Bad-{number}" for number in (8, 9, 10, 12, 13, 15, 17)), _TRAINS),
    **dict.fromkeys((f"LL117-Bad-{number}" for number in (3, 4, 5, 6, 7, 8, 9)), _TRAINS),
    **dict.fromkeys(("LL171-Bad-6", "LL171-Bad-11", "LL707-Bad-2", "LL707-Bad-10"), _TRAINS),
    "LL401-Bad-3": _TENSORFLOW,
    "LL406-Bad-3": _TRAINS,
    "LL417-Bad-3": _TRAINS,
    "LL512-Bad-2": _TRAINS,
    "LL707-Bad-1": _TRAINS,
    "LL707-Bad-4": _TRAINS,
    "LL707-Bad-6": _TRAINS,
    "LL714-Bad-2": _TRAINS,
    "LL715-Bad-1": _TRAINS,
    "LL806-Bad-1": _TENSORFLOW,
    "LL806-Bad-2": _TRAINS,
    "LL806-Bad-3": _TRAINS,
    "LL806-Good-1": _TENSORFLOW,
    "LL902-Good-2": _TENSORFLOW,
    "LL909-Bad-2": _TRAINS,
}


def held(block: Block) -> bool:
    """Whether a block is written for the installed Keras, and in Bad has an error."""
    major, minor = KERAS.split(".")[:2]
    if not parse_target(block.keras).overlaps(f"=={major}.{minor}"):
        return False
    found = block.findings(block.source)
    return block.section == "Good" or any(one.severity is Severity.ERROR for one in found)


KERAS = version("keras")
BLOCKS = [
    block
    for page in pages(rule_page.directory())
    if page.rule.severity is Severity.ERROR
    for block in page.all_blocks
    if held(block)
]
# Each takes about a second: of the Good blocks a drawn third, `EVERY_BLOCK=1` runs them all.
DRAWN = [
    block
    for block, share in zip(BLOCKS, (random.Random(f"{block}") for block in BLOCKS), strict=True)
    if block.section == "Bad" or "EVERY_BLOCK" in os.environ or share.random() < 1 / 3
]
each_block = pytest.mark.parametrize("block", DRAWN, ids=str)


@each_block
def test_verdict_is_that_of_keras(block: Block, keras_child: Keras) -> None:
    answer = keras_child.says(str(block), block.text, files=FILES.get(block.code, {}))
    if answer["outcome"] == "unrun" and answer["message"] in absent(block.text):
        pytest.skip(f"needs {answer['message']}")
    assert (verdict(block, answer) == block.section) != (str(block) in untold()), answer


def untold() -> dict[str, str]:
    return UNTOLD if BACKEND == "tensorflow" else UNTOLD_WITHOUT_TRAINING


def verdict(block: Block, answer: dict[str, Any]) -> str | None:
    """The section to which Keras sends a block; None where it does not tell."""
    wrong = {"not finite", "still", CANNOT_LEARN.get(block.code, "still")}
    if answer["outcome"] == "unrun" or silent(block, answer):
        return None
    return "Bad" if answer["outcome"] == "raised" or wrong & set(answer["facts"]) else "Good"


def silent(block: Block, answer: dict[str, Any]) -> bool:
    """Whether nothing that could fail has happened in a program: no model, no exception."""
    return block.section == "Bad" and answer["message"] == "0 models" and not answer["facts"]


def test_what_is_untold_is_still_on_the_pages() -> None:
    assert {*UNTOLD, *UNTOLD_WITHOUT_TRAINING} <= {str(block) for block in BLOCKS}
    assert set(FILES) | set(CANNOT_LEARN) <= {block.code for block in BLOCKS}


def test_nearly_all_blocks_are_run() -> None:
    """What is not named here has run where its verdict was right."""
    missing = {name for block in DRAWN for name in absent(block.text) if find_spec(name) is None}
    unrun = [str(one) for one in DRAWN if str(one) in untold() or absent(one.text) & missing]
    assert len(unrun) <= 0.2 * len(DRAWN), unrun
