"""Layers in layers, layers after layers, models in models."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, kind, lines


@kind(DEEP)
def wrappers(n: int) -> str:
    return (
        f"m = Sequential([Input((9, 3)), {'Bidirectional(' * n}LSTM(1, return_sequences=True){')' * n}])\n"
        "m.compile('adam', 'mse')"
    )


@kind(DEEP)
def wrappers_called(n: int) -> str:
    return f"y = {'Bidirectional(' * n}LSTM(1, return_sequences=True){')' * n}(Input((9, 3)))"


@kind(LONG)
def wrappers_with_backward_layers(n: int) -> str:
    text = "LSTM(1, return_sequences=True)"
    return f"a0 = {text}\n" + lines("a{i} = Bidirectional(a{before}, backward_layer=a{before})", n) + (
        f"m = Sequential([Input((9, 3)), a{n}])"
    )  # fmt: skip


@kind(LONG)
def wrappers_by_name(n: int) -> str:
    return "a0 = LSTM(1, return_sequences=True)\n" + lines("a{i} = Bidirectional(a{before})", n) + (
        f"m = Sequential([Input((9, 3)), a{n}, Dense(1)])\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones(9))"
    )  # fmt: skip


@kind(DEEP)
def steps_of_steps(n: int) -> str:
    shape = ", ".join(["2"] * (n + 2))
    return f"m = Sequential([Input(({shape})), {'TimeDistributed(' * n}Dense(1){')' * n}])"


@kind(DEEP)
def wrapped_models(n: int) -> str:
    shape = ", ".join(["2"] * (n + 2))
    return f"m = Sequential([Input(({shape})), {'TimeDistributed(Sequential([' * n}LSTM(1){']))' * n}])"


@kind(DEEP)
def models_in_models(n: int) -> str:
    return f"m = {'Sequential([' * n}LSTM(1, input_shape=(9, 3)){'])' * n}\nm.compile('adam', 'mse')"


@kind(LONG)
def models_in_models_by_name(n: int) -> str:
    return (
        "m0 = Sequential([Input((9, 3)), LSTM(3, return_sequences=True)])\n"
        + lines("m{i} = Sequential([m{before}, LSTM(3, return_sequences=True)])", n)
        + f"m{n}.compile('adam', 'mse')"
    )


@kind(LONG)
def models_twice_in_models(n: int) -> str:
    return "m0 = Sequential([LSTM(3, return_sequences=True)])\n" + lines(
        "m{i} = Sequential([m{before}, m{before}])", n
    )


@kind(LONG)
def functional_models_in_models(n: int) -> str:
    return (
        "i = Input((9, 3))\nm0 = Model(i, LSTM(3, return_sequences=True)(i))\n"
        + lines("i = Input((9, 3))\nm{i} = Model(i, m{before}(m{before}(i)))", n)
        + f"y = m{n}(Input((8, 3)))"
    )


@kind(LONG)
def functional_models_of_no_shape(n: int) -> str:
    return (
        "i = Input((None, 3))\nm0 = Model(i, LSTM(3, return_sequences=True)(i))\n"
        + lines("i = Input((None, 3))\nm{i} = Model(i, m{before}(m{before}(i)))", n)
        + f"y = m{n}(Input((8, 3)))"
    )


@kind(LAYERS)
def growing_models(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM(3, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LAYERS)
def growing_model_of_different_layers(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("m.add(LSTM({i}, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LAYERS)
def lists_of_layers(n: int) -> str:
    layers = ", ".join(f"LSTM({i + 1}, return_sequences=True)" for i in range(n))
    return f"m = Sequential([Input((9, 3)), {layers}])\nm.compile('adam', 'mse')"


@kind(DEEP)
def chained_calls(n: int) -> str:
    return f"i = Input((9, 3))\ny = {'LSTM(3, return_sequences=True)(' * n}i{')' * n}\nm = Model(i, y)\nm.compile('adam', 'mse')"


@kind(LAYERS)
def chains_of_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = LSTM(3, return_sequences=True)(x)", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )


@kind(LAYERS)
def chains_of_mixed_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines(
            "x = LSTM({i}, return_sequences=True)(x)\nx = layers.Dropout(0.2)(x)\nx = Dense(3, activation='relu')(x)",
            n,
        )
        + "m = Model(i, x)\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones((9, 9, 3)), epochs=3)"
    )


@kind(LAYERS)
def residuals(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n" + lines("x = Add()([LSTM(3, return_sequences=True)(x), x])", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')\nm.fit(np.ones((9, 9, 3)), np.ones((9, 9, 3)))"
    )  # fmt: skip


@kind(LAYERS)
def residual_operators(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = x + LSTM(3, return_sequences=True)(x) + x", n)
        + "m = Model(i, x)"
    )


@kind(LAYERS)
def residuals_without_a_model(n: int) -> str:
    return "i = x = Input((9, 3))\n" + lines("x = Add()([LSTM(3, return_sequences=True)(x), x])", n)


@kind(LAYERS)
def doubled_tensors(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = Add()([x, x])", n)
        + "m = Model(i, LSTM(3)(x))\nm.compile('adam', 'mse')"
    )


@kind(LAYERS)
def residual_models(n: int) -> str:
    return (
        "i = Input((9, 3))\nblock = Model(i, LSTM(3, return_sequences=True)(i))\nx = i = Input((9, 3))\n"
        + lines("x = Add()([block(x), x])", n) + "m = Model(i, x)"
    )  # fmt: skip


@kind(LAYERS)
def branches_together(n: int) -> str:
    return (
        "i = Input((9, 3))\n" + lines("b{i} = LSTM({i})(i)", n)
        + f"x = Concatenate()([{', '.join(f'b{j}' for j in range(1, n + 1))}])\nm = Model(i, Dense(1)(x))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def branches_appended(n: int) -> str:
    return (
        "i = Input((9, 3))\nparts = []\n" + lines("parts.append(LSTM(3)(i))", n)
        + "m = Model(i, Dense(1)(Concatenate()(parts)))\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def inputs(n: int) -> str:
    return (
        lines("i{i} = Input((9, 3))\nb{i} = LSTM(3)(i{i})", n)
        + f"all = [{', '.join(f'i{j}' for j in range(1, n + 1))}]\n"
        + f"x = Concatenate()([{', '.join(f'b{j}' for j in range(1, n + 1))}])\nm = Model(all, Dense(1)(x))\nm.compile('adam', 'mse')\n"
        + f"m.fit([{', '.join('np.ones((9, 9, 3))' for j in range(n))}], np.ones(9))"
    )


@kind(LAYERS)
def outputs(n: int) -> str:
    return (
        "i = Input((9, 3))\nh = LSTM(3)(i)\n" + lines("o{i} = Dense(1)(h)", n)
        + f"m = Model(i, [{', '.join(f'o{j}' for j in range(1, n + 1))}])\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def shared_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\nshared = LSTM(3, return_sequences=True)\n"
        + lines("x = shared(x)", n)
        + "m = Model(i, x)"
    )


@kind(LONG)
def aliases_of_a_layer(n: int) -> str:
    return "a0 = LSTM(3)\n" + lines("a{i} = a{before}", n) + f"m = Sequential([Input((9, 3)), a{n}])"


@kind(LONG)
def stacked_cells(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), RNN([{', '.join(f'LSTMCell({i + 1})' for i in range(n))}])])"


@kind(DEEP)
def stacks_of_stacks(n: int) -> str:
    return f"m = Sequential([Input((9, 3)), RNN({'StackedRNNCells([' * n}LSTMCell(1){'])' * n})])"


@kind(LONG)
def stacks_of_stacks_by_name(n: int) -> str:
    return (
        "c0 = LSTMCell(1)\n"
        + lines("c{i} = StackedRNNCells([c{before}, c{before}])", n)
        + f"m = Sequential([Input((9, 3)), RNN(c{n})])"
    )


@kind(LONG)
def states_in_lists(n: int) -> str:
    return (
        "i = Input((9, 3))\nh, c, d = LSTM(3, return_state=True)(i)\ns0 = [c, d]\n" + lines("s{i} = [s{before}, s{before}]", n)
        + f"y = LSTM(3)(i, initial_state=s{n})\nm = Model(i, y)"
    )  # fmt: skip


@kind(LAYERS)
def encoders_and_decoders(n: int) -> str:
    return (
        "i = x = Input((9, 3))\nh = c = None\nx, h, c = LSTM(3, return_sequences=True, return_state=True)(x)\n"
        + lines("x, h, c = LSTM(3, return_sequences=True, return_state=True)(x, initial_state=[h, c])", n)
        + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )
