# the same work with the smallest change
import random
from collections import deque
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.optimizers import Adam


class CartEnv:
    def reset(self):
        self.t = 0
        return np.random.uniform(-0.05, 0.05, size=4)

    def step(self, action):
        self.t += 1
        return np.random.randn(4), 1.0, self.t >= 6


class DQNAgent:
    def __init__(self, state_size, action_size):
        self.state_size, self.action_size = state_size, action_size
        self.memory = deque(maxlen=500)
        self.epsilon, self.gamma = 0.0, 0.95
        self.model = Sequential([
            Input(shape=(1, state_size)),
            LSTM(16, activation="tanh", return_sequences=True),
            LSTM(16),
            Dense(action_size, activation="linear"),
        ])
        self.model.compile(loss="mse", optimizer=Adam(learning_rate=0.001))

    def act(self, state):
        if np.random.rand() < self.epsilon:
            return random.randrange(self.action_size)
        return int(np.argmax(self.model.predict(state.reshape(1, 1, self.state_size), verbose=0)[0]))

    def replay(self, batch_size):
        batch = random.sample(self.memory, batch_size)
        states = np.array([b[0] for b in batch]).reshape(batch_size, 1, self.state_size)
        q = self.model.predict(states, verbose=0)
        for row, (_, action, reward, _, _) in enumerate(batch):
            q[row, action] = reward
        self.model.fit(states, q, epochs=1, verbose=0)


env, agent = CartEnv(), DQNAgent(4, 2)
for episode in range(2):
    state, done = env.reset(), False
    while not done:
        action = agent.act(state)
        nxt, reward, done = env.step(action)
        agent.memory.append((state, action, reward, nxt, done))
        state = nxt
    agent.replay(4)
