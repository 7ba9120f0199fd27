/** The page of a report with 50,000 results: how large it is, and how long people wait for it. Nothing comparable is at hand. */
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { OperationError } from "../../src/diagnostics/errors";
import { showAsHtml } from "../../src/operations/show/html/page";
import { findProgram } from "../../src/tools/programs";
import type { Measurement } from "../measurement";
import { seconds, single, size } from "../report";
import { median } from "../rounds";
import { inventedRun } from "./invented-run";

const STEPS_EACH = 5;
const FULL = { instances: 10_000, rounds: 5 };
const QUICK = { instances: 1_000, rounds: 1 };

export const measurePage: Measurement = async ({ quick, signal, log, env }) => {
  const { instances, rounds } = quick ? QUICK : FULL;
  const executablePath = env.FLEETBOOK_CHROMIUM ?? findProgram("chromium", env) ?? findProgram("google-chrome", env);
  if (executablePath === undefined) {
    throw new OperationError({
      message: "Chromium is not on PATH.",
      remedy: "CONTRIBUTING.md says how to install it.",
    });
  }
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  const browser = await chromium.launch({ executablePath });
  try {
    const file = join(folder, "report.html");
    const began = performance.now();
    await writeFile(file, showAsHtml(inventedRun(instances)), { signal });
    const written = (performance.now() - began) / 1000;
    const opened: Opened[] = [];
    for (let round = 0; round < rounds && !signal.aborted; round += 1) {
      opened.push(await open(browser, pathToFileURL(file).href));
      log(`Opened ${round + 1} of ${rounds} times.`);
    }
    const typical = (figure: keyof Opened) => seconds(median(opened.map((each) => each[figure])) / 1000);
    const what = `page of ${(instances * STEPS_EACH).toLocaleString("en-US")} results`;
    return [
      single(`${what}: size`, size((await stat(file)).size)),
      single(`${what}: writing it`, seconds(written)),
      single(`${what}: first row`, typical("firstRow")),
      single(`${what}: all outputs read`, typical("allRead")),
      single(`${what}: filter by a word of the outputs`, typical("filtered")),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Milliseconds after the navigation, or after a word was typed. */
interface Opened {
  readonly firstRow: number;
  readonly allRead: number;
  readonly filtered: number;
}

/** Watches the page from inside: a text is there at the next frame after the document has it. */
const WATCH = `
globalThis.seen = (selector, pattern) => new Promise((resolve) => {
  const look = () => {
    const element = document.querySelector(selector);
    if (element === null || !pattern.test(element.textContent)) return false;
    requestAnimationFrame(() => resolve(performance.now()));
    return true;
  };
  if (look()) return;
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true, characterData: true });
});
globalThis.firstRow = seen("[role=treegrid] [role=gridcell]", /./);
globalThis.allRead = seen("[role=status]", /instances$/);`;

async function open(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext({ offline: true });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(url);
    const firstRow = await page.evaluate<number>("firstRow");
    const allRead = await page.evaluate<number>("allRead");
    const filtered = await page.evaluate<number>(`(async () => {
      const box = document.querySelector("#search");
      const began = performance.now();
      box.value = "karoo";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      return (await seen("[role=status]", /^\\d+ of [\\d,]+ instances$/)) - began;
    })()`);
    return { firstRow, allRead, filtered };
  } finally {
    await context.close();
  }
}
