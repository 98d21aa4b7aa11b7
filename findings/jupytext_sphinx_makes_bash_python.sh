#!/usr/bin/env bash
# jupytext 1.19.6: in the formats `py:sphinx` and `py:nomarker` a `%%bash` cell loses its magic, and comes back as Python.
#
# Jupytext keeps cells of other languages in all its common formats, by a comment or the magic itself, and warns of nothing here. In
# these two the command is written as a bare line of the script: the script does not parse as Python, or names what nobody defined, and
# the notebook that is read back runs the command as Python. `%%time` and `%%writefile` survive in the same file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check jupytext==1.19.6 nbformat==5.10.4
cat > "$folder/look.py" <<'PYTHON'
import jupytext
import nbformat

v4 = nbformat.v4
sources = ["%%bash\nls data", "%%time\nepochs = 2"]
kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
notebook = v4.new_notebook(cells=[v4.new_code_cell(text) for text in sources], metadata={"kernelspec": kernel})
for form in ("py:percent", "py:light", "py:hydrogen", "md:myst", "py:sphinx", "py:nomarker"):
    again = jupytext.reads(jupytext.writes(notebook, fmt=form), fmt=form)
    kept = {cell.source for cell in again.cells}
    print(form, "bash:", sources[0] in kept, "time:", sources[1] in kept)
PYTHON
cat > "$folder/seen" <<'SEEN'
py:percent bash: True time: True
py:light bash: True time: True
py:hydrogen bash: True time: True
md:myst bash: True time: True
py:sphinx bash: False time: True
py:nomarker bash: False time: True
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
