# expect: LL211
""""Layer gru will not use cuDNN kernel": the tagger is slow on every GPU."""
from keras import Sequential, layers

tagger = Sequential(
    [
        layers.Embedding(5_000, 64, input_shape=(80,)),
        layers.Bidirectional(layers.GRU(96, return_sequences=True, recurrent_dropout=0.25)),
        layers.Dense(17, activation="softmax"),
    ]
)
tagger.compile("adam", "sparse_categorical_crossentropy")
