import numpy as np
from keras import Model
from keras.layers import Input, Masking, Bidirectional, LSTM, TimeDistributed, Dense, Dropout
from keras.callbacks import EarlyStopping
from keras.utils import to_categorical

TURNS, FEATS, CLASSES = 12, 20, 4
rng = np.random.default_rng(4)


def dialogues(n):
    """utterance vectors, one label per utterance, mask marks the real turns"""
    x = np.zeros((n, TURNS, FEATS), dtype="float32")
    lab = np.zeros((n, TURNS), dtype=int)
    mask = np.zeros((n, TURNS), dtype="float32")
    for i in range(n):
        k = rng.integers(4, TURNS + 1)
        lab[i, :k] = rng.choice(CLASSES, size=k, p=[0.7, 0.1, 0.1, 0.1])
        x[i, :k] = rng.normal(0, 1, (k, FEATS)) + np.eye(CLASSES, FEATS)[lab[i, :k]] * 2
        mask[i, :k] = 1
    return x, to_categorical(lab, CLASSES), mask


train_x, train_y, train_mask = dialogues(300)
val_x, val_y, val_mask = dialogues(60)
test_x, test_y, test_mask = dialogues(60)

inp = Input(shape=(TURNS, FEATS))
h = Masking(mask_value=0.0)(inp)
h = Bidirectional(LSTM(24, return_sequences=True))(h)
h = Dropout(0.3)(h)
out = TimeDistributed(Dense(CLASSES, activation="softmax"))(h)
model = Model(inp, out)
model.compile(optimizer="adam", loss="categorical_crossentropy", weighted_metrics=["accuracy"])

stopper = EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
weights = {0: 1.0, 1: 5.0, 2: 5.0, 3: 5.0}
model.fit(train_x, train_y, epochs=30, batch_size=32,
          sample_weight=train_mask, class_weight=weights, shuffle=True,
          validation_data=(val_x, val_y, val_mask),
          callbacks=[stopper], verbose=2)

pred = model.predict(test_x, verbose=0).argmax(-1)
hit = (pred == test_y.argmax(-1))[test_mask == 1]
print("accuracy on real turns: %.3f" % hit.mean())
