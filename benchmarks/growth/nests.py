"""Statements in statements where each level has names, lists or attributes of its own, and expressions in expressions."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LONG, kind, lines

MODEL = "m = Sequential([Input((9, 3)), LSTM(3), Dense(1)])\nm.compile('adam', 'mse')"


def nested(head: str, body: str, n: int, inside: str = "m = Sequential([LSTM(3)])", foot: str = "") -> str:
    """Blocks in blocks: each begins with lines of its own, and another block may follow its end at each level."""
    text = ""
    for i in range(n):
        text += " " * i + head.format(i=i) + "\n"
        text += "".join(f"{' ' * (i + 1)}{line}\n" for line in body.format(i=i).splitlines())
    text += "".join(f"{' ' * n}{line}\n" for line in inside.splitlines())
    for i in range(n - 1, -1, -1) if foot else ():
        text += "".join(f"{' ' * i}{line}\n" for line in foot.format(i=i).splitlines())
    return text


@kind(DEEP)
def ifs_with_names_in_each_other(n: int) -> str:
    return nested("if a{i}:", "x{i} = {i}", n)


@kind(DEEP)
def ifs_and_elses_with_names_in_each_other(n: int) -> str:
    return nested("if a{i}:", "x{i} = {i}\ny = {i}", n, foot="else:\n x{i} = 'a'\n z = {i}")


@kind(DEEP)
def elses_in_elses(n: int) -> str:
    text = ""
    for i in range(n):
        text += f"{' ' * i}if a{i}:\n{' ' * (i + 1)}x{i} = LSTM({i + 1})\n{' ' * i}else:\n{' ' * (i + 1)}x{i} = {i}\n"
    return text


@kind(DEEP)
def tries_with_names_in_each_other(n: int) -> str:
    return nested("try:", "x{i} = {i}\ny = {i}", n, foot="except E:\n x{i} = 'a'\nelse:\n z{i} = {i}")


@kind(DEEP)
def tries_that_change_lists(n: int) -> str:
    heads = lines("l{i} = []\nd{i} = {{}}", n)
    return heads + nested("try:", "l{i}.append({i})\nd{i}['a'] = {i}", n, foot="except E:\n l{i}.append('a')")


@kind(DEEP)
def finallies_in_each_other(n: int) -> str:
    return nested("try:", "x{i} = {i}", n, foot="finally:\n y{i} = x{i}")


@kind(DEEP)
def tries_in_handlers(n: int) -> str:
    text = ""
    for i in range(n):
        text += f"{' ' * i}try:\n{' ' * (i + 1)}import a{i} as b\n{' ' * i}except ImportError:\n{' ' * (i + 1)}x{i} = {i}\n"
    return text


@kind(DEEP)
def tries_in_finallies(n: int) -> str:
    text = ""
    for i in range(n):
        text += (
            f"{' ' * i}try:\n{' ' * (i + 1)}x{i} = LSTM(3)\n{' ' * i}finally:\n{' ' * (i + 1)}y{i} = x{i}\n"
        )
    return text


@kind(DEEP)
def loops_with_names_in_each_other(n: int) -> str:
    return nested("for i{i} in unknown:", "x{i} = i{i}\ny = {i}", n)


@kind(DEEP)
def loops_that_change_lists(n: int) -> str:
    return lines("l{i} = []", n) + nested("for i{i} in unknown:", "l{i}.append(i{i})", n)


@kind(DEEP)
def loops_with_ends_in_each_other(n: int) -> str:
    return nested("for i{i} in unknown:", "if i{i}:\n continue\nx{i} = 1", n, foot="else:\n y{i} = 2")


@kind(DEEP)
def while_loops_that_count(n: int) -> str:
    return nested("while x{i} < 3:", "x{i} += 1", n)


@kind(DEEP)
def withs_with_names_in_each_other(n: int) -> str:
    return nested("with a() as b{i}, c(b{i}) as d{i}:", "x{i} = b{i}", n)


@kind(DEEP)
def async_withs_in_each_other(n: int) -> str:
    inside = nested("async with a() as b{i}:", "async for c{i} in b{i}:\n x{i} = await c{i}", n)
    return "async def f():\n" + "".join(f" {line}\n" for line in inside.splitlines())


@kind(DEEP)
def matches_with_names_in_each_other(n: int) -> str:
    text = ""
    for i in range(n // 2):
        pad = "  " * i
        text += f"{pad}match a{i}:\n{pad} case [x{i}, *y{i}] | {{'k': x{i}, 'l': y{i}}} if x{i}:\n{pad}  z{i} = x{i}\n"
    return text


@kind(DEEP)
def patterns_in_patterns(n: int) -> str:
    return f"match a:\n case {'[_, ' * n}x{']' * n}:\n  m = Sequential([LSTM(x)])\n case {'A(b=' * n}y{')' * n}:\n  m = Sequential([LSTM(y)])"


@kind(DEEP)
def classes_with_names_in_each_other(n: int) -> str:
    return nested("class A{i}:", "x{i} = {i}\ndef f{i}(self):\n self.y{i} = LSTM(3)", n)


@kind(DEEP)
def functions_with_names_in_each_other(n: int) -> str:
    return nested("def f{i}(a{i}={i}):", "x{i} = a{i}", n, "return LSTM(x0)", foot="f{i}()")


@kind(DEEP)
def functions_that_change_names_around_them(n: int) -> str:
    return "def f():\n x = 1\n" + "".join(
        f" {line}\n"
        for line in nested("def f{i}():", "nonlocal x\nx = x + {i}", n, foot="f{i}()").splitlines()
    )


@kind(DEEP)
def lambdas_in_lambdas(n: int) -> str:
    heads = "".join(f"lambda a{i}, b{i}={i}: " for i in range(n))
    return f"f = {heads}LSTM(a0)\ny = f{'(3)' * n}"


@kind(DEEP)
def lambdas_as_defaults(n: int) -> str:
    return f"f = {'lambda a=' * n}3{': a' * n}\ny = LSTM(f())"


@kind(DEEP)
def comprehensions_in_conditions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[a{i} for a{i} in b{i} if {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def comprehensions_of_layers_in_conditions(n: int) -> str:
    text = "True"
    for i in range(n):
        text = f"[LSTM(a{i}) for a{i} in range(2) if {text}]"
    return f"x = {text}\nm = Sequential(x)"


@kind(DEEP)
def named_expressions_in_each_other(n: int) -> str:
    text = "3"
    for i in range(n):
        text = f"(x{i} := {text}) + 1"
    return f"m = Sequential([LSTM({text})])"


@kind(DEEP)
def named_expressions_in_tests(n: int) -> str:
    return nested("if (x{i} := f({i})) and (y{i} := x{i}):", "z = y{i}", n)


@kind(DEEP)
def named_expressions_in_comprehensions(n: int) -> str:
    text = "unknown"
    for i in range(n):
        text = f"[(x{i} := a{i}) for a{i} in {text}]"
    return f"x = {text}\nm = Sequential([LSTM(3)])"


@kind(DEEP)
def ands_and_ors_in_each_other(n: int) -> str:
    text = "a"
    for i in range(n):
        text = f"(a{i} {'and' if i % 2 else 'or'} not {text})"
    return f"if {text}:\n    m = Sequential([LSTM(3)])\nx = LSTM({text})"


@kind(LONG)
def ands_of_known_values(n: int) -> str:
    tests = " and ".join(f"x{i} == {i}" for i in range(n))
    return lines("x{i} = {i}", n) + f"x0 = 0\nif {tests}:\n    m = Sequential([LSTM(3)])"


@kind(LONG)
def chained_comparisons_of_known_values(n: int) -> str:
    return f"if {' < '.join(map(str, range(n + 1)))}:\n    m = Sequential([LSTM(3)])\nx = LSTM({' < '.join('abc'[i % 3] for i in range(n + 1))})"


@kind(LONG)
def strings_that_grow(n: int) -> str:
    return (
        "s0 = 'ab'\n"
        + lines("s{i} = s{before} + s{before}\nt = f'{{s{i}}}{{s{i}}}'\nu = '%s-%s' % (s{i}, s{i})", n)
        + f"m = Sequential([LSTM(3, name=s{n})])"
    )


@kind(LONG)
def strings_that_grow_in_place(n: int) -> str:
    return (
        "s = 'ab'\n"
        + lines("s += s\nt = ','.join([s, s])\nu = s.replace('a', s)", n)
        + "m = Sequential([LSTM(3, name=s)])"
    )


@kind(LONG)
def numbers_that_grow(n: int) -> str:
    return "x = y = 3\n" + lines("x = x * x\ny = y ** y\nz = x << 9", n) + "m = Sequential([LSTM(x)])"


@kind(LONG)
def formats_in_formats(n: int) -> str:
    return (
        "s0 = 'a'\n"
        + lines("s{i} = '{{}}{{}}'.format(s{before}, s{before})", n)
        + f"m = Sequential([LSTM(3, name=s{n})])"
    )


@kind(LONG)
def dicts_of_dicts_by_name(n: int) -> str:
    return (
        "d0 = {'units': 3}\n" + lines("d{i} = {{'a': d{before}, 'b': {{**d{before}}}, **d{before}}}\ne{i} = d{i} | d{before}", n)
        + f"m = Sequential([LSTM(d{n}['units'])])\nm.fit(d{n}, e{n})"
    )  # fmt: skip


@kind(LONG)
def dicts_that_are_updated(n: int) -> str:
    return (
        "d = {'units': 3}\n"
        + lines("d.update(a{i}=d)\nd['b{i}'] = dict(d, c={i})\nd.setdefault('e{i}', []).append(d)", n)
        + "m = Sequential([LSTM(d['units'])])"
    )


@kind(DEEP)
def calls_of_dict_in_each_other(n: int) -> str:
    return f"x = {'dict(a=' * n}3{', b=2)' * n}\nm = Sequential([LSTM(x)])\nm.fit(x, x)"


@kind(LONG)
def assertions(n: int) -> str:
    return MODEL + "\n" + lines("assert m.count_params() > {i} and a{i}, 'b{i}'\nraise_{i} = lambda: m", n)


@kind(LONG)
def deletions(n: int) -> str:
    return lines("x{i} = LSTM({i})", n) + lines("del x{i}", n)


@kind(DEEP)
def annotations_in_annotations(n: int) -> str:
    return f"x: {'list[' * n}int{']' * n} = 3\ndef f(a: {'dict[str, ' * n}int{']' * n}) -> {'tuple[' * n}int{']' * n}:\n    return LSTM(a)\ny = f(3)"


@kind(DEEP)
def stars_in_stars(n: int) -> str:
    inner = f"{'[*' * n}a{']' * n}"
    return f"x = {inner}\ny = f(*{inner})\nm = Sequential({'[*' * n}[LSTM(3)]{']' * n})"


@kind(LONG)
def names_swapped(n: int) -> str:
    return (
        "a, b = LSTM(3), LSTM(4)\n"
        + lines("a, b = b, a\n(a, *c), d = (a, b), [a, b]", n)
        + "m = Sequential([a])"
    )


@kind(LONG)
def attributes_of_themselves(n: int) -> str:
    return (
        "class A:\n    def __init__(self, a):\n        self.a = a\n        self.b = a\n        self.units = 3\na0 = A(None)\n"
        + lines("a{i} = A(a{before})", n)
        + f"m = Sequential([LSTM(a{n}.{'a.' * min(n - 1, 80)}units)])"
    )


@kind(LONG)
def properties_that_call_twice(n: int) -> str:
    return (
        "class A:\n    @property\n    def p0(self):\n        return 3\n"
        + lines("    @property\n    def p{i}(self):\n        return self.p{before} + self.p{before}", n)
        + f"m = Sequential([LSTM(A().p{n})])"
    )


@kind(LONG)
def decorators_of_decorators(n: int) -> str:
    return (
        "def d0(f):\n    return f\n"
        + lines(
            "@d{before}\n@d{before}\ndef d{i}(f):\n    def g(*a, **k):\n        return f(*a, **k)\n    return g",
            n,
        )
        + f"@d{n}\n@d{n}\ndef f(x):\n    return LSTM(3)(x)\ny = f(Input((9, 3)))"
    )


@kind(LONG)
def decorators_in_a_chain(n: int) -> str:
    return (
        "def d(f):\n    def g(*a, **k):\n        return f(*a, **k)\n    return g\n"
        + lines("@d", n)
        + "def f(x):\n    return LSTM(3)(x)\ny = f(Input((9, 3)))"
    )


@kind(DEEP)
def maps_of_maps(n: int) -> str:
    return f"x = {'list(map(lambda a: a, ' * n}range(3){'))' * n}\ny = {'sorted(zip(' * n}x{', x))' * n}\nm = Sequential([LSTM(a) for a in x])"
