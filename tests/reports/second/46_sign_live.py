# expect: line 50 (also 40): the LSTM was trained on extracted features (n, 10, 18), the demo gives it the raw flow frames, 5-D (error)
import numpy as np
import keras
from keras import layers

FRAMES, H, W, C = 10, 24, 24, 2
CLASSES = ["hello", "thanks", "please"]
rng = np.random.default_rng(14)


def flow_clips(n):
    y = rng.integers(0, len(CLASSES), n)
    x = rng.normal(scale=0.3, size=(n, FRAMES, H, W, C)).astype("float32")
    for i, k in enumerate(y):
        x[i, :, 8 * k:8 * k + 8] += 1.0
    return x, y


def feature_extractor():
    net = keras.Sequential([
        layers.Input((FRAMES, H, W, C)),
        layers.TimeDistributed(layers.AveragePooling2D(8)),
        layers.TimeDistributed(layers.Flatten()),
    ])
    return net


def lstm_classifier(dim):
    m = keras.Sequential([
        layers.Input((FRAMES, dim)),
        layers.LSTM(32),
        layers.Dense(len(CLASSES), activation="softmax"),
    ])
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


extractor = feature_extractor()
clips, labels = flow_clips(90)
feats = extractor.predict(clips, verbose=0)
model = lstm_classifier(feats.shape[-1])
model.fit(feats, labels, epochs=1, validation_split=0.1, verbose=2)
model.save("lstm_sign.keras")


def livedemo(n=2):
    net = keras.models.load_model("lstm_sign.keras")
    for _ in range(n):
        captured, truth = flow_clips(1)
        probas = net.predict(captured, verbose=0)[0]
        print("seen:", CLASSES[int(probas.argmax())], "shown:", CLASSES[int(truth[0])])


livedemo()
