"""`python -m lstm_lint` is `lstm-lint`."""

import sys

if __name__ == "__main__":
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):  # -I and -P have not put it there
        del sys.path[0]  # the current folder, whose modules are what is linted and no part of the linter
    from lstm_lint.command.cli import run

    run()
