"""Branches, loops and comprehensions."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, blocks, kind, lines


@kind(LONG)
def elifs(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\nif a:\n    m.add(LSTM(3))\n"
        + lines("elif a{i}:\n    m.add(LSTM({i}))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def elifs_without_layers(n: int) -> str:
    return "if a:\n    x0 = 3\n" + lines("elif a{i}:\n    x{i} = {i}", n)


@kind(LONG)
def elifs_of_a_function(n: int) -> str:
    body = "".join(f"    elif name == 'n{i}':\n        m.add(LSTM({i + 1}))\n" for i in range(n))
    return f"def f(name):\n    m = Sequential([Input((9, 3))])\n    if name == '':\n        pass\n{body}    m.compile('adam', 'mse')\n    return m\n"


@kind(LONG)
def elifs_that_return(n: int) -> str:
    body = "".join(f"    elif name == 'n{i}':\n        return LSTM({i + 1})\n" for i in range(n))
    return f"def f(name):\n    if name == '':\n        pass\n{body}    return Dense(1)\nm = Sequential([Input((9, 3)), f(unknown)])\n"


@kind(LONG)
def elifs_that_call_functions(n: int) -> str:
    return (
        lines("def f{i}(x):\n    return x", n)
        + "if a:\n    x0 = 3\n"
        + lines("elif a{i}:\n    x{i} = f{i}({i})", n)
    )


@kind(LONG)
def elifs_that_are_known(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\nkind = 3\nif kind == -1:\n    m.add(LSTM(3))\n"
        + lines("elif kind == -{i}:\n    m.add(LSTM({i}))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(DEEP)
def ifs_in_ifs(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks("if a{i}:", n, "m.add(LSTM(3))")


@kind(DEEP)
def ifs_in_ifs_without_layers(n: int) -> str:
    return blocks("if a{i}:", n, "x = 3")


@kind(LAYERS)
def ifs_in_a_row(n: int) -> str:
    return (
        "m = Sequential([Input((9, 3))])\n"
        + lines("if a{i}:\n    m.add(LSTM({i}, return_sequences=True))", n)
        + "m.compile('adam', 'mse')"
    )


@kind(LONG)
def ifs_with_models(n: int) -> str:
    return lines(
        "if a{i}:\n    m{i} = Sequential([Input((9, 3)), LSTM({i})])\n    m{i}.compile('adam', 'mse')", n
    )


@kind(LONG)
def ifs_with_names(n: int) -> str:
    return lines("if a{i}:\n    x{i} = {i}\nelse:\n    x{i} = 'a'", n)


@kind(LONG)
def ifs_that_leave_a_loop(n: int) -> str:
    return (
        "for x in unknown:\n"
        + "".join(f"    a{i} = {i}\n    if x == {i}:\n        continue\n" for i in range(n))
        + "    m = Sequential([LSTM(3)])\n"
    )


@kind(LONG)
def ifs_that_leave_a_function(n: int) -> str:
    return (
        "def f(x):\n"
        + "".join(f"    a{i} = {i}\n    if x == {i}:\n        return a{i}\n" for i in range(n))
        + "    return LSTM(3)\n"
    )


@kind(DEEP)
def conditional_expressions(n: int) -> str:
    return f"x = {''.join(f'LSTM({i + 1}) if a{i} else (' for i in range(n))}Dense(1){')' * n}"


@kind(DEEP)
def conditional_expressions_in_tests(n: int) -> str:
    text = "a"
    for i in range(n):
        text = f"(a{i} if {text} else b{i})"
    return f"x = LSTM({text})"


@kind(DEEP)
def loops_in_loops(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "for i{i} in range(2):", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(DEEP)
def loops_of_unknown_length(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "for i{i} in unknown:", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(DEEP)
def while_loops(n: int) -> str:
    return "m = Sequential([Input((9, 3))])\n" + blocks(
        "while a{i}:", n, "m.add(LSTM(3, return_sequences=True))"
    )


@kind(LONG)
def loops_in_a_row(n: int) -> str:
    return lines("for x{i} in unknown:\n    y{i} = x{i}", n)


@kind(LONG)
def short_loops_in_a_row(n: int) -> str:
    return lines("for x{i} in range(10):\n    y{i} = x{i}", n)


@kind(DEEP)
def loops_over_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[f(a{i}) for a{i} in {text}]"
    return f"for x in {text}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP)
def comprehensions_in_comprehensions(n: int) -> str:
    text = "LSTM(3)"
    for i in range(n):
        text = f"[{text} for a{i} in range(2)]"
    return f"x = {text}"


@kind(DEEP)
def comprehensions_of_unknown_length(n: int) -> str:
    text = "LSTM(3)"
    for i in range(n):
        text = f"[{text} for a{i} in unknown]"
    return f"x = {text}"


@kind(DEEP)
def comprehensions_over_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[a{i} for a{i} in {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def comprehensions_over_known_ones(n: int) -> str:
    text = "range(3)"
    for i in range(n):
        text = f"[a{i} for a{i} in {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def dict_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"{{a{i}: a{i} for a{i} in {text}}}"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def generator_expressions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"(a{i} for a{i} in {text})"
    return f"x = list({text})\nm = Sequential([LSTM(3)])"


@kind(LONG)
def clauses_of_a_comprehension(n: int) -> str:
    return f"x = [LSTM(3) {' '.join(f'for a{i} in range(2)' for i in range(n))}]"


@kind(LONG)
def conditions_of_a_comprehension(n: int) -> str:
    return f"x = [LSTM(3) for a in range(10) {' '.join(f'if a != {i + 10}' for i in range(n))}]"


@kind(DEEP)
def tries_in_tries(n: int) -> str:
    ends = "".join(" " * i + f"except E:\n{' ' * i} x{i} = {i}\n" for i in range(n - 1, -1, -1))
    return blocks("try:", n, "m = Sequential([LSTM(3)])") + ends


@kind(LONG)
def tries_in_a_row(n: int) -> str:
    return lines("try:\n    x{i} = {i}\nexcept E:\n    y{i} = {i}", n)


@kind(LONG)
def handlers_of_a_try(n: int) -> str:
    return "try:\n    m = Sequential([LSTM(3)])\n" + lines("except E{i}:\n    y{i} = {i}", n)


@kind(DEEP)
def withs_in_withs(n: int) -> str:
    return blocks("with a() as x{i}:", n, "m = Sequential([LSTM(3)])")


@kind(LONG)
def items_of_a_with(n: int) -> str:
    return f"with {', '.join(f'a() as x{i}' for i in range(n))}:\n    m = Sequential([LSTM(3)])"


@kind(DEEP // 2)
def matches_in_matches(n: int) -> str:
    text = ""
    for i in range(n):
        text += "  " * i + f"match a{i}:\n" + "  " * i + " case 1:\n"
    return text + "  " * n + "m = Sequential([LSTM(3)])\n"


@kind(LONG)
def cases_of_a_match(n: int) -> str:
    return "match a:\n" + "".join(
        f"    case {i}:\n        m = Sequential([LSTM({i + 1})])\n" for i in range(n)
    )


@kind(LONG)
def matches_in_a_row(n: int) -> str:
    return lines("match a{i}:\n    case 1:\n        x{i} = {i}", n)
