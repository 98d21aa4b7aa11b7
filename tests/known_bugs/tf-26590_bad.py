# expect: LL901
import tensorflow as tf

notes = tf.keras.Sequential()
notes.add(tf.keras.layers.Embedding(128, 64))
notes.add(tf.keras.layers.LSTM(512, input_length=32))
notes.add(tf.keras.layers.Dense(128, activation="softmax"))
notes.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
