import our_features_lint
import pytest

from lstm_lint.proof import Arguments
from lstm_lint.testing import proofs


class OurArguments(Arguments):
    """Tables, and values for the parameters of ours."""

    required = frozenset({"limit", "steps"})

    def first_shape(self):
        return self.chance.randint(3, 6), self.chance.randint(1, 3)

    def options(self):
        return {**super().options(), "limit": ("2.0", "9"), "steps": ("1", "2", "3")}


@pytest.mark.parametrize("proof", proofs(our_features_lint.LIBRARY, OurArguments), ids=str)
def test_entry(proof):
    proof.verify()
