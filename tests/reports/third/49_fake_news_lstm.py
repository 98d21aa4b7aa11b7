# %% [markdown]
# Fake news from the title only

# %%
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, confusion_matrix, classification_report
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Embedding, LSTM, Dropout, Dense

df = pd.read_csv("news.csv").dropna()
X_text, y = df["title"], df["label"].values
t_train, t_test, y_train, y_test = train_test_split(X_text, y, test_size=0.3, random_state=42)

# %%
voc_size, sent_length = 2000, 15
tok = Tokenizer(num_words=voc_size, oov_token="<oov>")
tok.fit_on_texts(t_train)
x_train = pad_sequences(tok.texts_to_sequences(t_train), maxlen=sent_length)
x_test = pad_sequences(tok.texts_to_sequences(t_test), maxlen=sent_length)

# %%
model1 = Sequential()
model1.add(Input(shape=(sent_length,)))
model1.add(Embedding(voc_size, 40, mask_zero=True))
model1.add(Dropout(0.3))
model1.add(LSTM(32))
model1.add(Dropout(0.3))
model1.add(Dense(1, activation="sigmoid"))
model1.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model1.fit(x_train, y_train, validation_split=0.1, epochs=20, batch_size=32, verbose=2)

# %%
y_pred = model1.predict(x_test, verbose=0)
class_x = np.argmax(y_pred, axis=1)
print(confusion_matrix(y_test, class_x))
print("accuracy", accuracy_score(y_test, class_x))
print(classification_report(y_test, class_x, zero_division=0))
