"""Many repositories at once: `lstm-lint scan`.

Files go in batches to processes, here or on the workers of a Dask cluster; their rows come back in order and are
written as they come. What was found before is kept in a folder that the caller names.
"""
