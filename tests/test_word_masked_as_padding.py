"""Words that are numbered from 0 on, beside padding that is 0 as well."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

CODE = """
import keras
import numpy as np
from keras import layers

texts = [line.split() for line in open("texts.txt")]
words = {words}
ids = {ids}
x = {x}
model = keras.Sequential([keras.Input((20,)), layers.Embedding(900, 9, mask_zero=True), layers.GRU(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.load("y.npy"))
"""
WORDS = "sorted({w for text in texts for w in text})"
IDS = "{w: i for i, w in enumerate(words)}"
X = "keras.utils.pad_sequences([[ids[w] for w in text] for text in texts], maxlen=20)"


def found(words: str = WORDS, ids: str = IDS, x: str = X) -> int:
    settings = Settings((Selection("the test", ("LL373",)),), "strict", keras="3")
    code = CODE.format(words=words, ids=ids, x=x)
    return len(list(lint(from_bytes(code.encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        "sorted(set(w for text in texts for w in text))",
        "list({w.lower() for text in texts for w in text})",
        "sorted(list({w for text in texts for w in text}))",
    ],
)
def test_first_word_is_masked(words: str) -> None:
    assert found(words) == 1
    assert found(words, x=X.replace("ids[w] for w in text", "ids[w] for w in text if w in ids")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"ids": "{w: i for i, w in enumerate(words, 1)}"},
        {"ids": "{w: i + 1 for i, w in enumerate(words)}"},
        {"words": f'["<pad>"] + {WORDS}'},
        {"words": WORDS.replace("{w for", '{"<pad>"} | {w for')},
        {"words": f'{WORDS}\nwords.insert(0, "<pad>")'},
        {"words": 'open("vocabulary.txt").read().split()'},
        {"x": X.replace("ids[w]", "ids[w] + 1")},
        {"x": X.replace("maxlen=20", "maxlen=20, value=899")},
        {"x": "np.array([[ids[w] for w in text[:20]] for text in texts])"},
    ],
)
def test_first_id_is_no_word_or_no_padding(change: dict[str, str]) -> None:
    assert found(**change) == 0
