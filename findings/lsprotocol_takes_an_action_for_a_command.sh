#!/usr/bin/env bash
# lsprotocol 2025.0.0: a code action that has a command is read as a bare command, whose name is the text of a dictionary.
#
# The answer to `textDocument/codeAction` lists commands, `{"title", "command": "name"}`, and code actions, which may have a command as
# an object: `{"title", "kind", "edit", "command": {...}}`. The converter looks for the key alone. Kind, edit and data are gone, and a
# client that runs what it got asks the server for a command named "{'title': ...}". Nothing is raised: the types look right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check lsprotocol==2025.0.0
cat > "$folder/look.py" <<'PYTHON'
from lsprotocol import converters, types

converter = converters.get_converter()
command = {"title": "Ask", "command": "server.ask", "arguments": [1]}
answer = {"id": 1, "jsonrpc": "2.0", "result": [{"title": "Fix", "kind": "quickfix", "command": command}]}
(action,) = converter.structure(answer, types.CodeActionResponse).result
print(type(action).__name__, repr(action.command))
PYTHON
cat > "$folder/seen" <<'SEEN'
Command "{'title': 'Ask', 'command': 'server.ask', 'arguments': [1]}"
SEEN
"$folder/venv/bin/python" "$folder/look.py" 2> "$folder/errors" > "$folder/now" || { cat "$folder/errors" >&2; exit 1; }
diff "$folder/seen" "$folder/now" && echo "as it was seen"
