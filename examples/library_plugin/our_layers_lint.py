"""What lstm-lint has to know of our_layers. Loaded when a script imports that library."""

from lstm_lint.reader.libraries.language import Library, Traits, layer


def attended(arguments, inputs):
    """(batch, timesteps, features) -> (batch, units)"""
    return inputs[0][0], arguments.dim("units")


LIBRARY = Library({
    "our_layers.TimeAttention": layer("units", Traits(mask="drops", time="gone", reads=3), attended),
    "our_layers.Jitter": layer("scale", Traits("noise", mask="keeps", time="steps", shape="same", scale="keeps")),
})
