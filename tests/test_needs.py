"""`needs` of the checks: whatever a check finds, its script holds them, and without them it finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rule_pages

from lstm_lint import checks
from lstm_lint.ir.records import fields, replace
from lstm_lint.keras_api.layers import LAYERS
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import script_of
from lstm_lint.notions.held import held, parsed
from lstm_lint.rulebook import rulebook
from lstm_lint.script import GATED, Configured, Layer, Model, Script
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

CHECKOUT = Path(__file__).resolve().parent.parent
RULES = {rule.code: rule for rule in rulebook.rules()}
CHECKS = {rule.code: checks.load(rule.name) for rule in RULES.values()}
NEEDY = {code: check for code, check in CHECKS.items() if check.needs}
PAGES = {code: rule_pages.read(rule.page) for code, rule in RULES.items()}
PROGRAMS = sorted(
    path for name in ("reports", "planted") for path in (CHECKOUT / "tests" / name).rglob("*.py")
)
SETTINGS = load(None)
NOWHERE = "elsewhere/example.py"
_LISTED = {
    *(one.name for one in fields(Script)),
    *(one.name for one in fields(Model)),
    "recurrent", "in_force", "states", "made_in_call", "gated", "masks",
}  # fmt: skip


def test_nearly_all_checks_say_what_they_need() -> None:
    assert len(NEEDY) >= 0.9 * len(CHECKS)


def test_what_a_check_needs_is_read_off_its_file() -> None:
    outlined = {code: checks._outlined(rule.name) for code, rule in RULES.items()}
    read = {code: one for code, one in outlined.items() if one is not None}
    assert all(replace(one, function=CHECKS[code].function) == CHECKS[code] for code, one in read.items())
    assert len(read) >= 0.9 * len(CHECKS)


def test_the_check_itself_is_called_in_the_end() -> None:
    bad = PAGES["LL101"].blocks("Bad")[0]
    script = script_of(bad.source, SETTINGS, target=parse_target(bad.keras))
    outlined = checks._outlined("missing-return-sequences")
    assert outlined is not None and list(outlined.function(script))


def test_check_whose_import_was_cut_short_is_imported_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(module: str) -> None:
        checks._CHECKS["missing-return-sequences"] = checks.Check("missing-return-sequences", lambda: None)
        raise TimeoutError(module)

    monkeypatch.delitem(checks._CHECKS, "missing-return-sequences")
    monkeypatch.setattr(checks, "import_module", cut_short)
    with pytest.raises(TimeoutError):
        checks.load("missing-return-sequences")
    assert "missing-return-sequences" not in checks._CHECKS


@pytest.mark.parametrize("code", NEEDY)
def test_the_words_are_those_that_scripts_hold(code: str) -> None:
    for word in frozenset().union(*parsed(CHECKS[code].needs)):
        kind, colon, rest = word.partition(":")
        if colon:
            assert kind in ("refused", "slips", "names") or (kind == "family" and rest in _families()), word
        elif word.endswith("="):
            assert word.removeprefix("recurrent.")[:-1].isidentifier(), word
        else:
            assert word in _LISTED or word[:1].isupper(), word


def _families() -> set[str]:
    return {row.family for row in LAYERS.values()}


@pytest.mark.parametrize("keras", ["2", "3"])
def test_no_check_finds_anything_where_its_needs_do_not_hold(keras: str) -> None:
    """Neither in the blocks of all pages nor in the programs of the tests: what is left out is nothing."""
    texts = [block.text for page in PAGES.values() for block in page.all_blocks]
    for text in (*texts, *(path.read_text("utf-8") for path in PROGRAMS)):
        script = script_of(from_bytes(text.encode(), NOWHERE), SETTINGS, target=parse_target(keras))
        words = held(script)
        for code, check in NEEDY.items():
            if any(map(words.isdisjoint, parsed(check.needs))):
                assert not list(check.function(script)), (code, text)


@pytest.mark.parametrize("code", NEEDY)
def test_without_what_it_needs_a_check_finds_nothing(code: str) -> None:
    check = NEEDY[code]
    for block in PAGES[code].blocks("Bad"):
        script = script_of(block.source, SETTINGS, target=parse_target(block.keras))
        if not list(check.function(script, **block.options)):
            continue  # it looks into files, or takes what others find
        for choice in parsed(check.needs):
            left = without(script, choice)
            assert choice.isdisjoint(held(left))
            assert not list(check.function(left, **block.options)), (block, choice)


# --- a script from which words are taken --------------------------------------------------------------------------


def without(script: Script, words: frozenset[str]) -> Script:
    """The script without the fields, objects and arguments that these words are about."""
    emptied: dict[str, Any] = {name: () for name in words if isinstance(getattr(Script, name, None), tuple)}
    emptied |= {name: False for name in words if getattr(Script, name, None) is False}
    emptied |= dict.fromkeys(words & {"backend"})
    kept = {
        name: tuple(one for one in getattr(script, name) if f"{name}:{one.kind}" not in words)
        for name in ("refused", "slips", "names")
    }
    models = () if "models" in words else tuple(_model_without(model, words) for model in script.models)
    loose = tuple(_stripped(one, words) for one in script.loose if not _is_meant(one, words))
    return replace(script, **{"models": models, "loose": loose, **kept, **emptied})


def _model_without(model: Model, words: frozenset[str]) -> Model:
    layers = {id(one): _stripped(one, words) for one in model.layers if not _is_meant(one, words)}

    def left(these: Iterable[Layer]) -> tuple[Layer, ...]:
        return tuple(layers[id(one)] for one in these if id(one) in layers)

    changes: dict[str, Any] = {
        "layers": left(model.layers),
        "wires": tuple(pair for pair in map(left, model.wires) if len(pair) == 2),
        "outputs": tuple(
            replace(one, layer=layers[id(one.layer)]) for one in model.outputs if id(one.layer) in layers
        ),
        **{name: left(getattr(model, name)) for name in ("heads", "entries", "off", "unfed")},
        "compiles": tuple(_compile_without(one, words) for one in model.compiles),
        "fits": tuple(_fit_without(one, words) for one in model.fits),
        "predictions": tuple(_stripped(one, words) for one in model.predictions),
    }
    changes |= {name: () for name in words if isinstance(getattr(Model, name, None), tuple)}
    changes |= dict.fromkeys(words & {"left_out"})
    changes |= {"compiles": ()} if "in_force" in words else {}
    return replace(model, **changes)


def _compile_without(compiled: Any, words: frozenset[str]) -> Any:
    optimizer = compiled.optimizer
    gone = optimizer is None or _is_meant(optimizer, words)
    return _stripped(replace(compiled, optimizer=None if gone else _stripped(optimizer, words)), words)


def _fit_without(fit: Any, words: frozenset[str]) -> Any:
    called = fit.callbacks and tuple(
        _stripped(one, words) for one in fit.callbacks if not _is_meant(one, words)
    )
    return _stripped(replace(fit, callbacks=called), words)


def _is_meant(one: Configured, words: frozenset[str]) -> bool:
    """Whether one of the words is about the class or the nature of an object."""
    parts = [one, *one.wrappers, *([one.cell] if one.cell else [])] if isinstance(one, Layer) else [one]
    if not words.isdisjoint(part.cls.rpartition(".")[2] for part in parts):
        return True
    return isinstance(one, Layer) and not words.isdisjoint(_natures(one))


def _natures(layer: Layer) -> Iterator[str]:
    yield f"family:{layer.traits.family}"
    yield "recurrent" if layer.is_recurrent else ""
    yield "masks" if layer.traits.mask == "makes" else ""
    yield "states" if layer.states is not None else ""
    yield "made_in_call" if layer.made_in_call else ""
    yield "gated" if any(part is not None and part.cls in GATED for part in (layer, layer.cell)) else ""


def _stripped(one: Any, words: frozenset[str]) -> Any:
    """An object without the arguments that are meant."""
    is_layer = isinstance(one, Layer)
    prefix = "recurrent." if is_layer and one.is_recurrent else None
    gone = {
        name
        for name in one.arguments
        if f"{name}=" in words or (prefix is not None and f"{prefix}{name}=" in words)
    }
    parts: dict[str, Any] = {}
    if is_layer:
        parts["wrappers"] = tuple(_part(wrapper, words, prefix) for wrapper in one.wrappers)
        parts["cell"] = _part(one.cell, words, prefix) if one.cell is not None else None
    left = {name: given for name, given in one.arguments.items() if name not in gone}
    return replace(one, arguments=left, **parts)


def _part(one: Configured, words: frozenset[str], prefix: str | None) -> Configured:
    return replace(
        one,
        arguments={
            name: given
            for name, given in one.arguments.items()
            if f"{name}=" not in words and (prefix is None or f"{prefix}{name}=" not in words)
        },
    )
