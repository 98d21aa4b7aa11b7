"""Rules of the tables: what is known of a result, from a call bound to its parameters.

Each raises `NotDeterminable` where it cannot say. They follow the documentation of numpy and are held against numpy by
tests/test_libraries_against_numpy.py.
"""
