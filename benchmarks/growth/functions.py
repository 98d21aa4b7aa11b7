"""Functions of the program."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, blocks, kind, lines


@kind(DEEP)
def functions_in_functions(n: int) -> str:
    ends = "".join(" " * i + f"return f{i}()\n" for i in range(n - 1, 0, -1))
    return blocks("def f{i}():", n, "return LSTM(3)") + ends + "f0()"


@kind(LONG)
def functions_that_call_functions(n: int) -> str:
    return (
        "def f0(x):\n    return LSTM(3, return_sequences=True)(x)\n"
        + lines("def f{i}(x):\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )


@kind(LONG)
def functions_that_call_twice(n: int) -> str:
    return (
        "def f0(x):\n    return LSTM(3, return_sequences=True)(x)\n" + lines("def f{i}(x):\n    x = f{before}(x)\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )  # fmt: skip


@kind(LONG)
def functions_that_call_twice_without_layers(n: int) -> str:
    return (
        "def f0(x):\n    return x\n" + lines("def f{i}(x):\n    x = f{before}(x)\n    return f{before}(x)", n)
        + f"y = f{n}(Input((9, 3)))"
    )  # fmt: skip


@kind(LONG)
def functions_that_nothing_calls(n: int) -> str:
    return lines(
        "def f{i}(units):\n    m = Sequential([Input((9, 3)), LSTM(units), Dense(1)])\n    m.compile('adam', 'mse')\n    return m",
        n,
    )


@kind(LONG)
def calls_of_a_function(n: int) -> str:
    return (
        "def f(units):\n    m = Sequential([Input((9, 3)), LSTM(units), Dense(1)])\n    m.compile('adam', 'mse')\n    return m\n"
        + lines("m{i} = f({i})", n)
    )  # fmt: skip


@kind(LONG)
def recursions(n: int) -> str:
    return lines("def f{i}(x):\n    return f{i}(LSTM(3)(f{i}(x)))", n)


@kind(LONG)
def functions_that_call_each_other(n: int) -> str:
    return lines("def f{i}(x):\n    return f{before}(LSTM(3)(f{after}(x)))", n)


@kind(LONG)
def recursive_lambdas(n: int) -> str:
    return lines("f{i} = lambda x: f{i}(x) + f{i}(x)\ny = f{i}(3)", n)


@kind(DEEP)
def closures(n: int) -> str:
    return f"y = {'(lambda a: ' * n}LSTM(3){')(3)' * n}"


@kind(LONG)
def lambdas_that_call_twice(n: int) -> str:
    return (
        "f0 = lambda x: LSTM(3, return_sequences=True)(x)\n"
        + lines("f{i} = lambda x: f{before}(f{before}(x))", n)
        + f"y = f{n}(Input((9, 3)))"
    )


@kind(LAYERS)
def lambda_layers(n: int) -> str:
    return (
        "i = x = Input((9, 3))\n"
        + lines("x = Lambda(lambda t: t + t)(x)", n)
        + "m = Model(i, LSTM(3)(x))\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def lambda_layers_in_lambda_layers(n: int) -> str:
    return (
        "i = Input((9, 3))\nf0 = Lambda(lambda t: t + t)\n"
        + lines("f{i} = Lambda(lambda t: f{before}(f{before}(t)))", n)
        + f"m = Model(i, LSTM(3)(f{n}(i)))"
    )


@kind(LONG)
def partials(n: int) -> str:
    return (
        "from functools import partial\nf0 = partial(LSTM, 3)\n"
        + lines("f{i} = partial(f{before}, activation='tanh')", n)
        + f"m = Sequential([Input((9, 3)), f{n}()])"
    )


@kind(LONG)
def decorators(n: int) -> str:
    return lines("@tf.function", n) + "def f(x):\n    return LSTM(3)(x)\ny = f(Input((9, 3)))"


@kind(LONG)
def arguments_in_stars(n: int) -> str:
    return "def g(*a):\n    return LSTM(3)\na0 = [1]\n" + lines(
        "a{i} = [*a{before}, *a{before}]\ng(*a{i}, *a{i})", n
    )


@kind(LONG)
def keywords_in_stars(n: int) -> str:
    return (
        "k0 = {'units': 3}\n"
        + lines("k{i} = {{**k{before}, 'a{i}': 1}}", n)
        + f"m = Sequential([Input((9, 3)), LSTM(**k{n})])"
    )


@kind(LONG)
def stars_through_functions(n: int) -> str:
    return (
        "def f0(*a):\n    return LSTM(3)\n"
        + lines("def f{i}(*a):\n    return f{before}(*a, *a)", n)
        + f"y = f{n}(1)"
    )


@kind(LONG)
def generators(n: int) -> str:
    return (
        "def g0():\n    yield np.ones((9, 3))\n"
        + lines("def g{i}():\n    for x in g{before}():\n        yield x", n)
        + f"m = Sequential([Input((9, 3)), LSTM(3)])\nm.fit(g{n}())"
    )


@kind(LONG)
def parameters(n: int) -> str:
    names = ", ".join(f"p{i}={i}" for i in range(n))
    return f"def f({names}):\n    return LSTM(p1)\ny = f()"
