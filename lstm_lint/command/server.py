"""`lstm-lint server`: the first process that reads starts while pygls, the largest import, is still on its way."""

from __future__ import annotations

import gc
from importlib.util import find_spec
from typing import Any

from lstm_lint.command import options
from lstm_lint.command.exit import CLEAN, WRONG, say

INSTALL = "the server takes pygls: pip install 'lstm-lint[server]'"


def server(given: dict[str, Any]) -> int:
    """Serves a client on standard input and output until it is gone. Returns 2 without pygls."""
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        say(f"error: {INSTALL}")
        return WRONG
    from lstm_lint.server.readers import worker

    first = worker()
    gc.disable()  # a tenth of what importing pygls takes, and all that it makes stays
    try:
        from lstm_lint.server.features import serve
    except ImportError as error:  # another major version of pygls
        first.kill()
        say(f"error: {INSTALL} ({error})")
        return WRONG
    gc.freeze()
    gc.enable()
    table = (*options.SELECTION, *options.TRUST)
    said = options.trusting({name: value for name, value in given.items() if name != "isolated"}, [], table)
    arguments = {name: value for name, value in said.items() if name not in ("stdio", "fail_on")}
    serve(first, tuple(sorted(arguments.items())), isolated=bool(given.get("isolated")))
    return CLEAN
