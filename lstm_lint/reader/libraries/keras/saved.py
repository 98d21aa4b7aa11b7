"""What a model keeps in files and takes from them: `save`, `load_model`, `load_weights`."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import LOADED, Abstract, Built, Given, Items, Network, Training
from lstm_lint.reader.libraries.keras import phases
from lstm_lint.reader.libraries.keras.weights import note_weights
from lstm_lint.script import Ending, Known, Unknown

_LOOKED_AT = 100  # models, or files of one


def set_weights(it: Interpreter, call: Call) -> Abstract:
    """`load_weights`, `set_weights`."""
    assert isinstance(call.owner, Network)
    note_weights(it, call, call.owner)
    call.owner.weights_loaded = True
    if call.name == "load_weights":
        it.record.loads.append(_with_file(call, ("filepath",)))
        phases.load(it, call.args.at(0, "filepath"))
    return Known(None)


def save(it: Interpreter, call: Call) -> Abstract:
    """`model.save("model.keras")`, `model.save_weights("model.weights.h5")`."""
    assert isinstance(call.owner, Network)
    call.owner.saved.append(_with_file(call, ("filepath", "overwrite")))
    return Known(None)


def load(it: Interpreter, call: Call) -> Abstract:
    """`load_model("model.keras")`: what is in the file is not known."""
    found = _with_file(call, ("filepath", "custom_objects", "compile"))
    it.record.loads.append(found)
    path = found.given.get("filepath")
    phases.load(it, path)
    kept = _kept_under(it, path)
    if kept is not None:
        kept.weights_loaded = True
        return kept
    if (saved := _saved_under(it, path)) is not None:
        saved.reloaded = True
        return saved
    return Unknown(LOADED)


def rebuild(it: Interpreter, call: Call) -> None:
    """`model_from_json(text)`, `clone_model(model)`: the layers alone, with weights that are drawn anew."""
    if call.name == "clone_model" and len(call.args.values()) != 1:
        return  # a `clone_function` may give the layers themselves
    it.record.rebuilt[call.node] = call.name


def _saved_under(it: Interpreter, path: Given | None) -> Network | None:
    """The one model that this program has saved as a whole under that name."""
    if path is None or not isinstance(path.value, Known) or it.control.guards:
        return None
    latest = it.record.networks[-_LOOKED_AT:]
    known = [one for one in latest if any(_is_at(saved, path.value) for saved in one.saved[-_LOOKED_AT:])]
    alone = len(known) == 1 and known[0].home is it.control.home and not known[0].nested
    return known[0] if alone else None


def _is_at(saved: Training, path: Known) -> bool:
    where = saved.given.get("filepath")
    return saved.method == "save" and where is not None and where.value == path


def _kept_under(it: Interpreter, path: Given | None) -> Network | None:
    """The model of which a training of this program kept the best epoch under that name."""
    name = path.value if path is not None else None
    of_loop = isinstance(name, Ending)  # `f"fold{n}.keras"`: the same value where the same variable holds it
    if not of_loop and (not isinstance(name, Known) or not isinstance(name.value, str)):
        return None
    found: list[Network] = []
    for network in it.record.networks:
        for training in network.fits:
            given = training.given.get("callbacks")
            callbacks = given.value.items if given is not None and isinstance(given.value, Items) else []
            kept = [one for one in callbacks if isinstance(one, Built) and one.cls == "ModelCheckpoint"]
            paths = [one.given["filepath"].value for one in kept if "filepath" in one.given]
            if any(one is name if of_loop else isinstance(one, Known) and one == name for one in paths):
                found.append(network)
    return found[0] if len({id(one) for one in found}) == 1 else None


def _with_file(call: Call, names: tuple[str, ...]) -> Training:
    given = {**dict(zip(names, call.args.positional)), **call.args.keywords}
    return Training(call.name, call.node, given, call.args.complete)
