"""Holds the tables of libraries against the libraries themselves. Imports numpy, which a run does without."""

from lstm_lint.proof.calls import (
    Arguments,
    Entry,
    Refused,
    check,
    compare,
    execute,
    functions,
    is_known,
    methods,
    operators,
    prove,
    read_names,
)
from lstm_lint.proof.plugins import InHand, Proof, proofs

__all__ = [
    "Arguments",
    "Entry",
    "InHand",
    "Proof",
    "Refused",
    "check",
    "compare",
    "execute",
    "functions",
    "is_known",
    "methods",
    "operators",
    "prove",
    "proofs",
    "prove",
    "read_names",
]
