"""Ignore patterns: matched as git matches them, and in bounded time whatever they are."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from lstm_lint.run import files
from lstm_lint.run.files import FilesError, find
from lstm_lint.run.ignore import Patterns

PIECES = (
    *("*", "**", "?", "a", "b", "ab", "c", "d", "foo", ".py", "/", "/", "/", "**/", "/**", "/**/", "***"),
    *("a*", "*b", "*c*", "*.py", "[ab]", "[!a]", "[^b]", "[a-c]", "[b-a]", "[a-c-e]", "[a-]", "[-a]", "[]a]"),
    *(
        "[!]a]",
        "[a\\]]",
        "[[:alpha:]]",
        "[![:punct:]]",
        "[[:foo:]]",
        "[[:al",
        "[a",
        "[/]",
        "[!/]",
        "\\*",
        "\\a",
    ),
    *("\\", "\\ ", " ", "!", "\\!", "#", "\\#", "\\/", "**\\/"),
)
NAMES = ("a", "b", "ab", "c", "abc", "foo", "a b", "*", "[a", "-", "]", "d", "!a", "#a", "foox", "a.py", "\\")


def pattern(chance: random.Random) -> str:
    text = "".join(chance.choice(PIECES) for _ in range(chance.choice([1, 2, 2, 3, 3, 4, 5, 6])))
    text = f"!{text}" if chance.random() < 0.15 else text
    return f"{text}/" if chance.random() < 0.15 else text


def tree(chance: random.Random) -> None:
    for _ in range(150):
        folder = Path(*[chance.choice(NAMES) for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 4]))])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / chance.choice(NAMES)).with_suffix(".py").touch()
        except OSError:  # the name is in use for a file
            continue


@pytest.mark.skipif(os.name == "nt", reason="these names are Unix's")
@pytest.mark.parametrize("seed", range(3))
def test_random_patterns_mean_what_git_takes_them_for(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    tree(chance)
    try:
        subprocess.run(["git", "init", "-q"], check=True)
    except OSError:
        pytest.skip("git is not installed")
    folders = [folder for folder, _, _ in os.walk(".") if ".git" not in folder.split(os.sep)]
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    left_out = 0
    for _ in range(50):
        texts = {}
        for _ in range(chance.choice([1, 1, 2, 3])):
            folder = chance.choice(folders) if chance.random() < 0.4 else "."
            lines = [pattern(chance) for _ in range(chance.choice([1, 1, 2, 3, 8]))]
            texts[folder] = "\n".join(lines) + chance.choice(["\n", "", "\r\n"])
        for folder, text in texts.items():
            Path(folder, ".gitignore").write_text(text, encoding="utf-8", newline="")
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        expected = {name for name in listed if name.endswith(".py")}
        assert set(find(["."], exclude=(".git",))) == expected, texts
        left_out += len(expected) < sum(1 for _ in Path().rglob("*.py"))
        for folder in texts:
            Path(folder, ".gitignore").unlink()
    assert left_out > 10


HOSTILE = (
    "a*" * 30 + "b",
    "*a" * 2000 + "b",
    "**/a*/" * 30 + "q",
    "**/a" * 100 + "/**/q",
    "*/" * 100 + "**/a*b*/q",
    "**/*a*a*a*a*a*a*a*/" * 20 + "q",
    "**\\/a" * 30 + "/q",
    "?*" * 500 + "q",
    "[a-z]*" * 500 + "q",
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_pattern_of_many_stars_ends_over_a_deep_tree(text: str) -> None:
    patterns = Patterns("", [text])
    for path in ("/".join(["a" * 20] * 200) + "/x.py", "a" * 4000 + ".py", "/".join("a" * 2000) + "/x.py"):
        assert patterns.verdict(path, False) is None
        assert patterns.verdict(path, True) is None


def test_a_later_pattern_beats_an_earlier_one() -> None:
    patterns = Patterns("", ["*.py", "!keep.py", "/doc/", "#none", "  ", "x\\"])
    assert patterns.verdict("a/b.py", False) is True
    assert patterns.verdict("a/keep.py", False) is False
    assert patterns.verdict("doc", True) is True
    assert patterns.verdict("doc", False) is None
    assert patterns.verdict("a/doc", True) is None


def test_patterns_that_take_too_long_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "PATIENCE", -1.0)
    monkeypatch.setattr(files, "_EACH_ENTRY", 0.0)
    Path("x.py").touch()
    with pytest.raises(FilesError, match="processor time; shorten the patterns"):
        list(find(["."]))
