// JupyterLab with jupyterlab-lsp: a finding is seen in a cell and in the panel, and the hover on a layer.
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

  const place = page.locator(".cm-lintRange, .cm-lsp-diagnostic").first();
  await place.hover();
  await page.getByText("lets LSTM gates exceed 1").first().waitFor();
  await shot("finding");
  say("what is wrong is shown over it");
  say("passed");
} catch (error) {
  await shot("failed");
  console.error(`jupyterlab: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
