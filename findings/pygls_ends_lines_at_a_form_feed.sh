#!/usr/bin/env bash
# pygls 2.1.1: a text document ends a line at a form feed, a vertical tab or U+2028, and edits below it go to another place.
#
# The protocol names three ends of lines, `\n`, `\r\n` and `\r`. pygls splits by `str.splitlines`, which takes eight more. Python files
# with form feeds between sections are common in old code bases. After the first edit below such a character the text that a server
# built on pygls holds is not that of the editor: nothing is raised, findings and fixes are simply a line off, and each further edit
# makes it worse. A server keeps its own texts, or is wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pygls==2.1.1 lsprotocol==2025.0.0
cat > "$folder/look.py" <<'PYTHON'
from lsprotocol import types
from pygls.workspace import TextDocument

for name, character in (("form feed", "\x0c"), ("vertical tab", "\x0b"), ("U+2028", "\u2028"), ("none", "")):
    document = TextDocument("file:///a.py", f"a = 1\n{character}\nunits = 64\n", position_codec=None)
    line_of_units = 2  # by the ends that the protocol names
    area = types.Range(types.Position(line_of_units, 8), types.Position(line_of_units, 10))
    document.apply_change(types.TextDocumentContentChangePartial(area, "32"))
    print(name, repr(document.source))
PYTHON
cat > "$folder/seen" <<'SEEN'
form feed 'a = 1\n\x0c32\nunits = 64\n'
vertical tab 'a = 1\n\x0b32\nunits = 64\n'
U+2028 'a = 1\n\u202832\nunits = 64\n'
none 'a = 1\n\nunits = 32\n'
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
