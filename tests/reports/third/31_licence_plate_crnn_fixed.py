import numpy as np
import keras
from keras import layers

H, W, DIGITS = 32, 96, 4
rng = np.random.default_rng(1)

# ten crude glyphs, pasted from left to right on a grey plate
glyphs = (rng.random((10, 16, 12)) > 0.5).astype("float32")


def plates(n):
    imgs = rng.normal(0.2, 0.05, size=(n, H, W)).astype("float32")
    nums = rng.integers(0, 10, size=(n, DIGITS))
    for i in range(n):
        x = rng.integers(2, 8)
        for d in nums[i]:
            y0 = rng.integers(4, 12)
            imgs[i, y0:y0 + 16, x:x + 12] += 0.7 * glyphs[d]
            x += 20
    return imgs[..., None], nums + 1          # class 0 is the blank of the loss


x_train, y_train = plates(300)
x_val, y_val = plates(60)
x_test, y_test = plates(60)

img = keras.Input(shape=(H, W, 1))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(img)
x = layers.MaxPooling2D((2, 2))(x)
x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
x = layers.MaxPooling2D((2, 2))(x)
x = layers.Permute((2, 1, 3))(x)
x = layers.Reshape((W // 4, (H // 4) * 32))(x)        # sequence for the recurrent part
x = layers.Dense(48, activation="relu")(x)
x = layers.Bidirectional(layers.GRU(32, return_sequences=True))(x)
logits = layers.Dense(11)(x)
model = keras.Model(img, logits)
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss=keras.losses.CTC())
model.fit(x_train, y_train, batch_size=16, epochs=15, validation_data=(x_val, y_val), verbose=2)

best = model.predict(x_test, verbose=0).argmax(-1)
texts = [[int(k) - 1 for j, k in enumerate(r) if k > 0 and (j == 0 or k != r[j - 1])] for r in best]
print("plates read fully:", np.mean([t == list(v - 1) for t, v in zip(texts, y_test)]))
