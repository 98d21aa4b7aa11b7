"""Parts of the model IR; `lstm_lint.script` is the one way in."""
