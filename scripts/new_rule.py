"""Write the two files of a new rule: `python scripts/new_rule.py some-pattern --group gates --severity warning`.

The page and the check are a whole rule about a made-up pattern, a recurrent layer that reads backwards: its tests pass,
so what you change breaks them until it is right. The code is the next free one of the group. With `--probe` smoke
training can confirm it, by the Bad block of the page. The table of rules in the README is written anew.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lstm_lint.rulebook.rule_page import Rule, read_rules
from lstm_lint.smoke import probes

ROOT = Path(__file__).resolve().parent.parent
SEVERITIES = ("error", "warning", "advice")
FIXES = ("none", "safe", "unsafe")

PAGE = """\
+++
code = "{code}"
name = "{name}"
severity = "{severity}"
group = "{group}"
default = false
fix = "{fix}"
keras = ">=2"
{smoke}since = "0.1"
{table}+++
# A recurrent layer reads its sequence backwards

## Why

The mechanism in two or three sentences, and the measured effect with its numbers. This page is a template: `default`
may be true once Evidence shows harm.

## Bad

```python
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((30, 4)),
        layers.LSTM(32, go_backwards=True),  # error: [{code}]
        layers.Dense(1),
    ]
)
model.compile("adam", "mse")
```

## Good

```python
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((30, 4)),
        layers.LSTM(32),
        layers.Dense(1),
    ]
)
model.compile("adam", "mse")
```

A layer that is told to read both ways:

```python
import keras
from keras import layers

both = layers.Bidirectional(layers.LSTM(32), backward_layer=layers.LSTM(32, go_backwards=True))
model = keras.Sequential([keras.Input((30, 4)), both, layers.Dense(1)])
model.compile("adam", "mse")
```

## When to ignore it

When the end of a sequence is what matters least.

## Evidence

The setting, the numbers and how to repeat them; a paper, the source of Keras or an issue. It stands on its own.
"""

CHECK = '''\
"""{code}: a recurrent layer that reads its sequence backwards."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Known, Layer, Model, Script


@check("{name}", needs="recurrent.go_backwards=")
def {function}(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.recurrent:
            if layer["go_backwards"] == Known(True) and not layer.is_wrapped:
                message = f"`{{layer.title}}` reads the end first and the start last; drop go_backwards"
{problem}                yield model, layer, problem
'''
PLAIN = '                problem = layer.problem(message, at="go_backwards", model=model)\n'
FIXED = """\
                fix = layer.remove_argument("go_backwards", applicability="{fix}")
                problem = layer.problem(message, at="go_backwards", fix=fix, model=model)
"""
SMOKE = """\
[smoke]
probe = "{probe}"
mend = {{ drop = "argument" }}
planted = "page"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the files and says which. Returns 0; 2 with one line where the rule cannot be."""
    rules = read_rules(ROOT / "rules")
    groups = sorted({rule.group for rule in rules})
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", help="the pattern, not the cure: it reads well after `allow`")
    parser.add_argument("--group", choices=groups, required=True)
    parser.add_argument("--severity", choices=SEVERITIES, required=True)
    parser.add_argument("--fix", choices=FIXES, default="none")
    parser.add_argument("--probe", choices=sorted({*probes.EXACT, *probes.TRAINING}), metavar="PROBE",
                        help="the smoke probe that confirms it, a name of lstm_lint/smoke/probes.py")  # fmt: skip
    given = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", given.name):
        parser.error(f"{given.name!r} is no name: write lower-case words with hyphens between them")
    if given.name in {rule.name for rule in rules}:
        parser.error(f"there is a rule {given.name} already")
    code = free_code(rules, given.group)
    if code is None:
        parser.error(f"no code is free in the group {given.group}")
    function = given.name.replace("-", "_")
    values = {
        **vars(given),
        "code": code,
        "function": function,
        "smoke": "" if given.probe else 'smoke = "none"\nnot_confirmable = "data"\n',
        "table": SMOKE.format(probe=given.probe) if given.probe else "",
        "problem": PLAIN if given.fix == "none" else FIXED.format(fix=given.fix),
    }
    page, check = ROOT / "rules" / f"{code}-{given.name}.md", ROOT / "lstm_lint" / "checks" / f"{function}.py"
    page.write_text(PAGE.format(**values), "utf-8")
    check.write_text(CHECK.format(**values), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, str(ROOT / "tests" / "test_readme.py")], env=environment, check=True)
    for file in (page, check, ROOT / "README.md"):
        print(file.relative_to(ROOT))
    print(f"now: python -m pytest tests/test_rules.py -k {code}")
    return 0


def free_code(rules: Sequence[Rule], group: str) -> str | None:
    """The code after the last one of the group; a gap only where there is none after it: codes are not used twice."""
    ours = [rule.code for rule in rules if rule.group == group]
    hundred = Counter(code[:3] for code in ours).most_common(1)[0][0]
    taken = {int(rule.code[3:]) for rule in rules if rule.code.startswith(hundred)}
    last = max(taken)
    taken |= {int(code[3:]) for code in retired_codes() if code.startswith(hundred)}
    number = next((n for n in (*range(last + 1, 100), *range(1, last)) if n not in taken), None)
    return f"{hundred}{number:02}" if number is not None else None


def retired_codes() -> tuple[str, ...]:
    """The codes that no rule may have again, from the table of RELEASING.md."""
    rows = re.findall(r"^\| (LL[^|]*)\|", (ROOT / "RELEASING.md").read_text(encoding="utf-8"), re.MULTILINE)
    return tuple(re.findall(r"LL\d{3}", " ".join(rows)))


if __name__ == "__main__":
    sys.exit(main())
