from pathlib import Path

import our_rules
import pytest

from lstm_lint.testing import blocks

PAGES = Path(our_rules.__file__).parent / "rules"


@pytest.mark.parametrize("block", blocks(PAGES), ids=str)
def test_page(block):
    block.verify()
