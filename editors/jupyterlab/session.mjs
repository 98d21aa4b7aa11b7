// JupyterLab with jupyterlab-lsp: a finding is seen in a cell, and the hover on a layer.
//
//   node session.mjs URL FOLDER PICTURES       (PLAYWRIGHT: playwright-core's index.mjs, CHROMIUM: the browser)
import { join } from "node:path";

const { chromium } = await import(process.env.PLAYWRIGHT ?? "playwright-core");
const [url, , pictures] = process.argv.slice(2);
const PATIENCE = 90_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1180, height: 720 } });
page.setDefaultTimeout(PATIENCE);
const shot = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });
const say = (line) => console.log(`jupyterlab: ${line}`);

try {
  await page.goto(`${url}/lab/tree/train.ipynb?reset`);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  await page.locator(".cm-lintRange, .cm-lsp-diagnostic, .cm-lintPoint").first().waitFor();
  await page.waitForTimeout(1500);
  await shot("notebook");
  say("a squiggle is seen in a cell");

  await page.getByText("No", { exact: true }).click({ timeout: 2000 }).catch(() => {});
  const place = page.locator(".cm-line", { hasText: "recurrent_activation" }).getByText("LSTM").first();
  await place.hover();
  await page.waitForTimeout(1000);
  await page.keyboard.press("Control");
  await page.getByText("output shape").first().waitFor();
  await page.waitForTimeout(500);
  await shot("hover");
  say("shape and parameters are shown over a layer");
  say("passed");
} catch (error) {
  await shot("failed");
  console.error(`jupyterlab: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
