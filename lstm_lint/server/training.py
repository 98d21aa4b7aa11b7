"""A process that trains what is found in one text and says how far it is: an order in, steps and verdicts out."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from dataclasses import replace
from typing import IO, Any

from lstm_lint.server.facts import Failed, Order, Step, Verdicts
from lstm_lint.server.worker import quiet, receive, send


def main() -> None:
    """Answers one order. An interrupt ends it, and leaves no process or folder."""
    orders, answers = quiet()
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt, EOFError, OSError):
        send(answers, trained(receive(orders), answers))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def trained(order: Order, answers: IO[bytes]) -> Verdicts | Failed:
    """The verdicts on the findings of a text that are listed."""
    from lstm_lint.run import limits
    from lstm_lint.run.workers import guarded
    from lstm_lint.server.tasks import EXPLAINED
    from lstm_lint.smoke import runner
    from lstm_lint.source.source import SourceError

    try:
        jobs, keys = guarded(_planned, order)
        budget, device = order.about
        verdicts = runner.run(
            jobs,
            float(str(budget)),
            str(device),
            progress=lambda line: send(answers, Step(line)) if line else None,
        )
    except (*EXPLAINED, SourceError, limits.Unfinished, runner.Missing) as error:
        return Failed(" ".join(str(error).split()))
    return Verdicts(tuple((key, verdict.line()) for key, verdict in zip(keys, verdicts)))


def _planned(order: Order) -> tuple[list[Any], list[Any]]:
    """What is to be trained, and for which findings; planning has the limits of reading."""
    from lstm_lint import lint
    from lstm_lint.run import examine
    from lstm_lint.server.desk import Desk
    from lstm_lint.server.tasks import listed, noted
    from lstm_lint.smoke.plan import plan
    from lstm_lint.source.project import Project
    from lstm_lint.source.source import from_bytes

    desk = Desk()
    settings = desk.settings(order)
    source = examine.settled(from_bytes(order.text.data, order.text.path))
    project = Project(order.text.path, dict(order.text.unsaved))
    script, outcome = lint.read_and_judged(source, settings, project=project)
    found = listed(desk, order, settings, source, outcome.findings)
    jobs = plan(script, found)
    keys = [noted(job.finding, source).key for job in jobs]
    # What was read of the defect holds the whole syntax tree, and has served.
    return [replace(job, defect=job.defect and replace(job.defect, value=None)) for job in jobs], keys


if __name__ == "__main__":
    main()
    sys.exit()
