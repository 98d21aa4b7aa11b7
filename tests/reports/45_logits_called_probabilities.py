# expect: line 23: the Dense head gives logits and the loss expects probabilities; pass from_logits=True (error)
import numpy as np
import tensorflow as tf

VOCAB, STEPS, BATCH = 50, 16, 32
corpus = np.random.randint(0, VOCAB, 3000)
starts = np.arange(0, 3000 - STEPS - 1, STEPS)
X = np.stack([corpus[s:s + STEPS] for s in starts])
Y = np.stack([corpus[s + 1:s + STEPS + 1] for s in starts])

rnn = tf.keras.Sequential([
    tf.keras.Input((STEPS,), dtype="int32"),
    tf.keras.layers.Embedding(VOCAB, 24),
    tf.keras.layers.SimpleRNN(48, return_sequences=True),
    tf.keras.layers.Dense(VOCAB),
])
optimizer = tf.keras.optimizers.Adam(1e-3, clipnorm=1.0)

for epoch in range(3):
    for i in range(0, len(X) - BATCH + 1, BATCH):
        with tf.GradientTape() as tape:
            outputs = rnn(X[i:i + BATCH], training=True)
            losses = tf.keras.losses.sparse_categorical_crossentropy(Y[i:i + BATCH], outputs)
            loss = tf.reduce_mean(losses)
        grads = tape.gradient(loss, rnn.trainable_variables)
        optimizer.apply_gradients(zip(grads, rnn.trainable_variables))
    print(epoch, float(tf.exp(loss)))
