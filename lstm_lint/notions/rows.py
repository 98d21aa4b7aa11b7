"""Where the rows of an array come from: its history is replayed, step by step.

What is replayed is not the numbers but where they are from: each column of an array is made of columns of a source, of
the same row or of rows before or after it.
"""

from __future__ import annotations

from lstm_lint.ir.records import dataclass, replace
from lstm_lint.script import (
    Centered,
    Columns,
    Dropped,
    Fitted,
    Joined,
    Moves,
    Selected,
    Series,
    Side,
    Split,
    Step,
    StepKind,
    Taken,
    Window,
)

# They change values one by one, or the form of an array, and leave the rows where they are.
IN_PLACE: frozenset[StepKind] = frozenset({"cast", "reshape", "one-hot", "class-ids"})
_OF_DATASETS = frozenset({"batch", "cache", "prefetch", "with_options", "unbatch", "repeat"})
_SOURCES = frozenset({"read", "literal", "synthetic", "dataset"})
_CUMULATED = frozenset({"cumsum", "cumprod", "cummax", "cummin", "rank", "nancumsum", "nancumprod"})
_WHOLE = frozenset(
    {"savgol_filter", "filtfilt", "sosfiltfilt", "medfilt", "wiener", "gaussian_filter1d", "gaussian_filter",
     "uniform_filter1d", "uniform_filter", "median_filter", "fft", "ifft", "rfft", "irfft", "dct", "idct", "detrend",
     "hpfilter", "decomposition", "hilbert", "seasonal_decompose", "STL", "MSTL", "emd", "eemd", "ceemdan", "VMD",
     "wavedec", "waverec", "dwt", "idwt", "swt", "iswt", "mra", "imra"}
)  # fmt: skip
_CONVOLVED = frozenset({"convolve", "correlate", "fftconvolve"})
_LEAVES_ROWS = frozenset(
    {("clean", name) for name in ("fillna", "ffill", "pad", "nan_to_num", "round")}
    | {("select", name) for name in ("from_tensor_slices", "copy", "assignment", *_OF_DATASETS)}
)
FAR = 1_000_000  # rows: all that there are
_MAX_CELLS = 400
_MAX_FORM = 40  # operations one after the other
_MAX_DEEP = 60  # arrays within arrays, as in sums of sums
_MAX_REPLAYED = 1_000  # steps for one array, those of the arrays in it included


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column of an array is made of: a column of a source, from the row `first` to the row `last`.

    The rows count from that of the array, or from the place at which its window begins to move. `ahead`: how many rows
    after `last` were mixed in, and `by` what brought later rows in.
    """

    source: int
    column: str | int | tuple[int | None, int | None] | None = (
        None  # None: all that the source has; a slice of them
    )
    whole: bool = True  # False: some columns of them, which is not known
    first: int = 0
    last: int = 0
    exact: bool = True  # the numbers of the source as they are, or scaled
    form: tuple[int, ...] = ()  # what was done to them with numbers: `x * 0.5`
    ahead: int = 0
    by: Step | None = None
    name: str | None = None  # what the column is called in the array
    without: frozenset[str] = frozenset()  # columns of the source that were taken away

    @property
    def reach(self) -> int:
        """The last row that it knows something of."""
        return self.last + self.ahead

    def formed(self, by: int) -> Cell:
        """The numbers after an operation, which are those of another array only where that went through it too."""
        if len(self.form) >= _MAX_FORM:
            return replace(self, exact=False)
        return Cell(  # twice the speed of `replace`, and there is one for each operation on each column
            self.source, self.column, self.whole, self.first, self.last, self.exact, (*self.form, by), self.ahead,
            self.by, self.name, self.without,
        )  # fmt: skip

    def moved(self, first: int, last: int) -> Cell:
        return replace(self, first=max(self.first + first, -FAR), last=min(self.last + last, FAR))


@dataclass(frozen=True, slots=True)
class Rows:
    """What a sample holds of the series: its columns and rows. `at`: the step that cut it out as a window."""

    cells: tuple[Cell, ...]
    along: object
    at: Step | None
    base: tuple[object, ...]
    end: int  # the last row of the sample, before anything was shifted into it
    opaque: bool = False  # an array of its own, whose rows may be anything

    @property
    def first(self) -> int:
        return min(cell.first for cell in self.cells)

    @property
    def last(self) -> int:
        return max(cell.last for cell in self.cells)

    @property
    def reach(self) -> int:
        return max(cell.reach for cell in self.cells)


def rows_of(series: Series) -> Rows | None:
    """Where the rows of an array come from; None where that is not known."""
    replay = _Replay(_Shared())
    replay.all(series.steps)
    cells = replay.spread()
    if not cells or replay.lost or len(cells) > _MAX_CELLS:
        return None
    along = ("rows", 1) if replay.along is None else replay.along
    return Rows(
        cells, along, replay.at, tuple(replay.base), replay.steps[1] if replay.steps else 0, replay.opaque
    )


class _Shared:
    """What the replays of one array have in common: those of the arrays that come in, and how much is left to do."""

    def __init__(self) -> None:
        self.joined: dict[int, list[_Replay]] = {}
        self.left = _MAX_REPLAYED
        self.deep = 0


class _Replay:
    """The state of an array while its history is replayed."""

    def __init__(self, shared: _Shared) -> None:
        self.shared = shared
        self.cells: tuple[Cell, ...] = ()
        self.order: tuple[str, ...] | None = None  # the columns, where all are known by name
        self.tagged: dict[str, _Replay] = {}  # columns that the program gave a frame
        self.base: list[
            object
        ] = []  # what picked rows, so that only arrays that it picked too have the same ones
        self.along: object = None
        self.at: Step | None = None
        self.steps: tuple[int, int] | None = None  # of the window: those that are left
        self.single = False  # one step of each window was taken: there is no axis of steps any more
        self.stirred = False  # the second axis is not that of the steps any more, or not known to be
        self.stride: int | None = None
        self.begins: int | None = None
        self.start: object = None
        self.lost = False
        self.opaque = False
        self.filled = False  # gaps were filled, or their rows left out

    def copy(self) -> _Replay:
        other = _Replay(self.shared)
        other.cells, other.order, other.base = self.cells, self.order, list(self.base)
        other.filled = self.filled
        return other

    def spread(self) -> tuple[Cell, ...]:
        """What a sample holds: the cells of all columns, over all rows of the window."""
        cells = self.cells
        for name, own in self.tagged.items():
            cells = (
                *(cell for cell in cells if cell.name != name),
                *(replace(cell, name=name) for cell in own.cells),
            )
        if self.steps is None:
            return cells
        return tuple(cell.moved(*self.steps) for cell in cells)

    def restart(self, step: Step) -> None:
        """From here on it is an array of its own: how its rows lie to others is not known."""
        self.cells, self.order, self.tagged = (Cell(id(step)),), None, {}
        self.base, self.along, self.at, self.steps = [], None, None, None
        self.single = self.stirred = False
        self.begins = self.stride = None
        self.opaque = step.kind not in _SOURCES

    def all(self, steps: tuple[Step, ...]) -> None:
        start = 0
        for at in range(len(steps) - 1, -1, -1):  # what was put together begins anew, whatever came before
            step = steps[at]
            if step.joined is not None and step.joined.across and step.column is None:
                start = at + 1 if self._join(step, step.joined) else 0
                break
        self.shared.left -= len(steps) - start
        self.lost = self.lost or self.shared.left < 0
        for step in steps[start:] if not self.lost else ():
            self.take(step)

    def take(self, step: Step, own_column: bool = False) -> None:
        if step.column is not None and not own_column:
            own = self.tagged.get(step.column)
            if own is None:
                own = self.tagged[step.column] = self.copy()
            own.take(step, True)
            return
        if isinstance(step.detail, Columns) and self.along is None:
            self._named(step.detail.columns)
            return
        if isinstance(step.detail, Dropped) and self.along is None and step.detail.without is not None:
            self._dropped(frozenset(step.detail.without))
            return
        if self.tagged and step.kind not in ("split",) and not _is_rows(step):
            for own in self.tagged.values():
                own.take(_of_its_rows(step))
        if step.kind in _SOURCES:
            if not self.cells or step.kind in ("read", "dataset"):
                self.restart(step)
            return
        if not self.cells:
            self.restart(step)
        elif step.what in _CONVOLVED:
            self._convolved(step)
        elif step.joined is not None and _joins(step) and self._join(step, step.joined):
            return
        elif self.along is not None:
            self._within(step)
        else:
            self._over_rows(step)

    def _convolved(self, step: Step) -> None:
        """Sums over rows beside each other, where the result has as many rows."""
        if self.along is not None:
            self._lose()
        elif step.moves is not None:
            self._changed(step)
        else:
            self.restart(step)

    def _named(self, names: tuple[str, ...]) -> None:
        found: list[Cell] = []
        for name in names:
            own = self.tagged.get(name)
            if own is not None:
                found += (replace(cell, name=name) for cell in own.spread())
                continue
            mine = [cell for cell in self.cells if cell.name == name]
            if not mine and len(names) == 1 and self.order is not None and len(self.order) == 1:
                mine = list(self.cells)  # a column, under the name that the frame gave it
            for cell in mine or [cell for cell in self.cells if cell.name is None]:
                column = name if cell.column is None and cell.name is None else cell.column
                is_called_so = cell.name == name and cell.column == column
                found.append(cell if is_called_so else replace(cell, column=column, name=name))
        self.cells, self.order, self.tagged = tuple(found), names, {}

    def _dropped(self, names: frozenset[str]) -> None:
        self.tagged = {name: own for name, own in self.tagged.items() if name not in names}
        self.cells = tuple(
            replace(cell, without=cell.without | names) if cell.column is None and cell.name is None else cell
            for cell in self.cells
            if cell.name not in names
        )
        if self.order is not None:
            self.order = tuple(name for name in self.order if name not in names)

    def _join(self, step: Step, joined: Joined) -> bool:
        """Columns of several arrays beside each other, or an operation between arrays; False where it is neither."""
        parts = self._parts(joined)
        plain = all(part.along is None and not part.lost and part.cells for part in parts)
        if joined.across and plain and len({tuple(part.base) for part in parts}) == 1:
            self.restart(step)
            self.base, self.opaque = list(parts[0].base), any(part.opaque for part in parts)
            cells: dict[Cell, None] = {}
            names: list[str] = []
            alone = True
            for at, part in enumerate(parts):
                name = joined.names[at] if joined.names is not None else f"#{at}"
                own = part.spread()
                several = part.order or () if joined.names is None and len(part.order or ()) > 1 else ()
                names += [f"{name} {column}" for column in several] or [name]
                alone = alone and (bool(several) or len({cell.name for cell in own}) == 1)
                for cell in own:
                    cells[replace(cell, name=f"{name} {cell.name}" if several else name)] = None
            self.lost = len(cells) > _MAX_CELLS
            self.cells, self.order = tuple(cells), tuple(names)
            if joined.names is None and not alone:
                self.order = None
            return True
        if joined.across or step.kind in ("stack", "unknown"):
            return False
        if self.along is not None:
            return self._beside(step, joined, parts)
        if not plain:
            return False
        form = id(joined)  # where both sides went through the same operation, the same numbers are there
        more = tuple(replace(cell.formed(form), name=None) for part in parts for cell in part.spread())
        if step.what == "where" or step.kind in ("arithmetic", "scale", "clean"):
            mine = tuple(replace(cell.formed(form), name=None) for cell in self.spread())
            self.lost = len(mine) + len(more) > _MAX_CELLS
            self.cells, self.order, self.tagged = tuple(dict.fromkeys((*mine, *more))), None, {}
            return True
        return False

    def _beside(self, step: Step, joined: Joined, parts: list[_Replay]) -> bool:
        """An operation between single rows at the place of one loop, `price[i + 5] > price[i - 1]`."""
        alike = all(
            part.along is self.along and part.single and part.steps and part.cells and not part.lost
            and (part.base, part.stride, part.begins, part.start) == (self.base, self.stride, self.begins, self.start)
            for part in parts
        )  # fmt: skip
        if not alike or not self.single or self.steps is None or step.kind not in ("arithmetic", "scale"):
            return False
        at, form = self.steps[0], id(joined)
        found = [replace(cell.formed(form), name=None) for cell in self.cells]
        for part in parts:
            by = part.steps[0] - at if part.steps else 0
            found += (replace(cell.formed(form).moved(by, by), name=None) for cell in part.cells)
        self.lost = len(found) > _MAX_CELLS
        self.cells, self.order, self.tagged = tuple(dict.fromkeys(found)), None, {}
        return True

    def _parts(self, joined: Joined) -> list[_Replay]:
        """The replays of the arrays that come in, each worked out once."""
        shared = self.shared
        found = shared.joined.get(id(joined))
        if found is None:
            found = shared.joined[id(joined)] = [_Replay(shared) for _ in joined.parts]
            shared.deep += 1
            for part, steps in zip(found, joined.parts):
                part.lost = shared.deep > _MAX_DEEP
                part.all(steps)
            shared.deep -= 1
        return found

    # Rows of a series

    def _over_rows(self, step: Step) -> None:
        moves = step.moves
        self._row_by_row(step, moves)
        # The gaps that a shift leaves are those of the first rows: filled back they hold the first row itself.
        shifted = step.what == "shift" and moves is not None and moves.last < 0
        self.filled = self.filled or step.kind == "clean" or shifted

    def _row_by_row(self, step: Step, moves: Moves | None) -> None:
        if step.what in ("argmax", "argmin"):  # the place of a number is not the number
            self.cells = tuple(replace(cell, exact=False) for cell in self.cells)
        if step.kind in IN_PLACE and step.what not in ("rename", "T"):
            return
        if isinstance(step.detail, Side) or step.kind == "shuffle":
            self.base.append(_key(step))
            return
        if moves is not None and moves.along is not None:
            self._cut(step, moves)
        elif step.kind in ("arithmetic", "scale") or step.what in _WHOLE or _fills_back(step):
            self._changed(step)
        elif step.what in ("rename", "T"):
            self.restart(step)
        elif moves is not None and (moves.first or moves.last or step.kind in ("select", "split")):
            self._moved(step, moves)
        elif (step.kind, step.what) in _LEAVES_ROWS:
            return
        elif step.what == "select_dtypes":
            self._some_columns()
        elif step.kind in ("clean", "select", "split"):
            self._picked(step)
        else:
            self.restart(step)

    def _changed(self, step: Step) -> None:
        """Arithmetic over the rows, each by itself or with others."""
        moves = step.moves
        kept = step.kind == "scale" and not step.what.startswith(("diff", "pct_change")) and moves is None
        single = step.kind == "arithmetic" and moves is None and step.joined is None
        exact = kept or (single and step.what not in _CUMULATED | _WHOLE)
        back = ahead = 0
        by: Step | None = None
        if step.kind == "clean" and moves is not None:
            exact = True
            ahead, by = (FAR, step) if not self.filled else (0, None)
        elif moves is not None:
            back, ahead = moves.first, moves.last
            by = step if ahead > 0 else None
        elif step.what in _WHOLE:
            ahead, by, exact = FAR, step, False
        elif step.what in _CUMULATED:
            back = -FAR
        if step.kind == "arithmetic" and exact and not isinstance(step.detail, Centered):
            self._written(step)
        if by is None and not back and (exact or not any(cell.exact for cell in self.cells)):
            return
        found = []
        for cell in self.cells:
            new = replace(cell, exact=cell.exact and exact, ahead=max(cell.ahead, ahead), by=by or cell.by)
            found.append(replace(new, first=max(cell.first + back, -FAR)) if not exact else new)
        self.cells = tuple(found)

    def _written(self, step: Step) -> None:
        """`x * 0.5`: another number for each, which is the same column only where both sides have it."""
        node = id(step.place.node) if step.place is not None else id(step)
        self.cells = tuple(cell.formed(node) for cell in self.cells)

    def _moved(self, step: Step, moves: Moves) -> None:
        by = step if moves.first > 0 and step.what in ("shift", "roll") else None
        self.cells = tuple(
            replace(cell.moved(moves.first, moves.last), by=by or cell.by) for cell in self.cells
        )
        if moves.second != (None, None):
            self._columns(moves.second)
        if not moves.rest:
            self._some_columns()

    def _columns(self, taken: Taken) -> None:
        """Columns by number: `x[:, 0]`, `x[:, :-1]`."""
        if self.tagged:  # where new columns are among the others is known where these are
            if self.order is None:
                return self._lose()
            order = (*self.order, *(name for name in self.tagged if name not in self.order))
            self.cells, self.order, self.tagged = self.spread(), order, {}
        if self.order is not None and not isinstance(taken, str):
            order = self.order
            if isinstance(taken, int):
                if not -len(order) <= taken < len(order):
                    return self._some_columns()
                names: tuple[str, ...] = (order[taken],)
            else:
                names = order[slice(*taken)]
            self.cells = tuple(cell for cell in self.cells if cell.name in names)
            self.order = names
            return None
        if len({cell.name for cell in self.cells}) > 1:  # of several arrays, which of them is not known
            return self._lose()
        if isinstance(taken, int):
            self.cells = tuple(
                replace(cell, column=taken if cell.column is None else cell.column) for cell in self.cells
            )
            return None
        if not isinstance(taken, str) and all(
            cell.column is None and not cell.without for cell in self.cells
        ):
            self.cells = tuple(replace(cell, column=taken) for cell in self.cells)
            return None
        return self._some_columns()

    def _some_columns(self) -> None:
        self.cells = tuple(replace(cell, whole=False) for cell in self.cells)
        self.order = None

    def _picked(self, step: Step) -> None:
        """Rows of which it is not known how many come before them."""
        self.base.append(_key(step))
        if step.moves is None and step.kind == "select" and step.what == "slice":
            detail = step.detail
            rows = detail.rows if isinstance(detail, Selected) else None
            if rows is None and not (isinstance(detail, Selected) and (detail.picked or detail.backwards)):
                self._some_columns()
        elif isinstance(step.detail, Dropped):  # rows, or columns that are not known
            self._some_columns()

    def _cut(self, step: Step, moves: Moves) -> None:
        """Windows along the rows, or a row at each place that a loop counts."""
        window = step.detail if isinstance(step.detail, Window) else None
        if window is not None and window.inside:
            return self.restart(step)
        if self.tagged:
            self.cells, self.order, self.tagged = self.spread(), None, {}
        if moves.second != (None, None):
            self._columns(moves.second)
        if not moves.rest:
            self._some_columns()
        index = window is not None and window.single is True and moves.later is None
        self.along, self.at, self.steps = moves.along, step, (moves.first, moves.last)
        self.single, self.stirred = index, not moves.axes
        self.stride = window.slides_by if window is not None else None
        self.begins, self.start = moves.begins, moves.start
        if step.kind == "window" and step.moves is not None and self.begins is not None:
            self._from_the_start()
        return None

    def _from_the_start(self) -> None:
        """Each pass gives a sample: its number says at which row its window begins."""
        if self.steps is None or self.stride is None:
            return
        if self.begins is not None and self.begins + self.steps[0] >= 0:
            self.steps = (self.steps[0] + self.begins, self.steps[1] + self.begins)
            self.along, self.begins = ("rows", self.stride), None
        elif self.start is not None:
            self.along = ("rows", self.stride, self.start)

    # Windows

    def _within(self, step: Step) -> None:
        moves = step.moves
        if step.kind in ("window", "stack") and step.what == "loop":
            if moves is not None:
                self._from_the_start()
            return
        if step.kind == "stack" and step.what == "assignment":
            self._assigned(moves)
            return
        if step.kind in IN_PLACE or (step.kind == "scale" and isinstance(step.detail, Fitted)):
            self.stirred = self.stirred or step.kind == "reshape"
            return
        if isinstance(step.detail, Columns):  # `frame.iloc[i]["load"]`
            self._named(step.detail.columns) if self.single else self._lose()
            return
        if isinstance(step.detail, Split) or step.kind == "shuffle":
            if self.at is None or step.place is None or not _at_one_place(step, self.at):
                self.base.append(_key(step))
            return
        if moves is None:
            if step.what in _OF_DATASETS or (step.kind == "select" and step.what == "from_tensor_slices"):
                return
            if step.kind in ("arithmetic", "scale") and step.joined is None:
                exact = step.kind == "scale" or isinstance(step.detail, Centered)
                if not exact:
                    self._written(step)
                    return
                self.cells = tuple(replace(cell, exact=cell.exact and exact) for cell in self.cells)
            elif step.kind in ("select", "split") and isinstance(step.detail, Selected):
                self._lose() if step.detail.rows is None and not step.detail.picked else self.base.append(
                    _key(step)
                )
            else:
                self._lose()
            return
        if moves.along is not None:
            self._lose()
            return
        self._taken(moves)

    def _lose(self) -> None:
        self.lost = True

    def _assigned(self, moves: Moves | None) -> None:
        """`x[i - 24] = series[i - 24 : i]`: the sample of that number."""
        if moves is None or moves.along is not self.along or self.steps is None:
            return self._lose()
        self.steps = (self.steps[0] - moves.first, self.steps[1] - moves.first)
        return None

    def _taken(self, moves: Moves) -> None:
        """Some of the samples, some steps of each window."""
        if moves.first:
            if self.stride is None or moves.first != moves.last or self.steps is None:
                return self._lose()
            by = moves.first * self.stride
            self.steps = (self.steps[0] + by, self.steps[1] + by)
        if self.single:
            if moves.second != (None, None):
                self._columns(moves.second)
            if not moves.rest:
                self._some_columns()
            return None
        if moves.second != (None, None):
            if self.stirred or self.steps is None:
                return self._lose()
            inside = _inside(moves.second, *self.steps)
            if inside is None:
                return self._lose()
            self.steps, self.single = inside, isinstance(moves.second, int)
        if not moves.rest:
            self._some_columns()
        self.stirred = self.stirred or not moves.axes
        return None


def _of_its_rows(step: Step) -> Step:
    """What a step does to one column of a frame."""
    moves = step.moves
    if moves is None or moves.second == (None, None):
        return step
    return replace(step, moves=replace(moves, second=(None, None)))


def _is_rows(step: Step) -> bool:
    """Whether a step picks rows of a whole frame, which then are those of its columns too."""
    return step.moves is not None and step.moves.along is not None


def _joins(step: Step) -> bool:
    """Whether arrays come together, and no mask picks rows."""
    return step.joined is not None and (step.joined.across or step.kind != "select")


def _fills_back(step: Step) -> bool:
    """Whether gaps are filled with what comes after them."""
    return step.kind == "clean" and step.moves is not None and step.moves.last > 0


def _key(step: Step) -> object:
    """Equal where it picks the same rows."""
    part = step.detail.part if isinstance(step.detail, Side) else None
    rows = step.detail.rows if isinstance(step.detail, Selected) else None
    if rows is not None and not (isinstance(step.detail, Selected) and step.detail.picked):
        return ("rows", rows)
    if step.joined is not None and step.joined.parts[0]:  # a mask: the same for all that it picks of
        step = step.joined.parts[0][-1]
    return step.what, id(step.place.node) if step.place is not None else id(step), part


def _at_one_place(first: Step, second: Step) -> bool:
    """Whether one call did both: it cuts windows and shuffles them."""
    if first.place is None or second.place is None:
        return False
    along = second.moves.along if second.moves is not None else None
    return first.place.node is second.place.node or first.place.node is along


def _inside(kept: Taken, first: int, last: int) -> tuple[int, int] | None:
    """The rows that a subscript keeps of a window; None where that is not known."""
    if isinstance(kept, str):
        return None
    rows = range(first, last + 1)
    if isinstance(kept, int):
        return (rows[kept], rows[kept]) if -len(rows) <= kept < len(rows) else None
    some = rows[slice(*kept)]
    return (some[0], some[-1]) if some else None
