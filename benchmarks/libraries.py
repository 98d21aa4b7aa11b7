"""`python -m benchmarks.libraries`: the proofs of the tables of libraries, more of them, and against older releases.

`--old` makes an environment of its own in a temporary folder, with the pair that many still use (pandas 2, numpy 1.26),
and runs the same proofs there: what an entry says must hold for both. Not a part of CI, for it installs packages.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLD = ("numpy==1.26.*", "pandas==2.*")
NEEDED = ("pytest", "hypothesis", "pytest-xdist")
PROOFS = (
    "tests/test_libraries_against_numpy.py",
    "tests/test_libraries_against_pandas.py",
    "tests/test_chains_against_libraries.py",
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--old", action="store_true", help="pandas 2 and numpy 1.26, in an environment of their own"
    )
    parser.add_argument(
        "proofs", nargs="*", default=PROOFS, help="files of tests, all that concern libraries without"
    )
    given = parser.parse_args()
    if not given.old:
        return run(Path(sys.executable), given.proofs)
    with tempfile.TemporaryDirectory(prefix="lstm-lint-libraries-") as folder:
        return run(install(Path(folder), (*OLD, *NEEDED)), given.proofs)


def install(folder: Path, packages: Sequence[str]) -> Path:
    """An environment with lstm-lint as it is here and these packages; the path of its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-e", ROOT, *packages], check=True)
    return python


def run(python: Path, proofs: Sequence[str]) -> int:
    """The proofs under that Python; says first which releases it has."""
    shown = (
        "import numpy, pandas; print('numpy', numpy.__version__, 'pandas', pandas.__version__, flush=True)"
    )
    subprocess.run([python, "-c", shown], check=True)
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", "-q", "--no-header", *proofs]
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
