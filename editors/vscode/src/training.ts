// The progress of a training, with a button that cancels it: the client alone would show it in the status bar, without.
import * as vscode from "vscode";
import {
  LanguageClient,
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from "vscode-languageclient/node";

type Said = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

interface Shown {
  report?: (message: string | undefined) => void;
  end: () => void;
}

const shown = new Map<ProgressToken, Shown>();

/** What the server says of its progress. Other progress than that which can be cancelled is the client's to show. */
export function follow(client: LanguageClient | undefined, token: ProgressToken, said: Said, next: () => void): void {
  if (said.kind === "begin" && said.cancellable && client !== undefined) {
    begin(client, token, said);
  } else if (!shown.has(token)) {
    next();
  } else if (said.kind === "report") {
    shown.get(token)?.report?.(said.message);
  } else if (said.kind === "end") {
    shown.get(token)?.end();
    shown.delete(token);
  }
}

/** The server is gone, and all that it was at. */
export function endAll(): void {
  shown.forEach((one) => one.end());
  shown.clear();
}

function begin(client: LanguageClient, token: ProgressToken, said: WorkDoneProgressBegin): void {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const one: Shown = { end };
  shown.set(token, one);
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: said.title, cancellable: true },
    (progress, cancelled) => {
      one.report = (message) => progress.report({ message });
      cancelled.onCancellationRequested(
        () => void client.sendNotification(WorkDoneProgressCancelNotification.type, { token }),
      );
      return ended;
    },
  );
}
