"""Keras: names, objects, models, classes of the program, operations, preprocessing, data sets."""
