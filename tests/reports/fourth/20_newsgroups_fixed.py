import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.model_selection import train_test_split
from tensorflow.keras import Sequential, Input, layers, callbacks

posts = pd.read_csv("posts.csv")
names = sorted(posts["group"].unique())
posts["y"] = posts["group"].map({g: i for i, g in enumerate(names)})

train, test = train_test_split(posts, test_size=0.2, stratify=posts["y"], random_state=0)
train, valid = train_test_split(train, test_size=0.1, stratify=train["y"], random_state=0)

vectorize = layers.TextVectorization(max_tokens=20000, output_sequence_length=120)
vectorize.adapt(train["body"].to_numpy())
x_train, x_valid, x_test = (np.asarray(vectorize(p["body"].to_numpy()))
                            for p in (train, valid, test))
y_train, y_valid, y_test = (p["y"].to_numpy() for p in (train, valid, test))

model = Sequential([
    Input((120,)),
    layers.Embedding(20000, 64, mask_zero=True),
    layers.GRU(64, return_sequences=True),
    layers.GRU(64),
    layers.Dropout(0.3),
    layers.Dense(len(names), activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam",
              metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=128,
          validation_data=(x_valid, y_valid),
          callbacks=[callbacks.EarlyStopping(patience=2, restore_best_weights=True)])

predicted = model.predict(x_test).argmax(axis=1)
print(metrics.classification_report(y_test, predicted, target_names=names))
