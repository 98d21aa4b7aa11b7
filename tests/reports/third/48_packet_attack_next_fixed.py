import numpy as np
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, SimpleRNN, Dense, Dropout

timesteps = 10
rng = np.random.default_rng(44)

# captured packets: three features, and 1 while an attack is running
n = 3000
attack = np.zeros(n, dtype=int)
for start in rng.choice(n - 60, 35, replace=False):
    attack[start:start + rng.integers(15, 50)] = 1
packets = np.stack([
    rng.gamma(2, 1.0, n) + 2.5 * attack,             # size
    rng.exponential(1.0 - 0.7 * attack),             # gap to the packet before
    rng.integers(1, 6, n) + 2.0 * attack,            # flags
], axis=1)

cut1, cut2 = 2000, 2500
scaler = StandardScaler().fit(packets[:cut1])


def make_set(x, y):
    """label every window with the state of the packet that follows it"""
    x = scaler.transform(x)
    xs = np.array([x[i:i + timesteps] for i in range(len(x) - timesteps)])
    ys = np.array(y[timesteps:])
    return xs, ys


train_x, train_y = make_set(packets[:cut1], attack[:cut1])
val_x, val_y = make_set(packets[cut1:cut2], attack[cut1:cut2])
test_x, test_y = make_set(packets[cut2:], attack[cut2:])
print(train_x.shape, train_y.shape)

model = Sequential()
model.add(Input(shape=(timesteps, packets.shape[1])))
model.add(SimpleRNN(24))
model.add(Dropout(0.2))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["AUC"])
model.fit(train_x, train_y, epochs=25, batch_size=64, validation_data=(val_x, val_y), verbose=2)
print("loss, AUC on the last packets:", model.evaluate(test_x, test_y, verbose=0))
