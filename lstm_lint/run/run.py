"""Many files: find them, pass over those that cannot hold a recurrent Keras model, lint or mend the others.

Nothing heavy is imported before the first file that is worth reading.
"""

from __future__ import annotations

import os
from itertools import chain, islice

from lstm_lint import PROJECT_URL
from lstm_lint.run import files, limits
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.report import FileReport, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from lstm_lint.edit.interactive import Questions
    from lstm_lint.findings import Finding, Found
    from lstm_lint.lint import Outcome
    from lstm_lint.run.cache import Cache
    from lstm_lint.run.configurations import Configurations
    from lstm_lint.run.examine import Failure
    from lstm_lint.run.passed_over import PassedOver
    from lstm_lint.run.report import Filter
    from lstm_lint.settings.settings import Settings
    from lstm_lint.source.source import Source

    Examined = FileReport | Failure | OSError | Unfinished


_FEWEST_AT_ONCE = 50
_FEWEST_PASSED_OVER = 300  # files before it is worth opening the cache for those that hold nothing
_NOTHING = "it holds no recurrent Keras layer"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the marks such a file begins with
_IN_UTF_16 = "it is in UTF-16, which neither Python nor Jupyter reads"


class Run:
    """How to go about it. `configurations` has the settings of each file; `say` gets lines for stderr."""

    def __init__(
        self,
        configurations: Configurations,
        say: Callable[[str], None],
        *,
        mend: bool = False,
        unsafe: bool = False,
        write: bool = False,
        verbose: bool = False,
        filters: Sequence[Filter] = (),
        reason: str | None = None,
        questions: Questions | None = None,
        jobs: int | None = 1,
        cache: Callable[[], Cache | None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        found: bool = False,
    ) -> None:
        self.found = found  # by a search before: no file is named by the user
        self.progress = progress  # gets how many files were read, of how many, and which is next
        self.jobs = jobs  # processes; None: as many as cores
        self.cache = cache  # opens it
        self.opened: Cache | None = None
        self.keys: dict[str, str] = {}  # of the entries to write
        self.questions = questions  # asks about each fix
        self.reason = reason  # write comments that silence what is found
        self.filters = filters
        self.configurations = configurations
        self.say = say
        self.mend = mend
        self.unsafe = unsafe
        self.write = write
        self.verbose = verbose

    def over(self, paths: Sequence[str]) -> Report:
        """Lints the files under the paths. Raises FilesError and ConfigError."""
        report = Report()

        def unreadable(path: str, error: OSError) -> None:
            why = error.strerror or str(error)
            self._not_read(
                report, path, why if isinstance(error, files.NoScript) else f"cannot be read: {why}"
            )

        worth: list[tuple[str, bytes | None]] = []
        held = 0
        # A stranger chose where files lie: what the built-in list leaves out then is no matter of course.
        left_out = report.left_out.append if self.configurations.given.get("isolated") else None
        how = self.configurations.finding()
        passed_over: PassedOver | None = None
        found = files.find(paths, on_error=unreadable, on_left_out=left_out, **how)
        first = list(islice(found, _FEWEST_PASSED_OVER))
        if len(first) == _FEWEST_PASSED_OVER and all(map(os.path.isdir, paths)) and self._opens():
            passed_over = self.opened.passed_over(paths) if self.opened is not None else None
        for path in chain(first, found):
            report.files += 1
            if passed_over is not None and passed_over.holds(path):
                self._skip(report, path, _NOTHING)
                continue
            try:
                data = files.held(path)
            except OSError as error:
                unreadable(path, error)
            except files.TooLarge as error:
                if self._is_asked_for(report, path, None):
                    self._take(report, path, Unfinished(str(error)))
            else:
                if not self._is_asked_for(report, path, data):
                    continue
                if data is None:
                    worth.append((path, None))
                elif not self._is_worth(report, path, data):
                    if passed_over is not None and files.holds_nothing(data):
                        passed_over.note(path)
                    continue
                elif (pair := files.pair_of(path, data)) is not None and (self.found or path not in paths):
                    self._skip(report, path, f"{pair} is the same notebook")
                elif not self._is_known(report, path, data):
                    held += len(data)
                    worth.append((path, data if held <= files.LARGEST_HELD else None))
        self.configurations.all_found()
        self._lint(report, worth)
        if self.opened is not None:
            self.opened.close()
        report.reports.sort(key=lambda one: one.path)
        return report

    def over_stdin(self, data: bytes, name: str) -> Report:
        """Lints what was read from standard input."""
        report = Report()
        report.files = 1
        self.configurations.at(os.path.dirname(name))
        self.configurations.all_found()
        if self._is_worth(report, name, data):
            self._lint(report, [(name, data)])
        return report

    def _is_asked_for(self, report: Report, path: str, data: bytes | None) -> bool:
        if all(one.reads(path, data) for one in self.filters):
            return True
        report.skipped += 1
        return False

    def _is_worth(self, report: Report, path: str, data: bytes) -> bool:
        if not (files.relevant(data) or files.trains_imported(path, data)):
            return self._skip(report, path, _IN_UTF_16 if data.startswith(_UTF_16) else _NOTHING)
        if path.lower().endswith(files.DOCUMENTS):
            from lstm_lint.source import documents

            if not documents.is_notebook(path, data):
                return self._skip(report, path, "no header says that its code is run")
        return True

    def _skip(self, report: Report, path: str, why: str) -> bool:
        report.skipped += 1
        if self.verbose:
            self.say(f"{path}: skipped, {why}")
        return False

    def _opens(self) -> bool:
        """Whether there is a cache: it is opened when it is first asked for."""
        if self.cache is not None and not self._whole:
            self.opened, self.cache = self.cache(), None
        return self.opened is not None

    def _is_known(self, report: Report, path: str, data: bytes) -> bool:
        """Whether the cache has it: then that is taken."""
        if not self._opens() or self.opened is None:
            return False
        settings = self.configurations.of(path)
        if settings.rule_paths and settings.run_rule_paths:  # checks of a project are not ours to digest
            return False
        try:
            found: FileReport | None
            self.keys[path], found = limits.within(self.opened.look_up, path, data, settings)
        except (
            Unfinished
        ):  # for what lies around the file; its reading has to take that as well, and is limited
            return False
        if found is None:
            return False
        found.fold()
        report.reports.append(found)
        report.read += 1
        return True

    def _lint(self, report: Report, worth: Sequence[tuple[str, bytes | None]]) -> None:
        if not worth:
            return
        for path, _ in worth:  # what is wrong with settings is the user's to mend: it ends the run
            self.configurations.of(path)
        jobs = 1 if self.questions else _processes(self.jobs, len(worth))
        here = jobs == 1 and limits.interrupts()
        answers = self._one_by_one(worth) if here else self._at_once(worth, jobs)
        report.left = len(worth)
        try:
            for number, (path, found) in enumerate(answers, 1):
                if self.progress is not None:
                    self.progress(number, len(worth), worth[min(number, len(worth) - 1)][0])
                if self.opened is not None and isinstance(found, FileReport) and path in self.keys:
                    self.opened.put(self.keys[path], found)
                self._take(report, path, found)
                report.left -= 1
        except KeyboardInterrupt:
            report.interrupted = True
        finally:
            answers.close()  # ends the processes

    def _one_by_one(
        self, worth: Sequence[tuple[str, bytes | None]]
    ) -> Generator[tuple[str, Examined], None, None]:
        prepared: set[int] = set()
        for number, (path, data) in enumerate(worth):
            spare_the_collector(number)
            yield path, self._read_here(path, data, prepared)

    def _read_here(self, path: str, data: bytes | None, prepared: set[int]) -> Examined:
        """One file in this process, or apart where it should not be. `prepared`: settings that need not be anew."""
        from lstm_lint.run.examine import examine, prepare

        settings = self.configurations.of(path)
        found: Examined
        try:
            found = limits.here(examine, path, data, settings, self._whole)
        except limits.Elsewhere:
            from lstm_lint.run.workers import apart

            if id(settings) not in prepared:
                prepare(settings)  # before a process parts: it is not the only one
                prepared.add(id(settings))
            try:
                found = apart(examine, path, data, settings, self._whole)
            except Unfinished as unfinished:
                found = unfinished
        except Unfinished as unfinished:
            found = unfinished
        return found

    def _at_once(
        self, worth: Sequence[tuple[str, bytes | None]], jobs: int
    ) -> Generator[tuple[str, Examined], None, None]:
        spare_the_collector(0)
        from functools import partial

        from lstm_lint.run import workers
        from lstm_lint.run.examine import prepare

        of_files = [self.configurations.of(path) for path, _ in worth]
        different = list({id(one): one for one in of_files}.values())
        for one in different:
            prepare(one)  # once, before the processes part
        if workers.forks() and limits.interrupts():
            # What reading loads and works out for the first time, 0.2 s, is there for all of them then.
            yield worth[0][0], self._read_here(*worth[0], set(map(id, different)))
            worth, of_files = worth[1:], of_files[1:]
        spare_the_collector(1)
        # With each task the settings would be pickled anew, 2 ms; a fork has them, and a task says which are its own.
        numbers = {id(one): number for number, one in enumerate(different)}
        tasks = [(path, data, numbers[id(one)]) for (path, data), one in zip(worth, of_files)]
        reads = partial(_examine_by, different, self._whole)
        for (path, _), answer in zip(worth, workers.results(reads, tasks, jobs)):
            yield path, answer

    @property
    def _whole(self) -> bool:
        """Whether the source is needed beyond its lines that are shown."""
        return self.mend or bool(self.filters)

    def _take(self, report: Report, path: str, found: Examined) -> None:
        """Counts what was found in a file; mends it, where that is asked for."""
        from lstm_lint.run.examine import Failure, unread

        if isinstance(found, Unfinished):
            if not found.certain or self.configurations.said("unfinished", "error") == "error":
                self._not_read(report, path, f"not read: {found}", str(found))
                return
            found = unread(path, self.configurations.of(path), str(found))
        if isinstance(found, FileReport):
            for line in found.not_looked_at:
                self.say(line)
            found = self._finished(report, found)
        if isinstance(found, OSError):
            self._not_read(report, path, f"cannot be read: {found.strerror or found}")
        elif isinstance(found, Failure):
            more = "" if self.verbose else " (-v shows more)"
            ours = f"internal error: {found.what}; please report it at {PROJECT_URL}/issues{more}"
            self._not_read(report, path, ours if found.is_ours else found.what)
            if self.verbose:
                for line in found.trace.splitlines():
                    self.say(line)
        else:
            found.fold()
            report.reports.append(found)
            report.known += found.known
            report.read += 1

    def _finished(self, report: Report, found: FileReport) -> FileReport | Failure:
        """After the filters, and mended."""
        from lstm_lint.run.examine import Failure

        source, found.source = found.source, None
        if not self._whole:
            return found
        try:
            kept = self._kept(found, source)
            wanted = any(f.fix for f in kept.findings) if self.reason is None else kept.findings
            if source is None or not (self.mend and wanted):
                return kept
            try:
                mended = self._mended(source, kept, self.configurations.of(found.path))
            except Unfinished as unfinished:
                self._fail(report, found.path, f"not fixed: {unfinished}")
                return kept
            mended.known = kept.known
            return mended
        except Exception as error:
            return Failure(error)

    def _kept(self, found: FileReport, source: Source | None) -> FileReport:
        findings = self._filtered(found.path, found.findings, source)
        suppressed = self._on_lines(found.path, found.suppressed, source)
        unread = self._on_lines(found.path, found.unread, source)
        report = FileReport(found.path, findings, source, suppressed, unread)
        report.known = len(found.findings) - len(findings)
        return report

    def _on_lines(self, path: str, items: Sequence[Found], source: Source | None) -> Sequence[Found]:
        for one in self.filters if items else ():
            items = one.on_lines(path, items, source)
        return items

    def _filtered(self, path: str, findings: Sequence[Finding], source: Source | None) -> Sequence[Finding]:
        for one in self.filters:
            findings = one.keep(path, findings, source)
        return findings

    def _mended(self, source: Source, kept: FileReport, settings: Settings) -> FileReport:
        """The filters may hold what no other process can use: so each step is limited, and all of them together."""
        from lstm_lint import lint
        from lstm_lint.edit import fixes, noqa
        from lstm_lint.run import examine
        from lstm_lint.run.workers import Allowance, guarded

        found = tuple(kept.findings)
        outcomes: list[tuple[Source, Outcome]] = []
        settings.take_effect()
        step = guarded if self.questions else Allowance()  # answers may take any number of fixes

        # A fix may take away what showed for which Keras the program is; its other fixes are still for that one.
        fixable = any(one.fix is not None for one in found)
        target = step(lint.version_of, source, settings) if fixable and settings.keras == "auto" else None

        def again(changed: Source) -> Sequence[Finding]:
            outcome = step(examine.again, changed, settings, target)
            outcomes.append((changed, outcome))
            return self._filtered(changed.path, outcome.findings, changed)

        if self.reason is None:
            fix = self.questions.fix if self.questions else fixes.fix
            fixed = fix(source, found, again, wanted=settings.lists, unsafe=self.unsafe, step=step)
        else:
            listed = [one for one in found if settings.lists(one)]
            fixed = noqa.add(
                source, listed, lambda s: [f for f in again(s) if settings.lists(f)], self.reason, step
            )
        if fixed.count and self.write:
            try:
                fixes.write(source.path, source.edited(()), fixed.data)
            except fixes.FixError as error:
                self.say(f"{source.path}: {error}")
                return kept
        suppressed, unread = kept.suppressed, kept.unread
        for after, outcome in outcomes:
            if after is fixed.source:
                suppressed = self._on_lines(source.path, outcome.suppressed, after)
                unread = self._on_lines(source.path, outcome.unread, after)
        report = FileReport(source.path, fixed.findings, fixed.source, suppressed, unread)
        report.before, report.after, report.fixed = source, fixed.source, fixed.count
        return report

    def _not_read(self, report: Report, path: str, what: str, why: str | None = None) -> None:
        """A file of which nothing is known; `why` without what the message says around it."""
        report.missed.append((path, why or what))
        self._fail(report, path, what)

    def _fail(self, report: Report, path: str, what: str) -> None:
        report.failed += 1
        report.failures.append((path, what))
        self.say(f"{path}: {what}")


def _examine_by(
    settings: Sequence[Settings], whole: bool, path: str, data: bytes | None, number: int
) -> Examined:
    """One task of a process that reads files: with which of the settings it is read goes by number."""
    import gc

    from lstm_lint.reader import forget
    from lstm_lint.run.examine import examine

    forget()
    gc.collect(1)  # what the file before left
    return examine(path, data, settings[number], whole)


def _processes(jobs: int | None, files: int) -> int:
    """How many pay: on two cores a pool takes 0.7 of the time from 50 files on, and loses below 10."""
    if files < _FEWEST_AT_ONCE:
        return 1
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)
        jobs = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return max(1, min(jobs, files // 8))


# A reading takes apart what it holds in circles: little is left for the collector, which has to look at all of it.
_FILES_BETWEEN = 10


def spare_the_collector(read: int) -> None:
    """Before each file: looking for garbage while syntax trees grow costs a third of the time, so that is done between.

    What stays need not be looked at. A file that takes memory all the same still has the collector.
    """
    import gc

    if read == 0:
        gc.set_threshold(1_000_000, 20, 50)
    elif read == 1:  # everything is imported by now
        gc.freeze()
    else:
        from lstm_lint.reader import forget

        forget()  # else the tree of the file before is looked at, and kept
        if read % _FILES_BETWEEN == 0:
            gc.collect(2 if read % 100 == 0 else 1)
