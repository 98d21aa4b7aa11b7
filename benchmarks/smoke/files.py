"""Scripts with several findings that train: the time that each further finding takes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.smoke.architectures import autoencoder, classifier, regression, tagger
from benchmarks.smoke.planted import Planted


def several() -> Iterator[Planted]:
    """Three findings or more each; the code is that of the first."""
    relu, tanh = ", activation='relu'", ", recurrent_activation='tanh'"
    yield Planted("LL203", "stacked regression with 4 findings",
                  regression(relu + tanh, relu + tanh, head="layers.Dropout(0.9),\n    layers.Dense(1)"))  # fmt: skip
    yield Planted("LL404", "text classifier with 3 findings",
                  classifier(", recurrent_activation='softmax'", head="layers.Dropout(0.95),\n    layers.Dense(3)",
                             optimizer="keras.optimizers.Adam(1.0)"))  # fmt: skip
    yield Planted("LL201", "tagger with 3 findings",
                  tagger(", recurrent_activation='tanh', activation='sigmoid'", optimizer="'adadelta'"))  # fmt: skip
    yield Planted("LL204", "autoencoder with 3 findings",
                  autoencoder(", activation='sigmoid'", ", activation='sigmoid', recurrent_activation='tanh'",
                              optimizer="keras.optimizers.Adam(0.5)"))  # fmt: skip
