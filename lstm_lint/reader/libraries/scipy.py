"""scipy: filters, statistics, transforms, and what it reads."""

from __future__ import annotations

from lstm_lint.keras_api.dims import combine, give_up
from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Items, Table
from lstm_lint.reader.libraries.data.conversion import as_data, first_data, origin, read, untensored
from lstm_lint.reader.libraries.data.history import ARITHMETIC, note
from lstm_lint.reader.libraries.data.moved import around
from lstm_lint.reader.libraries.effects import Bound, Effect, described
from lstm_lint.reader.libraries.rules import dtypes, shapes, sizes
from lstm_lint.script import Known, Shape, Step, Unknown


def _thinned(bound: Bound) -> Shape:
    """`decimate(x, q, axis)`: every q-th value, from the first on."""
    shape, factor = bound.shape(), bound.integer("q")
    axis = bound.axis(len(shape), default=-1)
    return shapes.with_size(shape, axis, combine(lambda size: -(-size // factor), shape[axis]))


def _resampled(bound: Bound) -> Shape:
    """`resample(x, num, axis)`: that many values instead; with `t` it returns the new times too."""
    shape = bound.shape()
    if bound.given("t"):
        give_up("a pair")
    return shapes.with_size(shape, bound.axis(len(shape), default=0), shapes.as_size(bound.arguments["num"]))


def _convolved(bound: Bound) -> Shape:
    """`scipy.signal.convolve(a, b, mode)`, along all axes."""
    first, second, mode = bound.shape(0), bound.shape(1), bound.known("mode", "full")
    if len(first) != len(second):
        give_up("other ranks")
    if mode == "same":
        return first
    if mode == "full":
        return tuple(combine(lambda n, m: n + m - 1, n, m) for n, m in zip(first, second, strict=True))
    return tuple(
        combine(lambda n, m: max(n, m) - min(n, m) + 1, n, m) for n, m in zip(first, second, strict=True)
    )


def _extended(bound: Bound) -> Shape:
    """`hilbert(x, N, axis)`: N values along the axis."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=-1)
    return shapes.with_size(shape, axis, shapes.as_size(bound.arguments["N"])) if bound.given("N") else shape


def _smooth(params: str) -> Effect:
    """Each value becomes a mean of those around it: the scale stays."""
    return Effect(params, "clean", shapes.same, makes="array")


def _changed(params: str, **more: object) -> Effect:
    """The same shape at a scale of its own."""
    return Effect(params, "arithmetic", shapes.same, makes="array", **more)  # type: ignore[arg-type]


def _by_coefficients(params: str) -> Handler:
    """A filter whose coefficients come first: what it gives is made of the rows of `x`, whatever these are."""
    at = params.partition("|")[0].split().index("x")

    @described(params)
    def filtered(it: Interpreter, call: Call) -> Abstract | None:
        given = call.args.at(at, "x")
        data = as_data(it, given, call.node) if given is not None else None
        if data is None:
            return None
        step = Step("arithmetic", call.name, call.place)
        return data.then(step, shape=data.shape, kind="array", text=False)

    return filtered


def _derived(effect: Effect, order: str) -> Handler:
    """A smoothing filter; with an order of its derivative the scale is another."""
    derivative = effect.but(step="arithmetic")

    @described(effect.params)
    def filtered(it: Interpreter, call: Call) -> Abstract | None:
        at = effect.params.replace("|", " ").split().index(order)
        given = call.args.at(at, order)
        plain = given is None or given == Known(0)
        return (effect if plain else derivative)(it, call)

    return filtered


def _standardized(it: Interpreter, call: Call) -> Abstract | None:
    """`zscore(x)`: what a StandardScaler does; with `axis=1` each row by itself."""
    owner = first_data(it, call) or origin(None)
    axis = call.args.at(1, "axis")
    rank = len(owner.shape) if owner.shape is not None else None
    if axis is None or not isinstance(axis, Known) or axis.value in (0, None) or axis.value == -(rank or 0):
        note(it, call.node, ARITHMETIC, call.name, call.name, owner)
    found = _ZSCORE(it, call)
    return found if found is not None else owner.then(Step("scale", call.name, call.place))


@described("x|lmbda")
def _powered(it: Interpreter, call: Call) -> Abstract | None:
    """`boxcox(x)`, `yeojohnson(x)`: with the exponent that fits best, where none is given."""
    found = _BOXCOX(it, call)
    if found is None or call.args.at(1, "lmbda") is not None or not call.args.complete:
        return found
    return Items([found, Unknown("the exponent")], False)


@described("x|height distance prominence")
def _peaks(it: Interpreter, call: Call) -> Abstract | None:
    """`find_peaks(x)`: row numbers, and a dict about them."""
    found = _PEAKS(it, call)
    return Items([found, Table({}, True)], False) if found is not None else None


def _recording(it: Interpreter, call: Call) -> Abstract:
    """`wavfile.read(path)`: samples a second, and the samples."""
    return Items([Unknown("samples a second"), read(it, call)], False)


def _frequencies(bound: Bound) -> Shape:
    """`fftfreq(n)`, and `rfftfreq(n)` for half of them."""
    size = shapes.as_size(bound.arguments["n"])
    return (size if bound.call.name == "fftfreq" else combine(lambda n: n // 2 + 1, size),)


def _float_of(bound: Bound) -> str:
    """float32 stays; whole numbers become float64."""
    dtype = dtypes.same_dtype(bound)
    return (
        dtype
        if dtype in ("float32", "float64")
        else "float64"
        if dtype.startswith("int")
        else give_up("half")
    )


_ZSCORE = Effect("a|axis ddof nan_policy", "scale", shapes.same, makes="array")
_BOXCOX = Effect("x|lmbda alpha", "scale", shapes.same, makes="array")
_PEAKS = Effect(
    "x|height threshold distance prominence", "class-ids", shapes.some, "int64", whole=True, makes="array"
)
_SAVGOL = _derived(_smooth("x|window_length polyorder deriv delta axis mode").but(dtype=_float_of), "deriv")
_CONVOLVED = Effect("in1 in2|mode", "arithmetic", _convolved, makes="array")
_FFT = Effect("x|n axis", "arithmetic", sizes.transformed, makes="array")


def _table(handler: Handler, module: str, *names: str) -> dict[str, Handler]:
    return {f"scipy.{module}.{name}": handler for name in names}


FUNCTIONS: dict[str, Handler] = {
    **_table(_SAVGOL, "signal", "savgol_filter"),
    **_table(_smooth("volume|kernel_size"), "signal", "medfilt"),
    **_table(_smooth("im|mysize"), "signal", "wiener"),
    **_table(_changed("data|axis type bp"), "signal", "detrend"),
    **_table(_by_coefficients("b a x|axis"), "signal", "filtfilt"),
    **_table(_by_coefficients("sos x|axis"), "signal", "sosfiltfilt"),
    **_table(Effect("x|q n ftype axis", "clean", _thinned, makes="array"), "signal", "decimate"),
    **_table(Effect("x|num t axis", "clean", _resampled, makes="array"), "signal", "resample"),
    **_table(_CONVOLVED.but(moves=around), "signal", "convolve", "fftconvolve"),
    **_table(_CONVOLVED, "signal", "correlate"),
    **_table(_changed("x|N axis").but(shape=_extended), "signal", "hilbert"),
    **_table(_peaks, "signal", "find_peaks"),
    **_table(_derived(_smooth("input|sigma axis order"), "order"), "ndimage", "gaussian_filter1d"),
    **_table(_derived(_smooth("input|sigma order"), "order"), "ndimage", "gaussian_filter"),
    **_table(_smooth("input|size axis"), "ndimage", "uniform_filter1d", "minimum_filter1d", "maximum_filter1d"),
    **_table(_smooth("input|size"), "ndimage", "uniform_filter", "median_filter", "minimum_filter",
             "maximum_filter"),
    **_table(described("a|axis ddof")(untensored(_standardized)), "stats", "zscore"),
    **_table(_powered, "stats", "boxcox", "yeojohnson"),
    **_table(Effect("x|lmbda", "arithmetic", shapes.same, makes="array"), "special", "boxcox1p", "boxcox"),
    **_table(Effect("x", "scale", shapes.same, dtypes.floating, 1.0, (0.0, 1.0)), "special", "expit"),
    **_table(Effect("x|axis", "scale", shapes.same, None, 1.0, (0.0, 1.0)), "special", "softmax"),
    **_table(_FFT, "fft", "fft", "ifft"),
    **_table(_FFT.but(shape=sizes.halved), "fft", "rfft"),
    **_table(_FFT.but(shape=sizes.doubled), "fft", "irfft"),
    **_table(Effect("x|type n axis", "arithmetic", sizes.transformed, makes="array"), "fft", "dct", "idct"),
    **_table(Effect("|n d", "synthetic", _frequencies, anew=True), "fft", "fftfreq", "rfftfreq"),
    **_table(Effect("x|", "arithmetic", shapes.same), "fft", "fftshift", "ifftshift"),
    **_table(_changed("x|"), "special", "logit", "erf", "gamma"),
    **dict.fromkeys(functions("scipy"), read),
    "scipy.io.wavfile.read": _recording,
}  # fmt: skip
LIBRARY = Library(FUNCTIONS)
