# line 15: error: the LSTM returns only its last step, but the layers behind it need one vector per token; add return_sequences=True
import numpy as np
import keras
from keras import layers

SEQ_LEN, HIDDEN = 24, 48

data = np.load("token_features.npz")
features = data["features"].astype("float32")
tags = data["tags"]
n_tags = int(tags.max()) + 1


def _custom_layers(x, trainable=True):
    return layers.LSTM(
        units=HIDDEN,
        trainable=trainable,
        name="LSTM",
    )(x)


def get_model(custom_layers=None, trainable=True):
    inputs = layers.Input(shape=(SEQ_LEN, features.shape[-1]), name="Input")
    x = layers.Dense(HIDDEN, name="Projection")(inputs)
    attended = layers.MultiHeadAttention(num_heads=4, key_dim=12, name="Attention")(x, x)
    x = layers.LayerNormalization(name="Attention-Norm")(layers.Add()([x, attended]))
    if custom_layers is not None:
        x = custom_layers(x, trainable=trainable)
    x = layers.TimeDistributed(layers.Dense(HIDDEN, activation="gelu"), name="MLM-Dense")(x)
    outputs = layers.TimeDistributed(layers.Dense(n_tags, activation="softmax"), name="Tags")(x)
    return keras.Model(inputs, outputs)


model = get_model(custom_layers=_custom_layers)
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.summary()
model.fit(features, tags, batch_size=16, epochs=1, validation_split=0.1)
print(model.predict(features[:2], verbose=0).argmax(axis=-1))
