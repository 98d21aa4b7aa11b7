"""Training in NumPy: plain stacks of recurrent layers with exact gradients, without TensorFlow.

Arrays have the features first and the samples last: a sequence is (runs, features, timesteps, batch), a vector is
(runs, features, batch). A run is one seed of one arm; all runs of a batch share their shapes, not their weights.
"""
