"""Watch: the rules, while the user's own training runs.

    from lstm_lint.watch import Watch

    model.fit(x, y, epochs=20, callbacks=[Watch()])

Importing it imports neither Keras nor NumPy: the backend is that of the model, and is known when a training begins.
"""

from __future__ import annotations

from lstm_lint.watch.findings import WatchFinding
from lstm_lint.watch.watch import Watch

__all__ = ["Watch", "WatchFinding"]
