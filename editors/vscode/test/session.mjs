// VS Code in a browser without a screen: the packaged extension on a script and a notebook. What a person would see is
// waited for, used, and kept as pictures.
//
//   node session.mjs URL FOLDER PICTURES       (PLAYWRIGHT: playwright-core's index.mjs, CHROMIUM: the browser)
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const { chromium } = await import(process.env.PLAYWRIGHT ?? "playwright-core");
const [url, folder, pictures] = process.argv.slice(2);
const PATIENCE = 240_000;
const TRAINING = 600_000;
const HINT = "-> (None, 72, 64)";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1180, height: 720 } });
page.setDefaultTimeout(PATIENCE);

const shot = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });
const say = (line) => console.log(`vscode: ${line}`);

/** Waits for text that the editor shows; it writes spaces as no-break ones. */
const seen = (selector, text, timeout = PATIENCE) =>
  page.waitForFunction(
    ([where, what]) =>
      [...document.querySelectorAll(where)].some((one) => one.textContent.replace(/\u00a0/g, " ").includes(what)),
    [selector, text],
    { timeout },
  );

/** Asks for what can be done where the cursor is, until it is offered: the editor asks the server once it rests. */
async function offered(what) {
  for (let asked = 0; ; asked++) {
    await page.keyboard.press("Control+.");
    try {
      return await seen(".action-widget", what, 8000);
    } catch (error) {
      if (asked === 20) {
        throw error;
      }
      await page.keyboard.press("Escape");
    }
  }
}

async function open(name) {
  const row = page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
  await row.waitFor();
  await row.dblclick();
  await page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
}

try {
  await page.goto(`${url}/?folder=${folder}`);
  await page.locator(".monaco-workbench").waitFor();

  await open("train.py");
  await page.locator(".view-overlays .squiggly-warning").first().waitFor();
  await seen(".view-lines", HINT);
  await seen(".codelens-decoration", "50,753 parameters");
  await page.mouse.move(600, 640);
  await page.waitForTimeout(1000);
  await shot("script");
  say("a squiggle, hints beside the layers and lenses over the model are seen");

  const layer = page.locator(".view-line span", { hasText: /^LSTM$/ }).last();
  await layer.hover();
  await seen(".monaco-hover", "output shape");
  await page.waitForTimeout(500);
  await shot("hover");
  say("the hover on a layer is seen");

  await page.mouse.move(600, 640);
  await page.locator(".view-line", { hasText: "recurrent_activation" }).getByText(/relu/).first().click();
  await offered('recurrent_activation="sigmoid"');
  await page.waitForTimeout(500);
  await shot("fix");
  await page.keyboard.press("Enter");
  await seen(".view-lines", 'recurrent_activation="sigmoid"');
  await page.locator(".view-overlays .squiggly-warning").first().waitFor({ state: "detached" });
  await shot("fixed");
  say("the quick fix is offered, applied, and the squiggle is gone");

  await page.locator(".codelens-decoration a", { hasText: "model table" }).first().click();
  await seen(".view-lines", "parameters: 50,753");
  await page.waitForTimeout(500);
  await shot("table");
  say("the table of the model opens beside the editor");

  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+W");
  await page.waitForTimeout(500);
  const dialog = page.locator(".monaco-dialog-box");
  if (await dialog.isVisible()) {
    await dialog.getByText("Save", { exact: false }).first().click();
  }
  await open("train.ipynb");
  await page.locator(".cell .view-overlays .squiggly-warning").first().waitFor();
  await seen(".cell .view-lines", HINT);
  await page.waitForTimeout(1000);
  await shot("notebook");
  await page.locator(".cell .view-line", { hasText: "recurrent_activation" }).getByText(/relu/).first().click();
  await offered('recurrent_activation="sigmoid"');
  await page.waitForTimeout(500);
  await page.keyboard.press("Enter");
  await seen(".cell .view-lines", 'recurrent_activation="sigmoid"');
  await page.locator(".cell .view-overlays .squiggly-warning").first().waitFor({ state: "detached" });
  await shot("notebook-fixed");
  say("in a notebook the squiggle and the hints are seen, and the fix is applied");

  await open("small.py");
  const toast = ".notifications-toasts .notification-toast";
  const smoke = () => page.locator(".codelens-decoration a", { hasText: "smoke" }).first().click();
  await page.locator(".view-overlays .squiggly-warning").first().waitFor();
  await seen(".codelens-decoration", "smoke");
  await smoke();
  await seen(toast, "smoke training of small.py");
  await page.locator(toast).getByText("Cancel").click();
  await seen(toast, "smoke training was cancelled");
  await shot("smoke-cancelled");
  await page.locator(toast).first().hover();
  await page.locator(toast).locator(".codicon-notifications-clear").first().click();
  await page.locator(toast).first().waitFor({ state: "detached" });
  say("smoke training starts from the lens, and is cancelled");
  await smoke();
  await page.waitForFunction(
    (where) => /smoke training of small\.py: *\S/.test(document.querySelector(where)?.textContent ?? ""),
    toast,
  );
  await page.waitForTimeout(2000);
  await shot("smoke-progress");
  await seen(toast, "1 finding put to the test", TRAINING);
  await page.locator(".view-line", { hasText: "LSTM(16" }).getByText(/relu/).first().hover();
  await seen(".monaco-hover", "smoke training: ");
  await page.waitForTimeout(500);
  await shot("smoke");
  say("its progress is seen, and its verdict stands beside the finding");

  const saved = await readFile(join(folder, "train.py"), "utf8");
  say(saved.includes('recurrent_activation="sigmoid"') ? "the fixed script is saved" : "the script is not saved yet");
  say("passed");
} catch (error) {
  await shot("failed");
  console.error(`vscode: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
