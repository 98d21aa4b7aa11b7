"""The tree that is read: names, fields and nesting are those of libcst, without whitespace and punctuation.

`at` is what Python's own parser knows of a node, or of what it begins with: its place. Nodes are compared by identity,
and nothing changes them once they are made. They are imported together: `from lstm_lint import nodes as cst`.
"""

from lstm_lint.nodes.base import *  # noqa: F403
from lstm_lint.nodes.expressions import *  # noqa: F403
from lstm_lint.nodes.operators import *  # noqa: F403
from lstm_lint.nodes.patterns import *  # noqa: F403
from lstm_lint.nodes.statements import *  # noqa: F403
