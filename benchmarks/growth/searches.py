"""Searches of hyperparameters: draws, and what is built under them."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, kind, lines

BEGIN = "import keras_tuner as kt\nimport optuna\ndef build(hp):\n    m = Sequential([Input((9, 3))])\n"
END = "    m.add(Dense(1))\n    m.compile('adam', 'mse')\n    return m\nkt.RandomSearch(build, 'val_loss').search(np.ones((9, 9, 3)), np.ones(9))"


def inside(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


@kind(DEEP)
def conditional_scopes(n: int) -> str:
    text = "".join(
        f"{' ' * i}with hp.conditional_scope('a', ['{i}']):\n{' ' * (i + 1)}x{i} = hp.Int('u{i}', 8, 64)\n"
        for i in range(n)
    )
    return BEGIN + inside(text + f"{' ' * n}m.add(LSTM(x0))\n") + END


@kind(LAYERS)
def draws_in_a_row(n: int) -> str:
    return BEGIN + inside(lines("m.add(LSTM(hp.Int('u{i}', 8, 64), return_sequences=True))", n)) + END


@kind(LAYERS)
def draws_that_decide(n: int) -> str:
    return (
        BEGIN + inside(lines("if hp.Boolean('a{i}'):\n    m.add(LSTM({i}, return_sequences=True))", n)) + END
    )


@kind(DEEP)
def draws_that_decide_in_each_other(n: int) -> str:
    text = "".join(f"{' ' * i}if hp.Choice('a{i}', ['b', 'c']) == 'b':\n" for i in range(n))
    return BEGIN + inside(text + f"{' ' * n}m.add(LSTM(3, return_sequences=True))\n") + END


@kind(LONG)
def draws_made_of_draws(n: int) -> str:
    return (
        BEGIN
        + inside(
            "x0 = hp.Int('u', 8, 64)\n"
            + lines("x{i} = x{before} * 2 + hp.Choice('c{i}', [1, 2])", n)
            + f"m.add(LSTM(x{n}))\n"
        )
        + END
    )


@kind(LAYERS)
def layers_by_a_draw(n: int) -> str:
    return (
        BEGIN
        + inside(
            f"for i in range(hp.Int('n', 1, {n})):\n    m.add(LSTM(hp.Int(f'u{{i}}', 8, 64), return_sequences=True))\n"
        )
        + END
    )


@kind(LONG)
def options_of_a_draw(n: int) -> str:
    return BEGIN + inside(f"u = hp.Choice('u', {list(range(8, 8 + n))})\nm.add(LSTM(u))\n") + END


@kind(LONG)
def searches_in_a_row(n: int) -> str:
    return (
        BEGIN
        + inside("m.add(LSTM(hp.Int('u', 8, 64)))\n")
        + END
        + "\n"
        + lines(
            "t{i} = kt.Hyperband(build, 'val_loss')\nt{i}.search(np.ones((9, 9, 3)), np.ones(9))\nb{i} = t{i}.get_best_models()[0]",
            n,
        )
    )


@kind(DEEP)
def loops_over_settings(n: int) -> str:
    return (
        "".join(f"{' ' * i}for a{i} in [{i}, 2]:\n" for i in range(n))
        + f"{' ' * n}m = Sequential([Input((9, 3)), LSTM(a0), Dense(a{n - 1})])\n{' ' * n}m.compile('adam', 'mse')"
    )


@kind(LONG)
def studies(n: int) -> str:
    return "import optuna\n" + lines(
        "def objective{i}(trial):\n    m = Sequential([Input((9, 3)), LSTM(trial.suggest_int('u', 8, 64)), Dense(1)])\n    m.compile('adam', 'mse')\n    return m.evaluate(np.ones((9, 9, 3)), np.ones(9))\noptuna.create_study().optimize(objective{i}, n_trials=9)",
        n,
    )
