#!/usr/bin/env bash
# papermill 2.7.0: a notebook that papermill wrote keeps its parameters if it is run with none, and loses all of them if it is run with one.
#
# Outputs are run again, to go on from an experiment with one thing changed. The guess is that the parameters given are laid over those of
# the last run, which the metadata list, or that each run begins at the defaults. The values stand in one injected cell. With parameters it
# is replaced as a whole, and whatever is not given again is back at its default; with none nothing is injected and nothing is removed,
# and the old values hold, not the defaults. In the source: `execute_notebook` in execute.py, `parameterize_notebook` in parameterize.py.
# `prepare_only` writes what would be run, and `exec` runs its cells here.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check papermill==2.7.0 nbformat==5.10.4
cat > "$folder/look.py" <<'PYTHON'
import os
import sys

import nbformat
import papermill

os.chdir(sys.argv[1])
v4 = nbformat.v4
kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
defaults = v4.new_code_cell("epochs = 1\nunits = 8", metadata={"tags": ["parameters"]})
nbformat.write(v4.new_notebook(cells=[defaults], metadata={"kernelspec": kernel}), "plain.ipynb")
runs = (
    ("plain.ipynb", "first.ipynb", {"epochs": 50, "units": 64}),
    ("first.ipynb", "same.ipynb", {}),
    ("first.ipynb", "wider.ipynb", {"units": 128}),
)
for source, result, parameters in runs:
    notebook = papermill.execute_notebook(source, result, parameters, prepare_only=True, progress_bar=False)
    values = {}
    for cell in notebook.cells:
        exec(cell.source, values)
    print(source, "with", parameters, "runs", {name: values[name] for name in ("epochs", "units")})
PYTHON
cat > "$folder/seen" <<'SEEN'
plain.ipynb with {'epochs': 50, 'units': 64} runs {'epochs': 50, 'units': 64}
first.ipynb with {} runs {'epochs': 50, 'units': 64}
first.ipynb with {'units': 128} runs {'epochs': 1, 'units': 128}
SEEN
"$folder/venv/bin/python" "$folder/look.py" "$folder" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
