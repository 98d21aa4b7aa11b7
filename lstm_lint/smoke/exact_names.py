"""The names of the exact probes, as rule pages give them: known without importing the probes themselves."""

from __future__ import annotations

PROBES = frozenset(
    {"builds", "one-step", "shapes", "zero-gradient", "gradient-norm", "padding-invariance", "constant-prediction",
     "predict-twice", "train-equals-inference", "two-epochs", "compares-arrays", "compares-outputs", "exists"}
)  # fmt: skip
