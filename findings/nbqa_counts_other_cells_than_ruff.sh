#!/usr/bin/env bash
# nbQA 1.9.1, ruff 0.17.6: `nbqa ruff` says cell_2 where `ruff` itself says cell 4, for the same line of a notebook.
#
# Ruff reads notebooks itself and by way of nbQA, and both write the cell into the place, one as `cell 4:1:8`, the other as `cell_2:1:8`. The
# guess is one number in two spellings. Ruff counts all cells, of text too, as they stand in the file; nbQA counts those of code, with a
# `%%bash` cell of which it shows the tool nothing. Neither is the number in brackets beside the cell. A place that one tool names, looked up
# by the other's way of counting, is another cell, which mostly exists. In the source of nbQA: the loop over cells in `main` of
# save_code_source.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check nbqa==1.9.1 ruff==0.17.6 nbformat==5.10.4
cat > "$folder/look.py" <<'PYTHON'
import os
import subprocess
import sys

import nbformat

os.chdir(sys.argv[1])
v4 = nbformat.v4
cells = [
    v4.new_markdown_cell("# Load"),
    v4.new_code_cell("%%bash\nls data", execution_count=7),
    v4.new_markdown_cell("# Windows"),
    v4.new_code_cell("import json", execution_count=8),
    v4.new_code_cell("length = 24", execution_count=9),
]
nbformat.write(v4.new_notebook(cells=cells), "train.ipynb")
tool = ["--isolated", "--no-cache", "--output-format=concise", "--select=F401"]
for name, command in (
    ("ruff", ["ruff", "check", "train.ipynb"]),
    ("nbqa ruff", ["nbqa", "ruff check", "train.ipynb"]),
):
    place = subprocess.run([sys.executable, "-m", *command, *tool], capture_output=True, text=True).stdout
    print(name, "says", place.split(" F401")[0])
PYTHON
cat > "$folder/seen" <<'SEEN'
ruff says train.ipynb:cell 4:1:8:
nbqa ruff says train.ipynb:cell_2:1:8:
SEEN
PATH="$folder/venv/bin:$PATH" "$folder/venv/bin/python" "$folder/look.py" "$folder" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
