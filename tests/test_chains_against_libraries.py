"""Chains of random steps from a frame or an array to `fit`: what we read is what the program has, or nothing.

Each chain is run step by step, so that all of them are valid, and read once. Every value on the way and the array that
`fit` gets are compared: rank, shape, rows, columns, kind, dtype, range.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

pytest.importorskip("keras")

import numpy as np
import pandas as pd

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.proof import Refused, compare, execute, is_known, read_names
from lstm_lint.reader.read import read
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

IMPORTS = "import numpy as np\nimport pandas as pd\n"
MODEL = """
from keras import Sequential, layers
model = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
"""
# Steps by the kind of the value before them; {a} and {b} are columns, {n} a small number, {x} the value.
FRAME = (
    "{x}.drop(columns=['{a}'])", "{x}.drop('{a}', axis=1)", "{x}.dropna()", "{x}.fillna(0)", "{x}.ffill()",
    "{x}.bfill()", "{x}.head({n})", "{x}.tail({n})", "{x}.iloc[:{n}]", "{x}.iloc[{n}:]", "{x}.iloc[:, :2]",
    "{x}.iloc[:, 1:]", "{x}.iloc[0]", "{x}.iloc[:, 0]", "{x}.iloc[[0, 1]]", "{x}.loc[:, '{a}']", "{x}.loc[:, ['{a}']]",
    "{x}.loc[{x}['{a}'] > 2]", "{x}.loc[{x}['{a}'] > 2, '{b}']", "{x}['{a}']", "{x}[['{a}']]", "{x}[['{a}', '{b}']]",
    "{x}[{x}['{a}'] > 1]", "{x}[1:]", "{x}[{x} > 1]", "{x}[({x}['{a}'] > 1) & ({x}['{b}'] < 8)]",
    "{x}[~({x}['{a}'] > 3)]", "{x}.query('{a} > 1')", "{x}.sample({n})", "{x}.sample(frac=1)",
    "{x}.sort_values('{a}')", "{x}.sort_index()", "{x}.set_index('{a}')", "{x}.reset_index(drop=True)",
    "{x}.reset_index()", "{x}.rename(columns={{'{a}': 'q'}})", "{x}.astype('float32')", "{x}.abs()", "{x}.clip(1, 3)",
    "{x}.round(1)", "{x}.shift(1)", "{x}.diff()", "{x}.pct_change()", "{x}.cumsum()", "{x}.rolling(2).mean()",
    "{x}.rolling(2)['{a}'].max()", "{x}.ewm(span=3).mean()", "{x}.expanding().sum()", "{x}.groupby('{a}').mean()",
    "{x}.groupby('{a}')['{b}'].sum()", "{x}.groupby('{a}').agg({{'{b}': 'mean'}})", "{x}.groupby('{a}').size()",
    "{x}.groupby('{a}')[['{b}']].shift(1)", "{x}.assign(z={x}['{a}'] * 2)", "{x} * 2", "{x} - {x}.mean()",
    "({x} - {x}.min()) / ({x}.max() - {x}.min())", "{x} + {x}", "{x} / {x}.head(2)", "{x}['{a}'] - {x}['{b}']",
    "np.log({x})", "np.maximum({x}, 2)", "{x}.T", "{x}.values", "{x}.to_numpy()", "np.array({x})", "{x}.corr()",
    "{x}.describe()", "{x}.isna()", "{x}.mean()", "{x}.mean(axis=1)", "{x}.max(axis='columns')",
    "{x}.quantile([0.1, 0.9])", "{x}.nunique()", "{x}.melt()", "{x}.melt(id_vars='{a}')", "{x}.drop_duplicates()",
    "{x}.duplicated()", "{x}.nlargest({n}, '{a}')", "{x}.filter(items=['{a}'])", "{x}.filter(like='{a}')",
    "pd.concat([{x}, {x}])", "pd.concat([{x}, {x}], axis=1)", "pd.concat([{x}, {x}.head(1)], ignore_index=True)",
    "pd.concat([{x}['{a}'], {x}['{b}']], axis=1)", "pd.concat([{x}['{a}'], {x}['{a}']], axis=1)['{a}']",
    "pd.concat([{x}, {x}['{a}'] * 2], axis=1)['{b}']", "pd.concat([{x}, {x}.rename(columns=str)], axis=1)['{b}']",
    "{x}.merge({x}[['{a}']], on='{a}')", "pd.merge({x}, {x}, on='{a}')",
    "{x}.join({x}[['{a}']].add_suffix('_r'))", "{x}.apply(np.sqrt)", "{x}.apply(lambda c: c * 2)",
    "{x}.apply(lambda r: r.mean(), axis=1)", "{x}.select_dtypes('number')", "{x}.copy()", "{x}.interpolate()",
    "{x}.where({x} > 1)", "{x}.rank()", "{x}.to_numpy()[:, 0]", "{x}.{a}", "{x}.stack()", "{x}.index", "{x}.add({x})",
    "{x}.iloc[:, [0]]", "{x}.iloc[-{n}:]", "{x}.iloc[:-1, 0]", "{x}.iloc[0:2, 0:1].values",
    "pd.get_dummies({x}, columns=['{a}'])", "{x}.squeeze()", "{x}.take([0])", "pd.DataFrame({x}.values)",
    "pd.DataFrame({x}, columns=['{a}'])", "np.expand_dims({x}, -1)", "np.diff({x}, axis=0)",
    "np.concatenate([{x}, {x}])", "np.vstack([{x}, {x}])", "np.mean({x}, axis=0)", "np.delete({x}, 0, axis=0)",
    "np.flip({x}, 0)", "np.roll({x}, 1, axis=0)", "np.where({x} > 1, {x}, 0)",
)  # fmt: skip
COLUMN = (
    "{x}.dropna()", "{x}.fillna(0)", "{x}.head({n})", "{x}.tail({n})", "{x}[:{n}]", "{x}.iloc[{n}:]", "{x}.iloc[0:1]",
    "{x}[{x} > 1]", "{x}.shift(1)", "{x}.diff()", "{x}.rolling(2).mean()", "{x}.ewm(span=2).mean()", "{x}.cumsum()",
    "{x}.values", "{x}.to_numpy()", "{x}.values.reshape(-1, 1)", "{x}.to_frame()", "{x}.reset_index(drop=True)",
    "{x}.astype(float)", "{x}.apply(lambda v: v + 1)", "{x}.map(lambda v: v * 2)", "{x}.isna()", "{x}.between(0, 3)",
    "{x}.unique()", "{x}.value_counts()", "{x}.clip(1, 2)", "{x} * 2", "{x} - {x}.mean()", "{x} + {x}.shift(1)",
    "np.log({x})", "np.array({x})", "{x}.tolist()", "{x}.sort_values()", "{x}.sample(frac=1)", "{x}.nlargest({n})",
    "pd.concat([{x}, {x}])", "pd.concat([{x}, {x}], axis=1)", "{x}.rank()", "pd.cut({x}, 2)", "{x}.drop_duplicates()",
    "{x}.round(1)", "{x}.abs()", "{x}.isin([1, 2])", "np.expand_dims({x}, 1)", "np.append({x}, {x})", "np.cumsum({x})",
    "np.diff({x})", "pd.Series({x}.values)", "{x}.T", "{x}.quantile(0.5)", "pd.DataFrame({{'a': {x}, 'b': {x}}})",
    "{x}.loc[{x} > 2]", "{x}.drop_duplicates().values", "pd.get_dummies({x})", "np.stack([{x}, {x}], axis=1)",
)  # fmt: skip
ARRAY = (
    "{x}[:{n}]", "{x}[1:]", "{x}[:, 0]", "{x}[:, :1]", "{x}[..., 0]", "{x}[0]", "{x}[-1]", "{x}[:, -1:]", "{x}[::-1]",
    "{x}[{x} > 1]", "{x}[[0, 1]]", "{x}.reshape(-1, 1)", "{x}.reshape({x}.shape[0], -1)", "{x}.T", "{x}.flatten()",
    "np.expand_dims({x}, -1)", "np.expand_dims({x}, 0)", "np.squeeze({x})", "np.concatenate([{x}, {x}], axis=0)",
    "np.stack([{x}, {x}])", "np.vstack([{x}, {x}])", "np.hstack([{x}, {x}])", "np.append({x}, {x}, axis=0)",
    "np.delete({x}, 0, axis=0)", "np.flip({x}, axis=0)", "np.roll({x}, 1, axis=0)", "np.take({x}, [0], axis=0)",
    "np.mean({x}, axis=0)", "{x}.max(axis=-1)", "{x} * 2", "({x} - {x}.min()) / ({x}.max() - {x}.min())",
    "{x} - {x}.mean(axis=0)", "np.log({x})", "np.cumsum({x}, axis=0)", "np.diff({x}, axis=0)",
    "np.repeat({x}, 2, axis=0)", "np.tile({x}, 2)", "{x}.astype('float32')", "np.where({x} > 1, {x}, 0)",
    "np.array_split({x}, 2)[0]", "np.round({x}, 1)", "np.swapaxes({x}, 0, 1)", "pd.DataFrame({x})",
    "pd.DataFrame({x}).values", "pd.Series({x})", "np.array([{x}[i:i + 2] for i in range(len({x}) - 1)])",
    "np.clip({x}, 0, 1)", "{x}.dot({x}.T)", "np.argmax({x}, axis=-1)", "np.pad({x}, 1)", "np.sort({x}, axis=0)",
    "np.nan_to_num({x})", "np.unique({x})", "np.random.permutation({x})", "np.column_stack([{x}, {x}])", "{x}.copy()",
    "{x}[:, None]", "np.abs({x})", "np.array({x}.tolist())",
)  # fmt: skip
BEGINNINGS = (
    "pd.DataFrame(np.random.rand({r}, 3) * 9, columns=['a', 'b', 'c'])",
    "pd.DataFrame({{'a': np.arange({r}), 'b': np.random.rand({r})}})",
    "pd.DataFrame(np.random.randint(0, 5, ({r}, 4)), columns=list('abcd'))", "np.random.rand({r}, 3)",
    "np.arange({r} * 2).reshape(({r}, 2))", "np.random.rand({r})", "pd.Series(np.random.rand({r}))",
    "np.random.rand({r}, 4, 2)",
)  # fmt: skip
# Statements that change the value itself.
IN_PLACE = (
    "{x}['new'] = {x}['{a}'] * 2", "{x}['{a}'] = {x}['{b}'].shift(1)", "{x}.drop('{a}', axis=1, inplace=True)",
    "{x}.dropna(inplace=True)", "{x}.insert(0, 'first', {x}['{a}'])", "{x}.loc[{x}['{a}'] > 1, '{b}'] = 0",
    "{x}.columns = ['p' + str(i) for i in range({x}.shape[1])]", "{x}.fillna(0, inplace=True)",
    "{x}.reset_index(drop=True, inplace=True)", "{x}.set_index('{a}', inplace=True)", "{x}.pop('{a}')",
    "{x}.iloc[0, 0] = 5", "{x}.rename(columns={{'{a}': 'other'}}, inplace=True)",
    "{x}[['{a}', '{b}']] = {x}[['{b}', '{a}']].values", "del {x}['{a}']", "{x}.sort_values('{a}', inplace=True)",
)  # fmt: skip


def _steps(value: Any) -> tuple[str, ...]:
    if isinstance(value, pd.DataFrame):
        return FRAME
    if isinstance(value, pd.Series):
        return COLUMN
    return ARRAY if isinstance(value, np.ndarray) else ()


def chains(seed: int, count: int) -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """Programs of valid steps, the names of their values, and the values."""
    chance = Random(seed)
    for _ in range(count):
        np.random.seed(chance.randrange(1 << 30))
        lines = [f"v0 = {chance.choice(BEGINNINGS).format(r=chance.randint(3, 9))}"]
        names: dict[str, Any] = dict(execute(IMPORTS + lines[0]))
        order = ["v0"]
        wanted = chance.randint(3, 8)
        for _ in range(wanted * 3):
            before = order[-1]
            value = names[before]
            columns = [str(name) for name in getattr(value, "columns", ())] or ["a"]
            if len(order) > wanted or not _steps(value):
                break
            told = {
                "x": before,
                "a": chance.choice(columns),
                "b": chance.choice(columns),
                "n": chance.randint(1, 3),
            }
            name = f"v{len(order)}"
            if isinstance(value, pd.DataFrame) and chance.random() < 0.2:
                line = f"{name} = {before}.copy()\n{chance.choice(IN_PLACE).format(**{**told, 'x': name})}"
            else:
                line = f"{name} = {chance.choice(_steps(value)).format(**told)}"
            trial = dict(names)
            try:
                _run(line, trial)
            except Refused:
                continue
            if np.size(trial[name]) == 0 or np.size(trial[name]) > 2000:
                continue
            names, order = trial, [*order, name]
            lines.append(line)
        yield IMPORTS + "\n".join(lines) + "\n", order, names


def _run(line: str, names: dict[str, Any]) -> None:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            exec(line, names)
        except Exception as error:
            raise Refused from error


@pytest.mark.parametrize("seed", range(12))
def test_every_value_of_a_chain_is_what_we_say(seed: int) -> None:
    for text, order, names in chains(seed, 25):
        ours = read_names(text)
        for name in order:
            objection = compare(ours[name], names[name])
            assert not objection, f"{name}: {objection}\n{text}"


@pytest.mark.parametrize("seed", range(100, 104))
def test_fit_gets_the_shape_that_the_program_has(seed: int) -> None:
    for text, order, names in chains(seed, 25):
        code = f"{text}{MODEL}model.fit({order[-1]}, {order[-1]})\n"
        found = read(from_bytes(code.encode(), "chain.py"), parse_target("3"))
        (fit,) = [fit for model in found.models for fit in model.fits]
        shape, real = fit.x.shape if fit.x is not None else None, np.shape(names[order[-1]])
        if shape is not None:
            assert len(shape) == len(real), f"{real}, not {shape}\n{code}"
            assert all(ours == size for ours, size in zip(shape, real) if isinstance(ours, int)), (
                f"{real}, not {shape}\n{code}"
            )


def test_the_rank_is_known_of_nine_in_ten_values() -> None:
    known = total = 0
    for text, order, _ in chains(1000, 60):
        ours = read_names(text)
        total += len(order)
        known += sum(is_known(ours[name]) for name in order)
    assert known >= 0.9 * total, f"{known} of {total}"
