"""What grows: each kind makes the text of a script of size n."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, Sequential, layers, ops
from keras.layers import (
    GRU, LSTM, RNN, Add, Bidirectional, Concatenate, Dense, Embedding, Lambda, LSTMCell, StackedRNNCells,
    TimeDistributed,
)
"""
TAIL = """\
model = Sequential([Input((120, 3)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
"""


@dataclass(frozen=True)
class Kind:
    """A way to make a file of size n, and the largest n that is tried."""

    make: Callable[[int], str]
    most: int
    head: str = HEAD
    tail: str = TAIL

    def text(self, n: int) -> str:
        return f"{self.head}{self.make(n)}\n{self.tail}"


KINDS: dict[str, Kind] = {}
DEEP = 80  # levels: brackets in brackets, blocks in blocks
LONG = 2_560  # lines
LAYERS = 640  # of one model; beyond 1,000 none is read as a whole


def kind(most: int, **more: str) -> Callable[[Callable[[int], str]], Callable[[int], str]]:
    def register(make: Callable[[int], str]) -> Callable[[int], str]:
        KINDS[make.__name__.strip("_").replace("_", "-")] = Kind(make, most, **more)
        return make

    return register


def lines(form: str, n: int) -> str:
    """The line n times, with its number in it, the one before and the one after."""
    return "".join(form.format(i=i, before=i - 1, after=i + 1) + "\n" for i in range(1, n + 1))


def blocks(form: str, n: int, inside: str = "pass", indent: int = 0) -> str:
    """The head of a block n times, each in the one before."""
    heads = "".join(" " * (i + indent) + form.format(i=i) + "\n" for i in range(n))
    return heads + "".join(" " * (n + indent) + line + "\n" for line in inside.splitlines())
