// Which program serves: the one that is set, that of the interpreter, or what the path has.
import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

export interface Program {
  command: string;
  args: string[];
}

/** The server to start. Undefined where there is neither the program nor a Python. */
export async function program(): Promise<Program | undefined> {
  const settings = vscode.workspace.getConfiguration("lstm-lint");
  const named = firstThere(settings.get<string[]>("path", []));
  if (named !== undefined) {
    return { command: named, args: ["server"] };
  }
  const python = firstThere(settings.get<string[]>("interpreter", [])) ?? (await chosenPython());
  if (python !== undefined) {
    return { command: python, args: ["-m", "lstm_lint", "server"] };
  }
  const installed = onPath("lstm-lint");
  if (installed !== undefined) {
    return { command: installed, args: ["server"] };
  }
  const found = onPath("python3") ?? onPath("python");
  return found === undefined ? undefined : { command: found, args: ["-m", "lstm_lint", "server"] };
}

function firstThere(paths: string[]): string | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return paths
    .map((path) => path.replace("${workspaceFolder}", folder).replace(/^~(?=[/\\])/, process.env.HOME ?? "~"))
    .find((path) => isAbsolute(path) && existsSync(path));
}

interface PythonExtension {
  environments?: { getActiveEnvironmentPath(resource?: vscode.Uri): { path: string } | undefined };
}

/** The interpreter that the Python extension has chosen, where it is installed and the workspace is trusted. */
async function chosenPython(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (extension === undefined || !vscode.workspace.isTrusted) {
    return undefined;
  }
  const api = extension.isActive ? extension.exports : await extension.activate();
  const path = api?.environments?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri)?.path;
  return path !== undefined && isAbsolute(path) && existsSync(path) ? path : undefined;
}

function onPath(name: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .flatMap((folder) => names.map((one) => join(folder, one)))
    .find((path) => existsSync(path));
}
