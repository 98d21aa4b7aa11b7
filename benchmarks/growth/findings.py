"""Findings and the comments that silence them."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import LAYERS, LONG, kind, lines


@kind(LONG)
def findings(n: int) -> str:
    return lines(
        "m{i} = Sequential([Input((9, 3)), LSTM({i}, activation='relu', recurrent_activation='tanh'), Dense(1, activation='softmax')])",
        n,
    )


@kind(LONG)
def findings_on_equal_lines(n: int) -> str:
    return lines(
        "m = Sequential([Input((9, 3)), LSTM(8, activation='relu', recurrent_activation='tanh'), Dense(1, activation='softmax')])",
        n,
    )


@kind(LAYERS)
def findings_of_one_model(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines(
            "m.add(LSTM({i}, activation='relu', recurrent_activation='tanh', dropout=0.9, recurrent_dropout=0.9))",
            n,
        )
        + "m.compile(keras.optimizers.SGD(5.0), 'mse')"
    )


@kind(LONG)
def suppressions(n: int) -> str:
    return lines(
        "m{i} = Sequential([Input((9, 3)), LSTM({i}, activation='relu'), Dense(1)])  # noqa: LL201, LL203", n
    )


@kind(LONG)
def suppressions_without_a_finding(n: int) -> str:
    return lines("x{i} = 1  # lstm-lint: ignore[LL203] why", n)


@kind(LONG)
def suppressed_ranges(n: int) -> str:
    return lines(
        "# lstm-lint: ignore-start[LL203]\nx{i} = LSTM({i}, activation='relu')\n# lstm-lint: ignore-end[LL203]",
        n,
    )


@kind(LONG)
def suppressed_ranges_in_ranges(n: int) -> str:
    return lines("# lstm-lint: ignore-start[LL203]", n) + lines("x{i} = LSTM({i}, activation='relu')", n)


@kind(LONG)
def removed_names(n: int) -> str:
    return lines("m{i} = Sequential([LSTM(3)])\nm{i}.predict_classes(np.int({i}))", n)
