"""Smoke training: rebuild a model from what was read, train it for seconds, and say whether a finding is real.

Nothing of the user's script is imported or run. The model is rebuilt from the reading as a plain specification, which a
child process turns into layers of Keras by an allow-list. TensorFlow is imported there alone.
"""
