"""What a script holds, in words: a rule that needs a word which is not among them cannot find anything.

A word is one of these, and `needs` of a check is made of them: every word must hold, of `a|b` one.

- `fits`, `comparisons`: the field of the script, or of one of its models, is neither empty nor false; likewise
  `recurrent` and `in_force` of a model, `states` and `made_in_call` of a layer
- `Embedding`, `ModelCheckpoint`: an object of this class, be it a layer, a wrapper, a cell, an optimizer or a callback
- `clipnorm=`: an argument that the program may give to such an object or to `compile`, `fit`, `predict`, `evaluate`;
  `recurrent.dropout=`: to a recurrent layer or its cell
- `family:dropout`: a layer of this family; `masks`: one that may make a mask; `gated`: an LSTM or GRU of any kind
- `refused:batch`, `slips:fold-unused`, `names:method`: a refusal, slip or used name of this kind
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import fields
from lstm_lint.script import GATED, Configured, Layer, Model, Script

Needs = tuple[frozenset[str], ...]

_OF_MODELS = tuple(one.name for one in fields(Model) if one.name not in ("name", "place"))
_OF_SCRIPTS = tuple(one.name for one in fields(Script) if one.name not in ("path", "target"))
_OF_KINDS = ("refused", "slips", "names")
_NOT_EMPTY = ("recurrent", "in_force")  # what is worked out of a model


@lru_cache(maxsize=512)
def parsed(needs: str) -> Needs:
    """The words of `needs`: of each set, one must hold. The last one comes first: it is mostly what scripts lack."""
    return tuple(frozenset(words.split("|")) for words in reversed(needs.split()))


@once
def held(script: Script) -> frozenset[str]:
    """All words that hold for a script. Those of its models are the same under another Keras."""
    words = {name for name in _OF_SCRIPTS if getattr(script, name)}
    for field in _OF_KINDS:
        words.update(f"{field}:{kind}" for kind in {one.kind for one in getattr(script, field)})
    _add_objects(words, script.loose)
    return frozenset(words.union(*map(_of_model, script.models)))


@once
def _of_model(model: Model) -> frozenset[str]:
    words = {name for name in _OF_MODELS if getattr(model, name)}
    words.update(name for name in _NOT_EMPTY if getattr(model, name))
    optimizers = (call.optimizer for call in model.compiles if call.optimizer is not None)
    callbacks = (one for call in model.fits for one in call.callbacks or ())
    _add_objects(words, model.layers)
    _add_objects(words, chain(model.compiles, model.fits, model.predictions, optimizers, callbacks))
    return frozenset(words)


def _add_objects(words: set[str], objects: Iterable[Configured]) -> None:
    for one in objects:
        if isinstance(one, Layer):
            _add_layer(words, one)
        else:
            words |= _of_call(one.cls, one.names_given)


def _add_layer(words: set[str], layer: Layer) -> None:
    traits, cell = layer.traits, layer.cell
    words.add(f"family:{traits.family}")
    if traits.mask == "makes":
        words.add("masks")
    if layer.states is not None:
        words.add("states")
    if layer.made_in_call:
        words.add("made_in_call")
    if layer.cls in GATED or (cell is not None and cell.cls in GATED):
        words.add("gated")
    recurrent = layer.is_recurrent
    words |= _of_call(layer.cls, layer.names_given, recurrent)
    for part in layer.wrappers if cell is None else (*layer.wrappers, cell):
        words |= _of_call(part.cls, part.names_given, recurrent)


@lru_cache(maxsize=4096)
def _of_call(cls: str, names: tuple[str, ...], recurrent: bool = False) -> frozenset[str]:
    """The words of a class, without `legacy.` in front, and of the arguments that one call gives."""
    words = [cls.rpartition(".")[2], *(f"{name}=" for name in names)]
    return frozenset((*words, *(f"recurrent.{name}=" for name in names if recurrent)))
