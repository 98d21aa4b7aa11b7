"""Writes requirements.lock: what action.yml installs, each file by its hash, for every Python and platform we support.

    pip install uv
    python scripts/lock_requirements.py

Versions in the lock stay where they fit; `--upgrade` takes the newest. At the end each platform is tried: all that the
lock names must have a wheel, for the action builds nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
)


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--upgrade"]):
        print(__doc__, file=sys.stderr)
        return 2
    how = ["--universal", "--python-version", PYTHONS[0], "--generate-hashes", "--only-binary", ":all:"]
    _uv("pip", "compile", "pyproject.toml", *how, "--output-file", LOCK, *arguments)
    with TemporaryDirectory() as target:
        for python, platform in product(PYTHONS, PLATFORMS):
            where = ["--target", target, "--python-version", python, "--python-platform", platform]
            checks = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--dry-run"]
            _uv("pip", "install", *where, *checks, "--requirements", LOCK)
    named = len(re.findall(r"^\S+==", (ROOT / LOCK).read_text(encoding="utf-8"), re.MULTILINE))
    print(f"{LOCK}: {named} pins, and a wheel of each on {len(PYTHONS)} Pythons x {len(PLATFORMS)} platforms")
    return 0


def _uv(*arguments: str) -> None:
    environment = {
        **os.environ,
        "UV_CUSTOM_COMPILE_COMMAND": f"python scripts/{Path(__file__).name}",
        "UV_PYTHON_DOWNLOADS": "never",
    }
    subprocess.run(
        ["uv", "--quiet", *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
