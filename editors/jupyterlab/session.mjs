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

/** The middle of a word in the line with this text, in pixels: names have no element of their own. */
const middleOf = (text, word) =>
  page.evaluate(
    ([where, what]) => {
      const line = [...document.querySelectorAll(".cm-line")].find((one) => one.textContent.includes(where));
      const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const start = texts.currentNode.textContent.indexOf(what);
        if (start >= 0) {
          const range = document.createRange();
          range.setStart(texts.currentNode, start);
          range.setEnd(texts.currentNode, start + what.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
      }
      throw new Error(`no ${what} is shown`);
    },
    [text, word],
  );

try {
  await page.goto(`${url}/lab/tree/train.ipynb?reset`);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
  await page.locator(".cm-lintRange, .cm-lsp-diagnostic, .cm-lintPoint").first().waitFor();
  await page.waitForTimeout(1500);
  await shot("notebook");
  say("a squiggle is seen in a cell");

  await page.getByText("No", { exact: true }).click({ timeout: 2000 }).catch(() => {});
  // Its hover is shown while the key of its settings is held, and asked for when the mouse moves over a name.
  const place = await middleOf("recurrent_activation", "LSTM");
  await page.mouse.move(place.x, place.y + 120);
  await page.keyboard.down("Control");
  await page.mouse.move(place.x, place.y, { steps: 8 });
  await page.getByText("output shape").first().waitFor();
  await page.keyboard.up("Control");
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
