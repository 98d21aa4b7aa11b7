"""Expressions and values."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LONG, kind, lines


@kind(DEEP)
def lists_in_lists(n: int) -> str:
    return f"x = {'[' * n}3{']' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(DEEP)
def dicts_in_dicts(n: int) -> str:
    return f"x = {chr(123) + '1: ' + ('{1: ' * (n - 1))}3{'}' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(DEEP)
def tuples_in_tuples(n: int) -> str:
    return f"x = {'(' * n}3{',)' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(LONG)
def lists_twice_in_lists(n: int) -> str:
    return (
        "a0 = [unknown, 1]\nb0 = [unknown, 1]\n"
        + lines("a{i} = [a{before}, a{before}]\nb{i} = [b{before}, b{before}]", n)
        + f"m = Sequential([LSTM(a{n}), Dense(a{n}, kernel_initializer=b{n})])\nm.compile('adam', 'mse')\nm.fit(a{n}, b{n}, callbacks=a{n})\n"
        f"x = np.array(a{n})\nif a{n} == b{n}:\n    y = a{n}\nelse:\n    y = b{n}\nfor x in a{n}:\n    z = x\nfor q in unknown:\n    a{n}.append(b{n})\nfor x in a{n}:\n    z = x\n"
        f"s = {{*a{n}, *b{n}}}\ny = LSTM(3)(a{n}, initial_state=b{n})"
    )


@kind(LONG)
def lists_of_tensors_twice(n: int) -> str:
    return (
        "i = Input((9, 3))\na0 = [i, i]\nb0 = [i, i]\n"
        + lines("a{i} = [a{before}, a{before}]\nb{i} = [b{before}, b{before}]", n)
        + f"m = Model(a{n}, LSTM(3)(b{n}))\nm.compile('adam', 'mse')\nm.fit(a{n}, b{n})\ny = Concatenate()(a{n})"
    )


@kind(LONG)
def dicts_twice_in_dicts(n: int) -> str:
    return (
        "a0 = {1: unknown}\n" + lines("a{i} = {{1: a{before}, 2: a{before}}}", n)
        + f"m = Sequential([LSTM(a{n}), Dense(**a{n})])\nm.compile('adam', 'mse')\nm.fit(a{n}, a{n})"
    )  # fmt: skip


@kind(LONG)
def long_lists(n: int) -> str:
    return f"x = [{', '.join(f'{i}.5' for i in range(n * 4))}]\nm = Sequential([LSTM(x)])\nm.fit(x, x)\nfor y in x:\n    z = y"


@kind(LONG)
def long_lists_of_lists(n: int) -> str:
    return f"x = np.array([{', '.join(f'[{i}.5, 2, 3, 4]' for i in range(n))}])\nm = Sequential([LSTM(3)])\nm.fit(x, x)"


@kind(LONG)
def long_dicts(n: int) -> str:
    return (
        f"x = {{{', '.join(f'{i!r}: {i}' for i in range(n * 2))}}}\nm = Sequential([LSTM(x[1])])\n"
        + "for y in x.items():\n    z = y"
    )


@kind(LONG)
def long_sets(n: int) -> str:
    return f"x = {{{', '.join(f'{i!r}' for i in range(n * 2))}}}"


@kind(LONG)
def lists_that_are_doubled(n: int) -> str:
    return "x = [1, 2]\n" + lines("x = x + x", n) + "m = Sequential([LSTM(x)])"


@kind(LONG)
def lists_that_are_extended(n: int) -> str:
    return (
        "x = [1, 2]\ny = [1]\n"
        + lines("x += x\ny.extend(x)\nz{i} = list(x)", n)
        + "m = Sequential([LSTM(x)])"
    )


@kind(LONG)
def assignments(n: int) -> str:
    return "x0 = 1\n" + lines("x{i} = x{before} + 1", n) + f"m = Sequential([LSTM(x{n})])"


@kind(LONG)
def targets(n: int) -> str:
    return f"{' = '.join(f'x{i}' for i in range(n))} = 3\nm = Sequential([LSTM(x1)])"


@kind(DEEP * 2)
def sums_of_strings(n: int) -> str:
    return f"x = {' + '.join(repr(str(i)) for i in range(n))}\nm = Sequential([LSTM(3, name=x)])"


@kind(DEEP * 2)
def sums_of_arrays(n: int) -> str:
    return f"a = np.load('a.npy')\nx = {' + '.join('a' for i in range(n))}\nm = Sequential([LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"


@kind(DEEP * 2)
def sums_of_tensors(n: int) -> str:
    return f"a = Input((9, 3))\nx = {' + '.join('a' for i in range(n))}\nm = Model(a, LSTM(3)(x))"


@kind(DEEP * 2)
def conditions_in_a_row(n: int) -> str:
    return f"if {' and '.join(f'a{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP * 2)
def comparisons(n: int) -> str:
    return f"if {' < '.join(f'a{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP)
def strings_side_by_side(n: int) -> str:
    return f"x = {' '.join(repr(str(i)) for i in range(n))}\nm = Sequential([LSTM(3, name=x)])"


@kind(40)
def f_strings_in_f_strings(n: int) -> str:
    text = "x"
    for _ in range(n):
        text = f'f"{{{text}}}"'
    return f"x = 3\ny = {text}\nm = Sequential([LSTM(3, name=y)])"


@kind(LONG)
def f_strings_in_a_row(n: int) -> str:
    return "x = 'a'\n" + lines("x = f'{{x}}{{x}}'", n) + "m = Sequential([LSTM(3, name=x)])"


@kind(LONG)
def parts_of_an_f_string(n: int) -> str:
    return f"x = 3\ny = f'{'{x} ' * n}'\nm = Sequential([LSTM(3, name=y)])"


@kind(DEEP * 2)
def methods_in_a_chain(n: int) -> str:
    return f"import pandas as pd\nx = pd.read_csv('a.csv'){'.dropna()' * n}\nm = Sequential([LSTM(3)])\nm.compile('adam', 'mse')\nm.fit(x, x)"


@kind(DEEP * 2)
def methods_of_unknown_objects(n: int) -> str:
    return f"x = unknown{'.method(1)' * n}\nm = Sequential([LSTM(3)])"


@kind(DEEP * 2)
def attributes(n: int) -> str:
    return f"x = unknown{'.name' * n}\nm = Sequential([LSTM(x)])"


@kind(DEEP * 2)
def subscripts(n: int) -> str:
    return f"x = np.load('a.npy'){'[1:]' * n}\nm = Sequential([LSTM(3)])\nm.fit(x, x)"


@kind(DEEP)
def subscripts_in_subscripts(n: int) -> str:
    return f"x = np.load('a.npy')\ny = {'x[' * n}0{']' * n}\nm = Sequential([LSTM(3)])\nm.fit(x, y)"


@kind(DEEP)
def calls_in_calls(n: int) -> str:
    return f"x = {'unknown(' * n}0{')' * n}\nm = Sequential([LSTM(x)])"


@kind(DEEP)
def named_expressions(n: int) -> str:
    return f"{''.join(f'(x{i} := ' for i in range(n))}3{')' * n}\nm = Sequential([LSTM(x1)])"


@kind(DEEP)
def signs(n: int) -> str:
    return f"x = {'-' * n}3\nm = Sequential([LSTM(x)])"


@kind(LONG)
def augmented_assignments(n: int) -> str:
    return "x = 1\ns = ''\n" + lines("x += {i}\ns += 'a'", n) + "m = Sequential([LSTM(x, name=s)])"


@kind(LONG)
def imports(n: int) -> str:
    return lines("import a{i}.b as c{i}\nfrom d{i} import e{i}, f{i}", n)


@kind(LONG)
def imports_of_everything(n: int) -> str:
    return lines("from a{i} import *", n) + lines("x{i} = y{i}", n)


@kind(LONG)
def imports_of_all_of_a_library(n: int) -> str:
    return lines("from keras.a{i} import *", n) + lines("x{i} = y{i}", n)
