#!/usr/bin/env bash
# marimo 0.25.2: `marimo convert` renames a variable that a notebook assigns again, and functions above keep the first one.
#
# marimo lets each name be defined by one cell, so a second `scale = ...` becomes `scale_1`, and so do its uses further down. That
# reads like a change of names alone. But a function that was defined in between still reads the first `scale`, where Jupyter gave it
# the newest: the converted notebook runs without a word and scales its data by another number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check marimo==0.25.2 nbformat==5.10.4
cat > "$folder/look.py" <<'PYTHON'
import os
import subprocess
import sys

import nbformat

cells = ["scale = 1.0", "def scaled(value):\n    return value / scale", "scale = 50.0", "print(scaled(100.0))"]
os.chdir(os.path.dirname(os.path.abspath(__file__)))
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
nbformat.write(notebook, "notebook.ipynb")
print("cells in order, as Jupyter runs them:", flush=True)
exec("\n".join(cells))
marimo = [sys.executable, "-m", "marimo", "-q", "-y"]
subprocess.run([*marimo, "convert", "notebook.ipynb", "-o", "converted.py"], check=True, capture_output=True)
print("converted by marimo:", flush=True)
subprocess.run([sys.executable, "converted.py"], check=True)
PYTHON
cat > "$folder/seen" <<'SEEN'
cells in order, as Jupyter runs them:
2.0
converted by marimo:
100.0
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
