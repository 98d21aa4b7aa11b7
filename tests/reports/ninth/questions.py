"""The questions in the order in which the writers of the list asked them: symptoms in users' words, shuffled by a fixed seed."""

import random

LAYERS = ["LSTM", "GRU", "SimpleRNN", "Bidirectional LSTM", "ConvLSTM2D", "CNN LSTM", "LSTM autoencoder", "seq2seq LSTM"]
SYMPTOMS = [
    "keras {} expected ndim found ndim error",
    "keras {} input shape ValueError",
    "keras {} dimensions must be equal error",
    "keras {} incompatible shapes target output",
    "keras {} Data cardinality is ambiguous",
    "keras {} loss is nan",
    "keras {} loss does not decrease",
    "keras {} accuracy stuck",
    "keras {} predicts the same value",
    "keras {} predicts constant mean time series",
    "keras {} prediction lags shifted one step",
    "keras {} validation accuracy much lower overfitting",
    "keras {} good training results bad predictions",
    "keras {} load model error",
    "keras {} load_weights error",
    "keras {} TypeError unexpected keyword argument",
    "keras {} AttributeError has no attribute",
    "keras {} ImportError cannot import name",
    "keras {} stateful batch size error",
    "keras {} initial_state error",
    "keras {} masking padding problem",
    "keras {} attention layer error",
    "keras {} embedding index error",
    "keras {} inverse_transform error",
    "keras {} generator fit error",
    "keras {} custom loss error",
    "keras {} custom layer error",
    "keras {} class_weight sample_weight error",
    "keras {} text classification wrong results",
    "keras {} time series forecasting wrong results",
    "keras {} multi step forecast problem",
    "keras {} callbacks early stopping problem",
    "keras {} tf.data dataset error",
    "keras {} gradient tape training loop error",
    "keras {} GridSearchCV scikit-learn wrapper error",
    "keras {} different results every run",
    "keras {} predict one sample shape error",
    "keras {} no gradients provided",
    "keras {} converting numpy array to tensor failed",
    "keras {} keras 3 upgrade broke",
]


def questions(seed: int = 20261130) -> list[str]:
    every = [symptom.format(layer) for symptom in SYMPTOMS for layer in LAYERS]
    random.Random(seed).shuffle(every)
    return every


if __name__ == "__main__":
    print("\n".join(questions()))
