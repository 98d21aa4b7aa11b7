// Starts the server and shows what only VS Code can: the table of models, a question for a reason, how the server is.
import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { program } from "./interpreter";
import { endAll, follow } from "./training";

const NAME = "lstm-lint";
const SMOKE = "lstm-lint.smoke";
const TABLE = "lstm-lint.modelTable";
const SILENCE = "lstm-lint.silence";
const TABLE_SCHEME = "lstm-lint-models";
const RESTARTING = ["enable", "path", "interpreter"];

const SELECTOR = [
  { scheme: "file", language: "python" },
  { scheme: "untitled", language: "python" },
  { notebook: "jupyter-notebook", language: "python" },
  { scheme: "file", pattern: "**/*.{qmd,rmd,Rmd,md}" },
];

let client: LanguageClient | undefined;
let log: vscode.LogOutputChannel;
let status: vscode.StatusBarItem;
const tables = new Map<string, string>();
const tableChanged = new vscode.EventEmitter<vscode.Uri>();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel(NAME, { log: true });
  status = vscode.window.createStatusBarItem(NAME, vscode.StatusBarAlignment.Right);
  status.name = NAME;
  status.command = "lstm-lint.showLog";
  context.subscriptions.push(
    log,
    status,
    tableChanged,
    vscode.commands.registerCommand("lstm-lint.restart", () => restart(context)),
    vscode.commands.registerCommand("lstm-lint.showLog", () => log.show()),
    vscode.commands.registerCommand("lstm-lint.smokeThisFile", () => ofThisFile(SMOKE)),
    vscode.commands.registerCommand("lstm-lint.tableOfThisFile", () => ofThisFile(TABLE)),
    vscode.commands.registerCommand("lstm-lint.silenceWithReason", silence),
    vscode.workspace.registerTextDocumentContentProvider(TABLE_SCHEME, {
      onDidChange: tableChanged.event,
      provideTextDocumentContent: (uri) => tables.get(uri.query) ?? "",
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (RESTARTING.some((key) => event.affectsConfiguration(`${NAME}.${key}`))) {
        void restart(context);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => restart(context)),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  const before = client;
  client = undefined;
  await before?.dispose().catch((error: unknown) => log.warn(String(error)));
  await start(context);
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  if (!vscode.workspace.getConfiguration(NAME).get<boolean>("enable", true)) {
    status.hide();
    return;
  }
  const found = await program();
  if (found === undefined) {
    show("error", "no Python was found: set `lstm-lint.interpreter`");
    return;
  }
  log.info(`starting ${found.command} ${found.args.join(" ")}`);
  // Not in the workspace: Python would take modules from the folder that it starts in.
  const options = { cwd: context.extensionPath };
  const started = new LanguageClient(NAME, NAME, { ...found, options }, clientOptions());
  client = started;
  show("starting", found.command);
  started.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) {
      endAll();
    }
    if (newState === State.Running && client === started) {
      show("running", `${started.initializeResult?.serverInfo?.version ?? ""} ${found.command}`.trim());
    }
  });
  try {
    await started.start();
  } catch (error) {
    log.error(String(error));
    show("error", `the server did not start: pip install 'lstm-lint[server]' for ${found.command}`);
    const chosen = await vscode.window.showWarningMessage(
      `lstm-lint: ${found.command} has no server; run: pip install 'lstm-lint[server]'`,
      "Show the log",
    );
    if (chosen !== undefined) {
      log.show();
    }
  }
}

function clientOptions(): LanguageClientOptions {
  const settings = vscode.workspace.getConfiguration(NAME);
  return {
    documentSelector: SELECTOR,
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    synchronize: { configurationSection: NAME },
    initializationOptions: {
      inlayHints: settings.get("inlayHints"),
      codeLens: settings.get("codeLens"),
      smoke: settings.get("smoke"),
      profile: settings.get("profile"),
      keras: settings.get("keras"),
      config: settings.get("config"),
      trusted: vscode.workspace.isTrusted,
      asksReason: true,
      showsTable: true,
    },
    middleware: {
      handleWorkDoneProgress: (token, said, next) => follow(client, token, said, () => next(token, said)),
      executeCommand: async (command, args, next) => {
        const answer: unknown = await next(command, args);
        if (command === TABLE && typeof answer === "string" && answer) {
          await showTable(String(args[0]), answer);
        }
        return answer;
      },
    },
  };
}

/** The table of models beside the editor, kept while it is asked for again. */
async function showTable(uri: string, text: string): Promise<void> {
  tables.set(uri, text);
  const name = vscode.Uri.parse(uri).path.split("/").pop() ?? "";
  const table = vscode.Uri.from({ scheme: TABLE_SCHEME, path: `/models of ${name}.txt`, query: uri });
  tableChanged.fire(table);
  const document = await vscode.workspace.openTextDocument(table);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

async function silence(about: Record<string, unknown>): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: `Ignore ${String(about.code)} here`,
    prompt: "Why may this stay? It is written into the comment.",
    validateInput: (text) => (text.includes("#") ? "A reason is one line of text without #" : undefined),
  });
  if (reason !== undefined) {
    await vscode.commands.executeCommand(SILENCE, { ...about, reason });
  }
}

async function ofThisFile(command: string): Promise<void> {
  const uri =
    vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
  if (uri !== undefined && client !== undefined) {
    await vscode.commands.executeCommand(command, client.code2ProtocolConverter.asUri(uri));
  }
}

function show(state: "starting" | "running" | "error", about: string): void {
  const icon = { starting: "loading~spin", running: "check", error: "warning" }[state];
  status.text = `$(${icon}) ${NAME}`;
  status.tooltip = `${NAME}: ${state}\n${about}`;
  status.backgroundColor = state === "error" ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  status.show();
}
