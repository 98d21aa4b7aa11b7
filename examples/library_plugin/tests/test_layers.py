import keras
import our_layers
import pytest
from our_layers_lint import LIBRARY


@pytest.mark.parametrize(("name", "given"), [("TimeAttention", {"units": 8}), ("Jitter", {"scale": 0.1})])
def test_layer_is_what_its_row_says(name, given):
    row = LIBRARY.functions[f"our_layers.{name}"]
    layer = getattr(our_layers, name)(**given)
    assert row.output_shape(given, (2, 5, 3)) == tuple(layer(keras.ops.ones((2, 5, 3))).shape)
    assert layer.supports_masking is (row.traits.mask == "keeps")
