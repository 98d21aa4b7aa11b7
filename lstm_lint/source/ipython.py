"""IPython syntax in Python text, blanked so that every line and column stays where it was."""

from __future__ import annotations

import re

# What stands for the value of `x = !cmd`: IPython's own name for "some earlier output". A literal such as
# None would be a known value, and rules must stay silent on what nobody knows.
UNKNOWN = "__"

# Cell magics whose body is Python that runs in (or reads like) the notebook's namespace. All others are
# another language or are never run, and are blanked whole.
PYTHON_CELL_MAGICS = frozenset(
    ("time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "pyinstrument", "scalene")
    + ("heat", "debug", "px", "local", "cache", "python", "python3", "wandb", "ipytest", "run_pytest")
    + ("black", "notify", "trace", "lint")
)
# Line magics that run the Python after them, each with its option letters that take a value.
PYTHON_LINE_MAGICS = {
    "time": "",
    "timeit": "nrp",
    "prun": "lsTD",
    "memit": "rti",
    "lprun": "fmDTu",
    "mprun": "fT",
}

# White space that pasted code holds and Python rejects, zero-width joiners and stray byte order marks too.
ODD = "\x0b\x85\xa0\u1680\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"

_TOKEN = re.compile(
    rf"""
      [^\n"'\#()\[\]{{}}\\={ODD}]+
    | (?P<comment>\#[^\n]*)
    | (?P<string>\"{{3}}[^\\"]*(?:(?:\\.|"(?!""))[^\\"]*)*(?:\"{{3}}|\Z|\\\Z)
               | '{{3}}[^\\']*(?:(?:\\.|'(?!''))[^\\']*)*(?:'{{3}}|\Z|\\\Z)
               | "[^"\\\n]*(?:\\.[^"\\\n]*)*"?
               | '[^'\\\n]*(?:\\.[^'\\\n]*)*'?)
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | \\\n
    | (?P<newline>\n)
    | (?P<odd>[{ODD}]+)
    | (?P<assign>=[ \t{ODD}]*(?=!(?!=)|%[^\W\d]))
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_INDENT = re.compile(rf"[ \t\f{ODD}]*")
_COMMAND = re.compile(r"(?:[^\n]*\\\n)*[^\n]*")
_CELL_MAGIC = re.compile(r"%%(!|[^\W\d][\w.-]*)(\?)?[^\n]*")
_HELP = re.compile(r"[^\n#'\"]*[\w*\]]\?{1,2}[ \t]*$", re.MULTILINE)
_PYTHON_LINE_MAGIC = {
    name: re.compile(
        rf"%{name}(?:[ \t]+--[\w-]+"
        + (rf"|[ \t]+-[{valued}][ \t]*[^\s-]\S*" if valued else "")
        + r"|[ \t]+-\w+)*[ \t]+"
        # Only a simple statement may follow `pass;` on its line.
        r"(?!(?:if|for|while|with|def|class|try|async)\b)(?=[^\s%!?@#])"
    )
    for name, valued in PYTHON_LINE_MAGICS.items()
}
# Names that IPython takes for commands without a `%` where an argument follows: `cd data`, `rm -rf old`.
_AUTOMAGIC = re.compile(
    r"^[ \t]*(?:cat|cd|conda|cp|env|less|ll|ls|man|mkdir|more|mv|pip|rm|rmdir)[ \t]+"
    r"(?!(?:and|if|in|is|not|or)\b)(?:-{1,2}[A-Za-z]|[./~]*[A-Za-z_$\"'])[^\n]*",
    re.MULTILINE,
)
_LINE_MAGIC_NAME = re.compile(r"%([a-z]+)\b")
# Where the next cell of a script starts: Jupytext's percent format, nbconvert's and spyder's marks.
_NEXT_CELL = re.compile(r"^# ?(?:%%|In ?\[|<codecell>|<markdowncell>)", re.MULTILINE)
_PROMPTS = re.compile(r"^(?:>>>|\.\.\.)(?: |$)|^(?:In \[\d+\]: |[ \t]*\.{3,}: ?)", re.MULTILINE)
_FIRST_PROMPT = re.compile(r"\s*^(?:>>> |In \[\d+\]: )", re.MULTILINE)
_STARTS_INDENTED = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*[ \t]+[^\s#]")


def blank(text: str) -> str:
    """The text with IPython syntax replaced by spaces or by Python of the same width.

    Commands at the start of an indented line become `pass`, since they may be the only statement of a block;
    `x = !cmd` becomes a name that nothing defines; `%time` and its kin keep the statement they run.
    """
    if not _may_be_special(text):
        return text
    if _FIRST_PROMPT.match(text):
        text = _PROMPTS.sub(lambda prompt: " " * len(prompt[0]), text)
    pieces: list[str] = []
    at, depth, fresh = 0, 0, True
    while at < len(text):
        if fresh:
            fresh = False
            piece = _statement(text, at)
            if piece is not None:
                pieces.append(piece)
                at += len(piece)
                continue
        token = _TOKEN.match(text, at)
        if token is None:  # every character is a token; the type checker cannot know
            break
        at = token.end()
        kind = token.lastgroup
        if kind == "odd":
            pieces.append(" " * len(token[0]))
            continue
        pieces.append(token[0])
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "newline":
            fresh = depth == 0
        elif kind == "assign" and depth == 0:
            value = _assigned(text, at)
            pieces.append(value)
            at += len(value)
    return "".join(pieces)


def starts_indented(text: str) -> bool:
    """Whether the first statement is indented. IPython dedents such a cell; Python refuses it."""
    return text[:1] in " \t\f\n#" and _STARTS_INDENTED.match(text) is not None


def _may_be_special(text: str) -> bool:
    # Plain searches: one regular expression for all of it takes longer than json.loads of the notebook.
    return (
        not text.isascii()
        or any(mark in text for mark in ("%", "!", "?", "\x0b", "\n,", "\n;", "\n/"))
        or text.lstrip().startswith((",", ";", "/", ">>> ", "In ["))
        or _AUTOMAGIC.search(text) is not None
    )


def spaces(text: str) -> str:
    """Spaces in place of everything but the line ends."""
    return re.sub(r"[^\n]", " ", text)


def _statement(text: str, at: int) -> str | None:
    """The replacement for the IPython syntax that starts the statement at `at`; None for plain Python."""
    indent = _span(_INDENT, text, at)
    code = at + len(indent)
    first = text[code : code + 1]
    if first == "%":
        cell_magic = _CELL_MAGIC.match(text, code)
        if cell_magic and not cell_magic[2]:
            if cell_magic[1] in PYTHON_CELL_MAGICS:
                return spaces(indent + cell_magic[0])
            following = _NEXT_CELL.search(text, cell_magic.end())
            return spaces(text[at : following.start() if following else len(text)])
        kept = _python_line_magic(text, code)
        if kept:
            # Spaces alone would leave the statement indented for no reason.
            return spaces(indent) + "pass;".ljust(kept)
    if first and first in "%!?,;/":
        command = _span(_COMMAND, text, code)
    elif first and (helped := _HELP.match(text, code)):
        command = helped[0]
    elif automagic := _AUTOMAGIC.match(text, at):
        command = automagic[0][len(indent) :]
    else:
        return None
    blanked = spaces(command)
    if indent:
        width = command.find("\n") if "\n" in command else len(command)
        filler = "pass" if width >= 4 else "..." if width == 3 else UNKNOWN[:width]
        blanked = filler + blanked[len(filler) :]
    return spaces(indent) + blanked


def _assigned(text: str, at: int) -> str:
    """The replacement for the command at `at`, on the right of an assignment."""
    if text.startswith("%time", at):
        kept = _python_line_magic(text, at)
        if kept:  # the value of `x = %time f()` is that of f()
            return " " * kept
    command = _span(_COMMAND, text, at)
    value = UNKNOWN[: command.find("\n") if "\n" in command else len(command)]
    return value + spaces(command)[len(value) :]


def _python_line_magic(text: str, at: int) -> int:
    """How many characters come before the Python statement that a line magic runs; 0 for other magics."""
    name = _LINE_MAGIC_NAME.match(text, at)
    pattern = _PYTHON_LINE_MAGIC.get(name[1]) if name else None
    found = pattern.match(text, at) if pattern else None
    return len(found[0]) if found else 0


def _span(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found[0] if found else ""
