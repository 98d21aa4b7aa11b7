"""Hostile input: each is a clear line or a finding, within bounded time - never a traceback, a hang or a lost byte."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import MENDED, ONLY, RISKY, ROOT, Capsys, process, refused, run

from lstm_lint.run import files, limits
from lstm_lint.run.files import TooLarge, content

HEAD = "import keras\nfrom keras.layers import LSTM, Dense\n"
MODEL = "model = keras.Sequential([keras.Input((10, 3)), LSTM(8), Dense(1)])\nmodel.compile('adam', 'mse')\n"
ADDED = HEAD + "model = keras.Sequential()\n"


def code(source: object) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def notebook(*cells: object, **more: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def deep(statement: str, levels: int) -> str:
    return "".join(" " * i + statement.format(i) + "\n" for i in range(levels)) + " " * levels + "pass\n"


SCRIPTS = {
    "invalid-utf-8": (HEAD + MODEL).encode() + b"# \xff\n",
    "latin-1": (HEAD + MODEL + "# caf\xe9\n").encode("latin-1"),
    "latin-1-declared": ("# coding: latin-1\n" + HEAD + MODEL + "# caf\xe9\n").encode("latin-1"),
    **{f"coding-{name}": f"# coding: {name}\n{HEAD}{MODEL}".encode() for name in (
        "nonesuch", "rot13", "hex", "idna", "utf-16", "undefined", "unicode_escape", "utf-7", "mbcs")},
    "nul": (HEAD + MODEL).encode() + b"\0",
    "marks": b"\xef\xbb\xbf\xef\xbb\xbf" + (HEAD + MODEL).encode(),
    "crlf": (HEAD + MODEL).replace("\n", "\r\n").encode(),
    "cr": (HEAD + MODEL).replace("\n", "\r").encode(),
    "form-feeds": ("\f" + HEAD + "\f\n" + MODEL + "\f").encode(),
    "long-string": (HEAD + MODEL + "x = '" + "a" * 1_000_000 + "'\n").encode(),
    "long-sum": (HEAD + MODEL + "x = " + "1+" * 500_000 + "1\n").encode(),
    "long-quotes": (HEAD + MODEL + "x = " + "'" * 1_000_001 + "\n").encode(),
    "long-magic": (HEAD + MODEL + "%" * 300_000 + "\n" + "!" * 300_000 + "\n" + "a" * 300_000 + "??\n").encode(),
    "long-noqa": (HEAD + MODEL + "#" + " noqa:" * 50_000 + " A1" * 50_000 + "\n").encode(),
    "continued": (HEAD + MODEL + "x = 1" + "\\\n" * 100_000 + "\n").encode(),
    "brackets": (HEAD + MODEL + "x = " + "[" * 10_000 + "]" * 10_000 + "\n").encode(),
    "brackets-on-lines": (HEAD + MODEL + "x = " + "[\n" * 10_000 + "]\n" * 10_000 + "\n").encode(),
    "open": (HEAD + MODEL + "x = " + "(" * 10_000 + "\n").encode(),
    "signs": (HEAD + MODEL + "x = " + "-" * 10_000 + "1\n").encode(),
    "nots": (HEAD + MODEL + "x = " + "not " * 10_000 + "1\n").encode(),
    "attributes": (HEAD + MODEL + "x = a" + ".b" * 10_000 + "\n").encode(),
    "if-tree": (HEAD + MODEL + deep("if a{}:", 90)).encode(),
    "if-tree-too-deep": (HEAD + MODEL + deep("if a{}:", 1000)).encode(),
    "elifs": (ADDED + "if b: model.add(LSTM(4))\n"
              + "".join(f"elif a{i}: model.add(LSTM({i + 1}))\n" for i in range(2000))).encode(),
    "loops": (ADDED + deep("for i{} in range(10):", 20)
              .replace("pass", "model.add(LSTM(8))")).encode(),
    "range": (ADDED + "for i in range(10**9):\n    model.add(LSTM(8))\nmodel.compile('adam', 'mse')\n").encode(),
    "range-list": (HEAD + "x = list(range(10**9))\n"
                   "model = keras.Sequential([LSTM(8) for i in range(10**9)])\n").encode(),
    "ten-thousand-layers": (ADDED + "for i in range(10_000):\n    model.add(LSTM(8))\n"
                            "model.compile('adam', 'mse')\n").encode(),
    "written-layers": (ADDED + "model.add(LSTM(8, return_sequences=True))\n" * 2_900).encode(),
    "powers": (HEAD + "n = 10**10**10\nm = 2**(2**40)\ns = 1 << 10**12\nt = 'a' * 10**12\nl = [0] * 10**12\n"
               "model = keras.Sequential([LSTM(n), LSTM(m), LSTM(s), Dense(l)])\n").encode(),
    "huge-integers": (HEAD + f"n = {'9' * 4000}\nm = {'9' * 100_000}\n"
                      "model = keras.Sequential([keras.Input((n, m)), LSTM(n * n)])\n"
                      "model.compile(keras.optimizers.Adam(n), 'mse')\n"
                      "model.fit(x, y, epochs=n, batch_size=-n)\n").encode(),
    "doubled": (HEAD + "n = 'ab'\nl = [1, 2]\n" + "n = n + n\nl = l + l\n" * 60
                + "model = keras.Sequential([LSTM(l, n)])\n").encode(),
    "nested-values": (HEAD + "n = (1, 2)\n" + "n = (n, n)\n" * 60 + "if n == n: d = {n: str(n)}\nLSTM(n)\n").encode(),
    "recursive": (HEAD + "def f(n):\n    return f(n + 1)\ndef g(x):\n    return g(LSTM(8)(x))\ng(keras.Input((3, 4)))\n"
                  "class A:\n    def __init__(self): self.a = A()\nA()\nh = lambda x: h(x)\nh(h)\n"
                  "model = keras.Sequential([LSTM(f(1))])\n").encode(),
    "doubling-calls": (HEAD + "".join(f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x)\n" for i in range(60))
                       + "def f60(x): return x\nmodel = keras.Sequential([LSTM(f0(1))])\n").encode(),
    "self-referring": (HEAD + "a = a\nl = []\nl.append(l)\nl.extend(l)\nd = {}\nd['d'] = d\n"
                       "m = keras.Sequential([LSTM(3)])\nm.add(m)\nm.compile(l, d)\nm.fit(l, d, callbacks=l)\n"
                       "print(l == l, str(l))\nLSTM(*l, **d)\n").encode(),
    "no-samples": (HEAD + "import numpy as np\nx = np.random.default_rng(7).normal(size (8, 10, 3))\n" + MODEL
                   + "model.fit(x, np.zeros((8,)))\n").encode(),
    "endless-schedules": (HEAD + "".join(
        f"model = keras.Sequential([LSTM(8)])\nmodel.compile(keras.optimizers.Adam(keras.optimizers.schedules.{cls}("
        f"0.1, {length}, {more})), 'mse')\n"
        for cls in ("CosineDecay", "InverseTimeDecay", "ExponentialDecay", "PolynomialDecay")
        for length, more in (("1e999", "0.5"), ("10", "1e999"), ("10", "-1e999"), ("float('nan')", "0.5"),
                             ("10", "float('nan')"), ("1e308", "1e-308"))
    )).encode(),
    "surrogates": (HEAD + MODEL + "model.add(LSTM(8, name='\\ud800', activation='\\x1b[31m\\n'))\n").encode(),
}  # fmt: skip
# What the reader bounds by itself: without its limits each of them takes more than ten seconds.
BOUNDED = {
    "unpacked": HEAD + "a = list(range(100))\n" + "a = [*a, *a]\n" * 60 + "LSTM(*a)\n",
    "extended": HEAD + "x = [1]\n" + "x.extend(x)\n" * 60 + "x += x\n" * 60 + "x *= 2\n" * 60 + "LSTM(x)\n",
    "formatted": HEAD + "x = 'ab'\n" + "x = f'{x}{x}'\n" * 100 + "LSTM(name=x)\n",
    "joined": HEAD + "import os\np = 'ab'\n" + "p = os.path.join(p, p)\n" * 80 + "LSTM(name=p)\n",
    "rounded": HEAD + "LSTM(round(5, -10**9))\n",
    "longest": HEAD + "r = range(10**30)\nLSTM(max(range(10**9)))\nLSTM(len(r))\nif 'a' in r: LSTM(3)\n",
    "squared-layers": HEAD + "i = x = keras.Input((3,))\n" + (
        "a = keras.layers.Reshape((-1, 1))(x)\nb = keras.layers.Permute((2, 1))(a)\n"
        "x = keras.layers.Flatten()(keras.layers.Dot(axes=(2, 1))([a, b]))\n") * 60 + "m = keras.Model(i, x)\n",
    "squared-array": HEAD + "import numpy as np\nx = np.zeros((3, 3))\n" + "x = np.zeros((x.size, x.size))\n" * 60
    + "y = np.zeros((3, 3))\n" + "y = np.zeros((y.reshape(-1).shape[0], y.reshape(-1).shape[0]))\n" * 60
    + MODEL + "model.fit(x, y)\n",
    "models-in-models": HEAD + "m = keras.Sequential([LSTM(8)])\n" + "m = keras.Sequential([m, m])\n" * 30
    + "m.compile('adam', 'mse')\n",
    "wide-values": HEAD + "a = [0, 1] * 500\n" + "a = [a] * 1000\n" * 7 + "LSTM(a)\nkeras.Sequential(a)\n",
    "loops-in-loops": ADDED + deep("for i{} in range(10):", 20).replace("pass", "model.add(LSTM(8))"),
    "grid": HEAD + "".join(" " * i + f"for i{i} in [1, 2, 3, 4, 5, 6, 7, 8]:\n" for i in range(4))
    + "".join(f"    {line}\n" for line in MODEL.splitlines()),
    "calls-in-loops": HEAD + "def build():\n    for i in [1, 2, 3, 4, 5, 6, 7, 8]:\n"
    + "".join(f"        {line}\n" for line in MODEL.splitlines())
    + "".join(" " * i + f"for i{i} in [1, 2, 3, 4, 5, 6, 7, 8]:\n" for i in range(3)) + "   build()\n",
    "suppressed": HEAD + MODEL + "x = 1  # noqa: LL203\n" * 2_900,
    "long-sum": HEAD + MODEL + "x = " + "1+" * 100_000 + "1\n",
    "attributes": HEAD + MODEL + "x = a" + ".b" * 10_000 + "\n",
}  # fmt: skip
NOTEBOOKS = {
    "no-json": b"keras LSTM",
    "list": b'["keras LSTM"]',
    "no-cells": b'{"keras": "LSTM"}',
    "cells-object": b'{"cells": {"keras": "LSTM"}}',
    "odd-cells": b'{"cells": [null, 1, "keras", [], {"cell_type": "code"}, {"cell_type": "code", "source": null},'
    b'{"cell_type": "code", "source": 3}, {"cell_type": "code", "source": ["LSTM", 3]}]}',
    "string": notebook(code(HEAD + MODEL)),
    "lines": notebook(code((HEAD + MODEL).splitlines(True))),
    "odd-metadata": notebook(code(HEAD + MODEL), metadata=["LSTM"]),
    "odd-language": notebook(code(HEAD), metadata={"language_info": {"name": 5}, "kernelspec": 7}),
    "nbformat-3": json.dumps({"nbformat": 3, "worksheets": [3, None, {"cells": 7}, {"cells": [
        {"cell_type": "code", "input": HEAD + MODEL}]}]}).encode(),
    "cut-off": notebook(code(HEAD + MODEL))[:-3],
    "deep": b'{"a":' + b"[" * 100_000 + b'"keras LSTM"' + b"]" * 100_000 + b"}",
    "numbers": b'{"cells": [{"cell_type": "code", "source": "import keras;keras.layers.LSTM(3)", "execution_count": NaN'
    b'}],'
    b'"n": -Infinity, "m": 1' + b"0" * 10_000 + b"}",
    "utf-16": notebook(code(HEAD)).decode().encode("utf-16") + b"keras LSTM",
    "broken-cells": notebook(*[code("x = (")] * 200, code(HEAD + MODEL)),
    "deep-cell": notebook(code(HEAD + MODEL), code("x = " + "[" * 10_000 + "]" * 10_000)),
    "outputs": notebook({**code(HEAD + MODEL), "outputs": [{"text": "x" * 20_000_000}]}),
}  # fmt: skip
CASES = {**{f"{name}.py": data for name, data in SCRIPTS.items()},
         **{f"{name}.ipynb": data for name, data in NOTEBOOKS.items()}}  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(limits, "SECONDS", 1.0)


@pytest.mark.parametrize("name", CASES)
def test_is_a_finding_or_silence(name: str, capsys: Capsys) -> None:
    Path(name).write_bytes(CASES[name])
    status, out, err = run(capsys, "--profile", "strict", "--fix", "-q", "--unfinished", "finding", name)
    assert status in (0, 1), (out, err)
    assert "Traceback" not in err
    assert "internal error" not in err
    if "LL001" in out:
        assert Path(name).read_bytes() == CASES[name]


@pytest.mark.parametrize("name", BOUNDED)
def test_ends_by_the_bounds_of_the_reader(name: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 10.0)
    Path("x.py").write_text(BOUNDED[name], encoding="utf-8")
    status, out, err = run(capsys, "--profile", "strict", "--output-format", "concise", "x.py")
    assert status in (0, 1), err
    assert "takes more than" not in out
    assert ("nested too deeply" in out) is (name in ("long-sum", "attributes"))


def test_a_chain_of_elifs_is_not_deep() -> None:
    chain = "if a: pass\n" + "elif b: pass\n" * 450
    assert limits.strenuous(chain)
    assert limits.nesting(chain) == ""
    assert limits.nesting("x = a" + ".b" * 1_000 + "\n") == "deep"
    assert limits.nesting("x = a" + ".b" * 300 + "\n") == ""
    assert limits.nesting("x = " + "[" * 300 + "]" * 300 + "\n") == "refused"


def test_the_run_goes_on_after_a_crash_and_a_hang(capsys: Capsys) -> None:
    Path("brackets.py").write_bytes(SCRIPTS["brackets"])  # Python refuses it too
    Path("attributes.py").write_text(HEAD + MODEL + "x = a" + ".bb" * 1_400 + "\n", encoding="utf-8")
    Path("z.py").write_text(RISKY, encoding="utf-8")
    arguments = ("--select", "LL001,LL505", "--output-format", "concise", ".")
    status, out, err = run(capsys, "--unfinished", "finding", *arguments)
    assert (status, err) == (1, "")
    assert [line.split(" ")[1] for line in out.splitlines()[:3]] == ["LL001", "LL001", "LL505"]
    assert "nested too deeply" in out
    status, out, err = run(capsys, *arguments)
    assert (status, err.count("\n"), err.count("not read: ")) == (2, 1, 1)
    assert [line.split(" ")[1] for line in out.splitlines()[:2]] == ["LL001", "LL505"]


@pytest.mark.parametrize("begins", [0, 1, 1_999, 2_000, 2_001, 3_999])
@pytest.mark.parametrize("last", [")", ""], ids=["closed", "open"])
def test_a_long_statement_is_strenuous_wherever_it_begins(begins: int, last: str) -> None:
    text = "x\n" * (begins // 2) + "x" * (begins % 2)
    row = "1," * 49 + "\n"
    assert not limits.strenuous(f"{text}({row * 40}{last}")
    assert limits.strenuous(f"{text}({row * 41}{last}")


@pytest.mark.parametrize(
    "text", [RISKY, RISKY * 50, f"x = [\n{'  1, 2, 3,' * 300}\n]\n", '"""(' + "a\n" * 1000 + '"""\n']
)
def test_real_text_is_not_strenuous(text: str) -> None:
    assert not limits.strenuous(text)


def test_a_large_script_is_not_read(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lstm_lint.run.files.LARGEST_SCRIPT", 1 << 20)
    Path("relevant.py").write_bytes(HEAD.encode() + b"#" * (3 << 20) + b"\n")
    Path("irrelevant.py").write_bytes(b"import keras\n" + b"#" * (3 << 20))
    Path("across.py").write_bytes(b"keras" + b"#" * ((1 << 20) - 6) + b"LSTM" + b"#" * (2 << 20))
    with pytest.raises(TooLarge):
        content("across.py")
    assert content("irrelevant.py") == b""
    status, out, err = run(capsys, "--output-format", "concise", ".")
    assert (status, out[:14]) == (2, "Nothing found:")
    assert "relevant.py: not read: it holds more than 1 MB\n" in err
    assert "irrelevant.py" not in err
    _, out, _ = run(capsys, "--output-format", "concise", "--unfinished", "finding", ".")
    assert "relevant.py:1:1: LL001" in out
    assert "irrelevant.py" not in out


@pytest.fixture(params=["a named pipe", "a device", "a socket"])
def special(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What `x.py` is: nothing that has an end, or that opens without waiting for somebody else."""
    if request.param == "a named pipe":
        os.mkfifo("x.py")
        yield request.param
    elif request.param == "a device":
        Path("x.py").symlink_to("/dev/zero")
        yield request.param
    else:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("x.py")
            yield request.param


@pytest.mark.parametrize(
    "arguments",
    [
        ("x.py",),
        ("--fix", "x.py"),
        ("model", "x.py"),
        ("smoke", "x.py"),
        ("--config", "x.py", "y.py"),
        ("config", "--config", "x.py"),
        ("--baseline", "x.py", "y.py"),
    ],
    ids=" ".join,
)
def test_what_is_no_file_is_refused_where_it_is_named(
    arguments: tuple[str, ...], special: str, capsys: Capsys
) -> None:
    Path("y.py").write_text(RISKY, encoding="utf-8")
    said = refused(capsys, *arguments)
    assert special in said or (special == "a socket" and "No such device" in said)


def test_what_is_no_file_is_passed_over_where_it_is_found(special: str, capsys: Capsys) -> None:
    Path("y.py").write_text("from x import build\n" + RISKY, encoding="utf-8")
    for name in ("lstm-lint.toml", "pyproject.toml", "requirements.txt", ".gitignore", "setup.cfg"):
        Path(name).symlink_to("x.py")
    status, out, err = run(capsys, *ONLY, "--output-format", "concise", ".")
    assert (status, out.count("LL505"), err) == (1, 1, "")


def test_what_becomes_a_pipe_after_it_was_found_is_not_waited_for(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(path: str) -> bytes | None:
        Path("x.py").unlink()
        os.mkfifo("x.py")
        return real(path)

    Path("x.py").write_text(RISKY, encoding="utf-8")
    real = files.held
    monkeypatch.setattr(files, "held", changing)
    assert refused(capsys, "-q", ".") == "lstm-lint: x.py: cannot be read: it is a named pipe\n"


def test_a_rule_page_that_is_a_pipe_is_not_waited_for(capsys: Capsys) -> None:
    Path("rules").mkdir()
    os.mkfifo("rules/OUR101-some-pattern.md")
    Path("lstm-lint.toml").write_text("rule-paths = ['rules']\n", encoding="utf-8")
    Path("x.py").write_text(RISKY, encoding="utf-8")
    assert "the page does not read: it is no file" in refused(capsys, "x.py")


def test_standard_input_without_end_is_not_held(tmp_path: Path) -> None:
    program = "from lstm_lint.command.cli import main; from lstm_lint.run import files; files.LARGEST_NOTEBOOK = 2**20"
    with open("/dev/zero", "rb") as zero:
        done = subprocess.run(
            [sys.executable, "-c", f"{program}; raise SystemExit(main(['-']))"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=zero, capture_output=True, timeout=600, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard input holds more than 1 MB" in done.stderr


def test_standard_input_by_the_name_of_its_device_is_refused_unless_it_is_a_file(tmp_path: Path) -> None:
    if not os.path.exists("/dev/stdin"):
        pytest.skip("no such device")
    Path("x.py").write_text(RISKY, encoding="utf-8")
    piped = process(*ONLY, "/dev/stdin", cwd=tmp_path, input=RISKY.encode())
    assert (piped.returncode, b"is a named pipe" in piped.stderr, b"`-`" in piped.stderr) == (2, True, True)
    with open("x.py", "rb") as file:
        assert process(*ONLY, "/dev/stdin", cwd=tmp_path, stdin=file).returncode == 1


def test_links_in_a_circle_end(capsys: Capsys) -> None:
    Path("a").mkdir()
    Path("a/again").symlink_to("..")
    Path("a/loop.py").symlink_to("loop.py")
    Path("a/x.py").write_text(RISKY, encoding="utf-8")
    status, out, err = run(capsys, *ONLY, "--output-format", "concise", ".")
    assert (status, out.count("LL505")) == (2, 1)
    assert err.splitlines()[0].startswith("lstm-lint: a/loop.py: cannot be read: Too many levels")


def test_an_unreadable_file_is_one_line(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Any, *more: Any, **most: Any) -> Any:
        if str(path).endswith("secret.py"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *more, **most)

    for name in ("secret.py", "x.py"):
        Path(name).write_text(RISKY, encoding="utf-8")
    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    status, out, err = run(capsys, *ONLY, "--output-format", "concise", ".")
    assert (status, out.count("LL505")) == (2, 1)
    assert err.splitlines()[0] == "lstm-lint: secret.py: cannot be read: Permission denied"


def test_a_path_may_hold_anything(capsys: Capsys) -> None:
    name = "a\n'\"\x1b[31m é.py"
    Path(name).write_text(RISKY, encoding="utf-8")
    for form in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"):
        status, out, err = run(capsys, *ONLY, "--output-format", form, ".")
        assert (status, err) == (1, "")
        assert form == "github" or "\x1b[31m" not in out  # GitHub's own command names the file as it is
    assert run(capsys, *ONLY, "--fix", ".")[0] == 0
    assert Path(name).read_text(encoding="utf-8") == MENDED


def test_a_folder_may_change_under_the_run(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanishing(path: str) -> bytes | None:
        Path("b.py").unlink(missing_ok=True)
        return real(path)

    for name in ("a.py", "b.py", "c.py"):
        Path(name).write_text(RISKY, encoding="utf-8")
    real = files.held
    monkeypatch.setattr(files, "held", vanishing)
    status, out, err = run(capsys, *ONLY, "--output-format", "concise", ".")
    assert (status, out.count("LL505")) == (2, 2)
    assert err.splitlines()[0] == "lstm-lint: b.py: cannot be read: No such file or directory"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_takes_nothing_loses_nothing(
    number: int, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Any, flags: int, *more: Any, **most: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(number, os.strerror(number))
        return real(path, flags, *more, **most)

    Path("x.py").write_text(RISKY, encoding="utf-8")
    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    status, out, err = run(capsys, *ONLY, "--output-format", "concise", "--fix", "x.py")
    assert (status, out.count("LL505")) == (1, 1)
    assert err == f"lstm-lint: x.py: not fixed: {os.strerror(number)}\n"
    assert run(capsys, *ONLY, "--baseline", "new.json", "--write-baseline", "x.py")[0] == 2
    assert Path("x.py").read_text(encoding="utf-8") == RISKY


def test_a_disk_that_fills_up_while_writing_loses_nothing(tmp_path: Path) -> None:
    text = RISKY + "# " + "x" * 20_000 + "\n"
    Path("x.py").write_text(text, encoding="utf-8")

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = process(*ONLY, "--fix", "x.py", cwd=tmp_path, preexec_fn=small_files)
    assert done.returncode == 1
    assert b"not fixed: File too large" in done.stderr
    assert Path("x.py").read_text(encoding="utf-8") == text
    assert sorted(path for path in os.listdir() if path.startswith(".lstm-lint-")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_killed_at_any_moment_a_file_is_old_or_new() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--times", "8"],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    counts = {what: int(count) for count, what in (part.split(" ", 1) for part in done.stdout.split(", "))}
    assert counts["runs"] == 8
    assert counts["files old"] + counts["files new"] == 8 * 11


@pytest.mark.parametrize("nameless", [True, False])
def test_a_write_that_fails_at_its_last_step_leaves_the_old_file_alone(
    nameless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.edit import atomic

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    if not nameless:
        monkeypatch.setattr(atomic, "_nameless", lambda folder: None)
    Path("x.py").write_bytes(b"old")
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="Input/output"):
            atomic.replace("x.py", b"new", 0o640)
    assert (os.listdir(), Path("x.py").read_bytes()) == (["x.py"], b"old")
    atomic.replace("x.py", b"new", 0o640)
    assert (os.listdir(), Path("x.py").read_bytes()) == (["x.py"], b"new")
    assert Path("x.py").stat().st_mode & 0o777 == 0o640


def test_what_killed_runs_left_goes_after_an_hour(tmp_path: Path) -> None:
    from lstm_lint.edit import atomic

    young, old, foreign = (
        tmp_path / name for name in (".lstm-lint-0a1b2c3d", ".lstm-lint-abcd_123", ".lstm-lint-x")
    )
    for path in (young, old, foreign):
        path.write_bytes(b"half")
    for path in (old, foreign):
        os.utime(path, (1e9, 1e9))
    atomic.replace(str(tmp_path / "x.py"), b"new", 0o644)
    assert [path.exists() for path in (young, old, foreign)] == [True, False, True]


def test_a_file_that_changes_while_it_is_linted_is_not_overwritten(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.edit import fixes

    def changing(*given: Any, **more: Any) -> Any:
        Path("x.py").write_text(RISKY + "# mine\n", encoding="utf-8")
        return real(*given, **more)

    Path("x.py").write_text(RISKY, encoding="utf-8")
    real = fixes.fix
    monkeypatch.setattr(fixes, "fix", changing)
    assert "it changed while it was linted" in run(capsys, *ONLY, "--fix", "x.py")[2]
    assert Path("x.py").read_text(encoding="utf-8") == RISKY + "# mine\n"


def test_a_file_that_changes_while_it_is_written_is_not_overwritten(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(handle: int) -> None:
        Path("x.py").write_text(RISKY + "# mine\n", encoding="utf-8")
        real(handle)

    Path("x.py").write_text(RISKY, encoding="utf-8")
    real = os.fsync
    monkeypatch.setattr(os, "fsync", changing)
    assert "it changed while it was linted" in run(capsys, *ONLY, "--fix", "x.py")[2]
    assert (os.listdir(), Path("x.py").read_text(encoding="utf-8")) == (["x.py"], RISKY + "# mine\n")


def test_two_runs_at_once_do_not_corrupt(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(4):
        Path(f"{number}.py").write_text(RISKY, encoding="utf-8")
    command = [sys.executable, "-m", "lstm_lint", *ONLY, "--fix", "-q", "."]
    for child in [subprocess.Popen(command, env=environment, cwd=tmp_path) for _ in range(2)]:
        assert child.wait(120) in (0, 1)
    assert {path.read_text(encoding="utf-8") for path in tmp_path.glob("*.py")} == {MENDED}
