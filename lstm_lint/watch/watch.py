"""The callback: holds a batch, looks now and then, says what lasts. It never stops a training unless it is asked to."""

from __future__ import annotations

import functools
import math
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

from lstm_lint.source.printable import shown
from lstm_lint.watch import compiled, sinks, where
from lstm_lint.watch.budget import Budget
from lstm_lint.watch.findings import Lasting, Seen, WatchFinding
from lstm_lint.watch.look import Look
from lstm_lint.watch.record import Record

if TYPE_CHECKING:
    from lstm_lint.watch.looking import Looking

_ROWS = 32  # of the held batch
_BACKENDS = ("tensorflow", "jax", "torch", "tf_keras")
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_RANK = {"advice": 1, "warning": 2, "error": 3}

Hook = TypeVar("Hook", bound=Callable[..., Any])


def _never_raises(hook: Hook) -> Hook:
    """Whatever goes wrong in Watch, the training goes on: one warning, and Watch is off."""

    @functools.wraps(hook)
    def guarded(self: Watch, *given: Any, **named: Any) -> Any:
        if self.off is not None and hook.__name__ != "on_train_begin":
            return None
        try:
            return hook(self, *given, **named)
        except Exception as error:
            self._turn_off(f"{type(error).__name__}: {error}", failed=True)
            return None

    return guarded  # type: ignore[return-value]


class Watch:
    """A callback of Keras 3 and tf_keras: `model.fit(..., callbacks=[Watch()])`.

    `data`: arrays `(x, y)` to look at, instead of the first batch of the training. `stop_on`: "error" or "warning"
    ends the training at a finding of that severity. `report`: a page to write at the end. `json_lines`: a file that
    gets each look and each finding. `tensorboard`: a folder for event files; a TensorBoard callback beside Watch names
    its own.
    `planned`: updates of a custom loop, whose model is `model`; call `watch.step(x, y)` after each update.
    `share`: of the time of the training that looking may take; by default 2 %, or a second of fewer than 2,000 updates.
    `say`: where lines go, standard error by default; None for nowhere.

    `findings` holds what was said, `looks` what was measured, `off` why it does not look, or None.
    """

    def __init__(
        self,
        data: tuple[Any, Any] | None = None,
        *,
        model: Any = None,
        planned: int | None = None,
        stop_on: Literal["error", "warning"] | None = None,
        report: str | os.PathLike[str] | None = None,
        json_lines: str | os.PathLike[str] | None = None,
        tensorboard: str | os.PathLike[str] | None = None,
        share: float | None = None,
        say: TextIO | None | Literal["stderr"] = "stderr",
    ) -> None:
        if stop_on not in (None, "error", "warning"):
            raise ValueError(f'stop_on is "error", "warning" or None, not {stop_on!r}')
        if report is not None:
            from lstm_lint.output.html.page import check

            check("report=")
        self.data, self.stop_on, self.report = data, stop_on, report
        self.json_lines, self.tensorboard, self.share, self.say = json_lines, tensorboard, share, say
        self.model: Any = None
        self.params: dict[str, Any] = {}
        self.findings: list[WatchFinding] = []
        self.looks: list[Look] = []
        self.off: str | None = None
        self.seconds = 0.0  # that looking has cost
        self._planned = planned
        self._step = 0
        self._begun = False
        self._looking: Looking | None = None
        self._computed_by = ""  # of the training that has ended
        self._undo: Callable[[], None] | None = None
        self._sinks: list[sinks.Sink] = []
        self._places: where.Places | None = None
        self._origin = where.Origin(None, None)
        self._lasting = Lasting()
        self._open = False  # the weights before this update are kept
        if model is not None:
            self.set_model(model)
            self._start()

    # --- what Keras calls ------------------------------------------------------------------------------------------

    def set_model(self, model: Any) -> None:
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params

    @_never_raises
    def on_train_begin(self, logs: Any = None) -> None:
        self._begin(where.callbacks_beside(self))
        if self.off is None:
            self._hold()

    @_never_raises
    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Before an update: measures the one before it, where that is due."""
        if self._looking is not None:
            self._between()
        self._step += self._steps_a_call

    @_never_raises
    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self._planned is None or self.params.get("steps") is None:
            self._planned = max(self._step, 1) * max(int(self.params.get("epochs") or 1), 1) // (epoch + 1)
            self._budget.planned = self._planned
        loss = (logs or {}).get("loss")
        if self._looking is not None and isinstance(loss, float) and math.isfinite(loss):
            self._looking.epochs.append(loss)
        if self._open:
            self._between()

    @_never_raises
    def on_train_end(self, logs: Any = None) -> None:
        if self._open:
            self._between()
        self._end()

    def __getattr__(self, name: str) -> Any:
        """All other hooks of a callback do nothing, as those of the base class of Keras."""
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(name)

    def _implements_train_batch_hooks(self) -> bool:
        return True

    def _implements_test_batch_hooks(self) -> bool:
        return False

    def _implements_predict_batch_hooks(self) -> bool:
        return False

    # --- custom loops ----------------------------------------------------------------------------------------------

    @_never_raises
    def step(self, x: Any, y: Any) -> None:
        """After an update of a loop of your own: the batch that it was made with."""
        if not self._begun:
            self._begin(())
        if self.off is not None:
            return
        if self._looking is None or self._looking.batch is None:
            self._held((x, y) if self.data is None else self.data)
        self._step += 1
        self._between()

    @_never_raises
    def finish(self) -> None:
        """After a loop of your own: writes the summary and the report."""
        self._end()

    @_never_raises
    def _start(self) -> None:
        """Of a loop: the weights as they are before its first update."""
        self._begin(())
        if self.off is None and self.model.weights:
            with _threads_kept():
                from lstm_lint.watch import looking

                self._looking = looking.Looking(self.model, self._backend)
                self._looking.keep_weights()
                self._open = True

    # --- inside ----------------------------------------------------------------------------------------------------

    def _begin(self, callbacks: Any) -> None:
        started = time.perf_counter()
        self._begun, self._step, self.off, self._open = True, 0, None, False
        self.looks.clear()
        self._lasting = Lasting()
        if self.model is None:
            return self._turn_off("it has no model: give it one, Watch(model=model)")
        self._backend = compiled.backend(self.model)
        if self._backend not in _BACKENDS:
            return self._turn_off(f"no adapter for {self._backend}")
        if (why := compiled.distributed(self.model, self._backend)) is not None:
            return self._turn_off(why)
        self._steps_a_call = compiled.steps_a_call(self.model)
        steps, epochs = self.params.get("steps"), self.params.get("epochs") or 1
        planned = self._planned if self._planned is not None and not self.params else None
        self._planned = planned if planned is not None else int(steps) * int(epochs) if steps else None
        self._budget = Budget(self._planned, self.share)
        self._origin = where.origin()
        self._places = None
        self._sinks = [sinks.Tracker()]
        if self.json_lines is not None:
            self._sinks.append(sinks.JsonLines(self.json_lines))
        folder = self.tensorboard or sinks.folder_of(callbacks)
        if folder is not None:
            self._sinks.append(sinks.TensorBoard(folder))
        self._budget.paid(time.perf_counter() - started)
        return None

    def _hold(self) -> None:
        if self.data is not None:
            self._held(self.data)
        else:
            started = time.perf_counter()
            with _threads_kept():
                from lstm_lint.watch import hold, looking

                self._looking = looking.Looking(self.model, self._backend)
                self._undo = hold.hold_first(self.model, self._backend, self._steps_a_call, self._safely_held)
            self._budget.paid(time.perf_counter() - started)

    @_never_raises
    def _safely_held(self, data: Any) -> None:
        self._held(data)

    def _held(self, data: Any) -> None:
        started = time.perf_counter()
        with _threads_kept():
            from lstm_lint.watch import hold, looking

            batch = hold.batch_of(data, None if compiled.fixed_batch(self.model) else _ROWS)
            if batch is None:
                return self._turn_off("the training has no targets to compare with")
            if self._looking is None:
                self._looking = looking.Looking(self.model, self._backend)
            self._looking.batch = batch
        self._budget.paid(time.perf_counter() - started)
        return None

    def _between(self) -> None:
        """Between two updates. A look takes two of these: the weights before an update, and everything after it."""
        self._budget.updated(self._step)
        if self._looking is None or not (self._open or self._budget.due(self._step + 1)):
            return
        started = time.perf_counter()
        compiled.synchronize(self.model, self._backend)
        if not self._open:
            self._looking.keep_weights()
            self._open = True
            self._budget.paid(time.perf_counter() - started)
            return
        self._open = False
        trace = self._budget.whole(self._step) > 60.0
        look = self._looking.look(self._step, self._planned, self._steps_a_call, trace)
        self.looks.append(look)
        with _threads_kept():
            from lstm_lint.watch.conditions import seen

            lasted = list(self._lasting.after(seen(self.looks)))
        for sink in self._sinks:
            sink.look(look)
        self._budget.looked(self._step, time.perf_counter() - started)
        started = time.perf_counter()
        for one in lasted:
            self._say_finding(one)
        self._budget.paid(time.perf_counter() - started)

    def _say_finding(self, seen: Seen) -> None:
        from lstm_lint.watch.pages import rule

        if self._places is None:
            self._places = _places(self._origin, self.model)
        found = rule(seen.code)
        finding = WatchFinding(
            seen.code, found.name, found.severity, seen.message, seen.layer, self._places.path,
            self._places.line(seen.code, seen.layer), self._step, self._planned, seen.numbers, found.url,
        )  # fmt: skip
        self.findings.append(finding)
        self._print(str(finding))
        for sink in self._sinks:
            sink.found(finding)
        if self.stop_on is not None and _RANK[finding.severity] >= _RANK[self.stop_on]:
            self.model.stop_training = True
            self._print(f"watch: the training ends here, for stop_on={self.stop_on!r}")

    def _end(self) -> None:
        self.seconds = self._budget.spent + self._budget.once
        record = self.record()
        self._print(record.summary())
        if self.report is not None:
            from lstm_lint.watch.page import write

            write(record, self.report)
        self._close()

    def record(self) -> Record:
        """All that was measured and said, for JSON and for the report."""
        name = str(getattr(self.model, "name", ""))
        spent = self._budget.spent + self._budget.once
        by = self._looking.computed_by if self._looking is not None else self._computed_by
        looks, findings = tuple(self.looks), tuple(self.findings)
        trained = self._budget.trained()
        return Record(name, self._backend, self._step, self._planned, looks, findings, spent, trained, by)

    def _close(self) -> None:
        if self._undo is not None:
            self._undo()
            self._undo = None
        for sink in self._sinks:
            sink.close()
        self._sinks = []
        if self._looking is not None:
            self._computed_by = self._looking.computed_by
        self._looking = None

    def _turn_off(self, why: str, failed: bool = False) -> None:
        self.off = why
        if failed:
            warnings.warn(
                f"lstm_lint.watch is off, the training goes on: {why}", RuntimeWarning, stacklevel=4
            )
        else:
            self._print(f"watch: off: {why}")
        try:
            self._close()
        except Exception:  # the training goes on, whatever a full disk says to closing a file
            self._sinks = []

    def _print(self, line: str) -> None:
        stream = sys.stderr if self.say == "stderr" else self.say
        if stream is not None:
            print(shown(line), file=stream, flush=True)


def _nothing(*given: Any, **named: Any) -> None:
    """A hook that Watch does not need."""


_nothing._is_default = True  # type: ignore[attr-defined]  # so Keras runs the others as it would without Watch


@contextmanager
def _threads_kept() -> Iterator[None]:
    """The NumPy engine sets numbers of threads for processes of its own; those of the training are left as they are."""
    before = {name: os.environ.get(name) for name in _THREADS}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _places(origin: where.Origin, model: Any) -> where.Places:
    """The source of the model; nothing of a failure to read it reaches the training."""
    try:
        return where.places(origin, model)
    except Exception:
        return where.Places(origin.path, fit=origin.line)
