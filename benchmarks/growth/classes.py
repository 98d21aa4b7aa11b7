"""Classes of the program."""

# ruff: noqa: E501 - a script is more readable in one piece

from __future__ import annotations

from benchmarks.growth.kinds import DEEP, LAYERS, LONG, blocks, kind, lines


@kind(LAYERS)
def layers_of_a_class(n: int) -> str:
    made = "".join(f"        self.l{i} = LSTM(3, return_sequences=True)\n" for i in range(n))
    used = "".join(f"        x = self.l{i}(x)\n" for i in range(n))
    return f"class M(Model):\n    def __init__(self):\n        super().__init__()\n{made}    def call(self, x):\n{used}        return x\nm = M()\nm.compile('adam', 'mse')\nm(Input((9, 3)))"


@kind(LONG)
def layer_classes_in_layer_classes(n: int) -> str:
    first = (
        "class C0(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
    )
    return first + lines(
        "class C{i}(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = C{before}()\n    def call(self, x):\n        return self.l(x)", n
    ) + f"i = Input((9, 3))\nm = Model(i, C{n}()(i))\nm.compile('adam', 'mse')"  # fmt: skip


@kind(LONG)
def layer_classes_with_two_inside(n: int) -> str:
    first = (
        "class C0(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
    )
    return first + lines(
        "class C{i}(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.a = C{before}()\n        self.b = C{before}()\n    def call(self, x):\n        return self.a(x) + self.b(x)", n
    ) + f"i = Input((9, 3))\nm = Model(i, C{n}()(i))\nm.compile('adam', 'mse')"  # fmt: skip


@kind(LAYERS)
def objects_of_a_layer_class(n: int) -> str:
    return (
        "class C(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.l = LSTM(units, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
        "i = x = Input((9, 3))\n" + lines("x = C({i})(x)", n) + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LAYERS)
def one_layer_of_a_class_again(n: int) -> str:
    return (
        "class C(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n        self.l = LSTM(units, return_sequences=True)\n"
        "    def call(self, x):\n        return self.l(x)\n"
        "i = x = Input((9, 3))\nc = C(3)\n" + lines("x = c(x)", n) + "m = Model(i, x)\nm.compile('adam', 'mse')"
    )  # fmt: skip


@kind(LONG)
def base_classes(n: int) -> str:
    return (
        "class C0(Model):\n    def call(self, x):\n        return LSTM(3)(x)\n"
        + lines("class C{i}(C{before}):\n    pass", n)
        + f"m = C{n}()\nm.missing(1)"
    )


@kind(LONG)
def base_classes_with_super(n: int) -> str:
    return (
        "class C0(Model):\n    def __init__(self):\n        super().__init__()\n        self.l = LSTM(3)\n    def call(self, x):\n        return self.l(x)\n"
        + lines(
            "class C{i}(C{before}):\n    def __init__(self):\n        super().__init__()\n        self.l{i} = LSTM(3)",
            n,
        )
        + f"m = C{n}()\nm.compile('adam', 'mse')"
    )


@kind(LONG)
def base_classes_twice(n: int) -> str:
    return (
        "class A0:\n    pass\nclass B0:\n    pass\n" + lines("class A{i}(A{before}, B{before}):\n    pass\nclass B{i}(A{before}, B{before}):\n    pass", n)
        + f"m = A{n}(3)\nm.missing(1)\nm.x = 1\nm.there()"
    )  # fmt: skip


@kind(LONG)
def methods_that_call_methods(n: int) -> str:
    body = "".join(f"    def m{i}(self, x):\n        return self.m{i + 1}(x)\n" for i in range(n))
    return f"class C:\n{body}    def m{n}(self, x):\n        return LSTM(3)(x)\ny = C().m0(Input((9, 3)))"


@kind(LONG)
def methods_that_call_twice(n: int) -> str:
    body = "".join(
        f"    def m{i}(self, x):\n        self.m{i + 1}(x)\n        return self.m{i + 1}(x)\n"
        for i in range(n)
    )
    return f"class C:\n{body}    def m{n}(self, x):\n        return LSTM(3)(x)\ny = C().m0(Input((9, 3)))"


@kind(LONG)
def methods_that_nothing_calls(n: int) -> str:
    return "class C:\n" + "".join(
        f"    def m{i}(self, x):\n        self.a{i} = LSTM(3)(x)\n" for i in range(n)
    )


@kind(LONG)
def methods_that_share_attributes(n: int) -> str:
    return "class C:\n" + "".join(
        f"    def m{i}(self, x):\n        self.a{i} = {i}\n        return LSTM(self.a{i - 1})\n"
        for i in range(n)
    )


@kind(DEEP)
def classes_in_classes(n: int) -> str:
    return blocks("class C{i}:", n, "l = LSTM(3)")
