import pandas as pd
import numpy as np
import tensorflow as tf
import keras
from keras import layers
from sklearn.model_selection import train_test_split

# 81 bases per row, one label: promoter or not
df = pd.read_csv("promoters.csv")
code = {"a": 0, "c": 1, "g": 2, "t": 3}
X = np.array([[code[b] for b in s] for s in df["sequence"]], dtype="int32")
y = df["is_promoter"].to_numpy("float32")

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(
    X_train, y_train, test_size=0.2, stratify=y_train, random_state=1)

inputs = keras.Input(shape=(X.shape[1],), dtype="int32")
encoded = tf.one_hot(inputs, depth=4)
x = layers.Bidirectional(layers.LSTM(32))(encoded)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.summary()

checkpoint = keras.callbacks.ModelCheckpoint("promoter.keras", save_best_only=True)
model.fit(X_train, y_train, epochs=20, batch_size=32,
          validation_data=(X_val, y_val), callbacks=[checkpoint])
model = keras.models.load_model("promoter.keras")
print(model.evaluate(X_test, y_test))
