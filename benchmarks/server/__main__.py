"""`python -m benchmarks.server`: 20,000 random edits with memory flat, and what the server takes as ratios (Linux).

`--edits N` makes N random edits, `--speed` measures; without either both are done. `--commit` names the older build
whose run is the measure. Both are installed into environments of their own, ours with ruff; that takes the index.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.server.client import Client, memory
from benchmarks.server.edits import typed
from benchmarks.server.speed import figures

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "4c01fc7"
EDITS = 20_000
_ROUNDS = 5
_GROWTH = 1.15  # of memory from the first fifth of the edits to the last


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.server", description=__doc__)
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--commit", default=COMMIT)
    parser.add_argument(
        "--environments", help="two environments, made before: PATH of ours, PATH of the older build", nargs=2
    )
    given = parser.parse_args(arguments)
    both = not given.edits and not given.speed
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.edits or both:
            failed |= not edited(folder, given.edits or EDITS, given.seed)
        if given.speed or both:
            ours, old = (
                map(Path, given.environments) if given.environments else installed(folder, given.commit)
            )
            work = folder / "work"
            work.mkdir()
            found = figures(
                ours / "bin" / "lstm-lint", old / "bin" / "lstm-lint", ours / "bin" / "ruff", work, given.rounds, _say
            )  # fmt: skip
            for one in found:
                _say(one.line)
            failed |= any(one.found > one.target for one in found)
    return int(failed)


def edited(folder: Path, count: int, seed: int) -> bool:
    """Random edits; whether the server is there in the end, and has not grown."""
    work = folder / "edits"
    work.mkdir()
    client = Client([sys.executable, "-m", "lstm_lint", "server"], work)
    sizes: list[int] = []

    def after(number: int) -> None:
        if number % 100 == 0:
            sizes.append(memory(client.process.pid))
        if number % 2000 == 0:
            _say(f"{number} edits, {sizes[-1] >> 20} MiB in all processes")

    compared = typed(client, work, count, seed, after)
    code = client.close()
    fifth = max(1, len(sizes) // 5)
    first, last = (
        sorted(part)[len(part) // 2] for part in (sizes[fifth : 2 * fifth] or sizes, sizes[-fifth:])
    )
    wrong = [line for line in client.messages if "internal error" in line]
    _say(
        f"{count} edits: exit code {code}, {compared} texts with layers compared with themselves opened anew"
    )
    _say(
        f"memory: {first >> 20} MiB in the second fifth, {last >> 20} MiB in the last; internal errors: {len(wrong)}"
    )
    for line in wrong[:5]:
        _say(line)
    return code == 0 and last <= _GROWTH * first and not wrong


def installed(folder: Path, commit: str) -> tuple[Path, Path]:
    """Two environments with plain installs: of this checkout with the server and ruff, and of an older commit."""
    old_source = folder / "source"
    old_source.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(old_source)], input=archive, check=True)
    pairs = ((folder / "ours", [f"{ROOT}[server]", "ruff"]), (folder / "older", [str(old_source)]))
    for environment, packages in pairs:
        venv.create(environment, with_pip=True)
        pip = [str(environment / "bin" / "pip"), "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
    return pairs[0][0], pairs[1][0]


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
