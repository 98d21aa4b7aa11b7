"""What a script or a notebook shows of the Keras that it ran with: installs, output, kernel, days, settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from lstm_lint.keras_api.detect import Traces
from lstm_lint.keras_api.runtimes import Date
from lstm_lint.source.source import Source

_LARGEST_WITH_OUTPUT = 32 << 20  # characters of a notebook of which the output is read as well

_INSTALL = re.compile(
    r"^[ \t]*[!%][ \t]*(?:(?:python3?[ \t]+-m[ \t]+)?(?:pip3?|conda)[ \t]+install[^\n]*|tensorflow_version[^\n]*)",
    re.MULTILINE,
)
# With it TensorFlow 2.16 and later give `tf_keras`, the Keras 2 that lives on, as `tf.keras`.
_LEGACY_KERAS = re.compile(
    r"""["']TF_USE_LEGACY_KERAS["']\s*(?:\]\s*=|,)\s*(?:str\()?["']?(?:1|[Tt]rue)"""
    r"""|^[ \t]*%(?:set_)?env[ \t]+TF_USE_LEGACY_KERAS[ \t=]+(?:1|[Tt]rue)""",
    re.MULTILINE,
)
_BACKEND = re.compile(
    r"""["']KERAS_BACKEND["']\s*(?:\]\s*=|,)\s*["'](?P<name>jax|torch|openvino)["']"""
    r"""|^[ \t]*%(?:set_)?env[ \t]+KERAS_BACKEND[ \t=]+(?P<set>jax|torch|openvino)""",
    re.MULTILINE,
)
_KERAS_3_NAME = re.compile(r"(?<![\w.])keras\.(?P<name>ops|random|distribution)\.[a-z]")
_KERAS_3_NAMES = (
    "keras.ops.",
    "keras.random.",
    "keras.distribution.",
)  # looking for these costs next to nothing
# Keras 2.3 and older wrote it when imported.
_SAYS_BACKEND = re.compile(r'"Using TensorFlow backend\.(?:\\n)?"')
# Since Keras 3 the table has frames: "┃ Layer (type)".
_SUMMARY = re.compile(r'(?:"|\\n) ?Layer \(type\) {2,}Output Shape {2,}Param #')
# "12/12 [==============================] - 0s"; since Keras 3 a line of its own, in color.
_BAR = re.compile(r"\d/\d{1,9} \[[>=.]{5,40}\] - ")
_OF_KERAS_3 = re.compile(
    r"\\u001b\[1m {0,9}\d{1,9}/(?:\d{1,9}|Unknown)\\u001b\[0m \\u001b\[3\dm(?:━|\\u2501)"
    r'|(?:┃|\\u2503)[^"\n]{0,60}Layer \(type\)'
)
_VERSION_OF = re.compile(r"\b(?P<package>tf|tensorflow|keras)(?P<within>\.keras)?\.__version__")
_VERSION = re.compile(r"(?<![\w.])(?P<number>\d\.\d{1,2}\.\d{1,2})(?![\d.])")
_DAYS = (
    # papermill, the recorder of JupyterLab, ExecuteTime
    re.compile(
        r'"(?:start_time|end_time|iopub\.\w+(?:\.\w+)*|shell\.execute_reply)":\s*"(\d{4})-(\d\d)-(\d\d)[T ]'
    ),
)
_COLAB_TIME = re.compile(r'"timestamp":\s*(\d{13})\b')


def traces(source: Source) -> Traces:
    """What the file shows; of a script no more than its settings."""
    asks_for, needs_keras_3 = _asked(source)
    if not source.cells:
        return Traces(asks_for=asks_for, needs_keras_3=needs_keras_3)
    text = source.file_text
    hosts = [shown for key, shown in (("colab", "Colab"), ("kaggle", "Kaggle")) if key in source.metadata]
    return Traces(
        installs=tuple(line.strip() for line in _INSTALL.findall(source.raw)),
        asks_for=asks_for,
        needs_keras_3=needs_keras_3,
        printed=tuple(_printed(source, text)),
        says_backend=_SAYS_BACKEND.search(text) is not None,
        shows_summary="Layer (type)" in text and _SUMMARY.search(text) is not None,
        shows_bar="[==" in text and _BAR.search(text) is not None,
        shows_keras_3=_prints_lines(text) and _OF_KERAS_3.search(text) is not None,
        python=_python(source.metadata),
        ran=_last_day(text),
        hosted=hosts[0] if hosts else "",
    )


def _prints_lines(text: str) -> bool:
    return "━" in text or "\\u2501" in text


def _asked(source: Source) -> tuple[str, bool]:
    """What in the code only one Keras does, and whether that is Keras 3."""
    raw = source.raw
    if "TF_USE_LEGACY_KERAS" in raw and _LEGACY_KERAS.search(raw):
        return "TF_USE_LEGACY_KERAS=1, which is Keras 2.15", False
    if "KERAS_BACKEND" in raw and (found := _BACKEND.search(raw)):
        return f"KERAS_BACKEND={found['name'] or found['set']}, which needs Keras 3", True
    text = source.text
    if any(name in text for name in _KERAS_3_NAMES) and (found := _KERAS_3_NAME.search(text)):
        return f"uses keras.{found['name']}, which came with Keras 3", True
    return "", False


def _python(metadata: Mapping[str, object]) -> str:
    about, kernel = metadata.get("language_info"), metadata.get("kernelspec")
    version = about.get("version") if isinstance(about, dict) else None
    if not isinstance(version, str):
        return ""
    name = kernel.get("name") if isinstance(kernel, dict) else None
    if name == "python3" and version.startswith("2."):
        return ""  # some editors write 2.7.6 into every notebook
    return version[:20]


def _last_day(text: str) -> Date | None:
    """The last day on which a cell ran, by any of the tools that write that down."""
    days = [(int(y), int(m), int(d)) for pattern in _DAYS for y, m, d in pattern.findall(text)]
    if stamps := [int(stamp) for stamp in _COLAB_TIME.findall(text)]:
        from datetime import datetime, timezone

        at = datetime.fromtimestamp(max(stamps) / 1000, timezone.utc)
        days.append((at.year, at.month, at.day))
    return max(days, default=None)


def _printed(source: Source, text: str) -> Iterator[tuple[str, str]]:
    """The versions of TensorFlow and Keras that cells print, where it is clear which is which."""
    if "__version__" not in source.raw or len(text) > _LARGEST_WITH_OUTPUT:
        return
    try:
        document = json.loads(text.removeprefix("\ufeff"))
        cells = document.get("cells") or [
            cell for sheet in document.get("worksheets", ()) for cell in sheet["cells"]
        ]
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError):
        return
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            code = _text(cell.get("source", cell.get("input")))
            asked = ["keras" if found["within"] else found["package"] for found in _VERSION_OF.finditer(code)]
            said = _VERSION.findall("\n".join(_output(cell)))
            if asked and len(asked) == len(said):
                yield from zip(("tensorflow" if name == "tf" else name for name in asked), said)


def _output(cell: Mapping[str, object]) -> Iterator[str]:
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            data = output.get("data")
            yield _text(output.get("text"))
            yield _text(data.get("text/plain")) if isinstance(data, dict) else ""


def _text(value: object) -> str:
    """A string of a notebook, which may be written as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
