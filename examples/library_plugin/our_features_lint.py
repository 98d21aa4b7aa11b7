"""What lstm-lint has to know of our_features. Loaded when a script imports that library."""

from lstm_lint.reader.libraries.language import Effect, Library, Window, dtypes, give_up, reads, shapes, values


def windows(bound):
    """(rows, features) and steps -> (rows - steps + 1, steps, features)"""
    rows, *rest = bound.shape()
    steps = bound.integer("steps")
    return (rows - steps + 1 if isinstance(rows, int) else "?", steps, *rest)


def targets(bound):
    shape = bound.shape()
    if len(shape) != 2:
        give_up("not a table")
    rows, steps = shape[0], bound.integer("steps")
    return (max(rows - steps, 0) if isinstance(rows, int) else "?",)


FUNCTIONS = {
    "our_features.load_meters": reads("raw", columns=("megawatts", "celsius")),
    "our_features.unit_scale": Effect(
        "x|limit", "scale", shapes.same, magnitude=1.0, range=(0.0, 1.0)
    ),
    "our_features.windows": Effect(
        "x|steps", "window", windows, dtypes.same_dtype, values.same_magnitude, values.same_range,
        detail=lambda bound: Window(slides_by=1), makes="array",
    ),
    "our_features.targets": Effect("x|steps", "select", targets, dtypes.same_dtype, makes="array"),
}
LIBRARY = Library(FUNCTIONS)
