/** The page in a browser, opened from disk. */
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { inventedRun } from "../../../../bench/report/invented-run";
import { showAsHtml, type PageSource } from "../../../../src/operations/show/html/page";
import { describeWith } from "../../../requires";
import { hostileRun, smallRun } from "./sample-runs";

describeWith(["chromium"], "the page in Chromium", (executablePath) => {
  let folder: string;
  let browser: Browser;
  /** What the page did that it must not do: messages of the console, requests, dialogs. */
  const noises: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "page-"));
    browser = await chromium.launch({ executablePath });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(noises.splice(0)).toEqual([]);
  });

  async function open(sample: PageSource, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const file = join(folder, "report.html");
    await writeFile(file, showAsHtml(sample));
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 }, offline: true });
    const page = await context.newPage();
    const own = pathToFileURL(file).href;
    page.on("console", (message) => noises.push(message.text()));
    page.on("pageerror", (error) => noises.push(error.message));
    page.on("request", (request) => {
      if (!/^(blob|data):/.test(request.url()) && request.url() !== own) noises.push(request.url());
    });
    page.on("dialog", (dialog) => {
      noises.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(own);
    await page.getByRole("treegrid").waitFor();
    await page.getByText(/of [\d,]+ instances$/).waitFor();
    return page;
  }

  /** The violations that axe finds, each with an element. */
  async function violationsOf(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    const results = await page.evaluate<axe.AxeResults>("axe.run()");
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  }

  it("opens without a network, and shows instances with their answers", async () => {
    const page = await open(smallRun());
    await page.getByRole("gridcell", { name: "web-1.example.internal" }).waitFor();
    expect(await page.getByRole("status").textContent()).toBe("3 of 3 instances");
    expect(await page.getByRole("row", { name: /app-prod/ }).textContent()).toContain("could not be assumed");
  });

  it("says at the top what could not be read, and leads to the reasons", async () => {
    const page = await open(smallRun());
    await page.getByText("1 result could not be read.").waitFor();
    await page.getByRole("button", { name: "Reasons and remedies" }).click();
    expect(await page.getByRole("tabpanel", { name: "Failures" }).textContent()).toContain(
      "Deploy the account's member stack.",
    );
  });

  it("filters by words of an output, by status and by account", async () => {
    const page = await open(smallRun());
    await page.keyboard.press("/");
    await page.keyboard.type("karoo");
    await page.getByText("1 of 3 instances").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("3 of 3 instances").waitFor();
    await page.getByRole("group", { name: "Show instances that are" }).getByText("Success").click();
    await page.getByText("2 of 3 instances").waitFor();
    await page.getByLabel("Account and Region").selectOption("222222222222 ap-northeast-1");
    await page.getByText("1 of 3 instances").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByText("3 of 3 instances").waitFor();
  });

  it("is walked by keyboard: to a failed cell, into its details and back", async () => {
    const page = await open(smallRun());
    const focused = page.locator(":focus");
    await page.getByRole("tab", { name: "Matrix" }).focus();
    await page.keyboard.press("Tab");
    expect(await focused.textContent()).toContain("app-staging");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    expect(await focused.textContent()).toContain("yum is locked");
    await page.keyboard.press("Enter");
    const details = page.getByRole("complementary", { name: "Details of CheckUpdate on legacy-1" });
    expect(await details.textContent()).toContain("Step fails when it is verifying the command: yum is locked");
    await page.keyboard.press("ArrowLeft");
    expect(await page.getByRole("complementary").textContent()).toContain("Amazon Linux release 2 (Karoo)");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("complementary").count()).toBe(0);
    expect(await focused.textContent()).toContain("Amazon Linux release 2 (Karoo)");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("aria-label")).toBe("Close the details (Escape)");
    await page.keyboard.press("Enter");
    expect(await focused.textContent()).toContain("Amazon Linux release 2 (Karoo)");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowLeft");
    expect(await page.getByRole("row", { name: /app-staging/ }).getAttribute("aria-expanded")).toBe("false");
  });

  it("shows HTML, scripts and terminal escapes of an output as text", async () => {
    const page = await open(hostileRun());
    const cell = page.getByRole("gridcell", { name: "<script>document.title" });
    await cell.click();
    const output = page.getByLabel("Text of the output");
    expect(await output.textContent()).toBe(
      "</script><script>document.title = 'taken'</script><img src=x onerror=alert(1)>",
    );
    expect(await page.locator("#app script, #app img").count()).toBe(0);
    expect(await page.title()).toContain("<script>alert(1)</script>");
    await page.getByRole("gridcell", { name: "gnp.exe" }).click();
    expect(await output.textContent()).toContain("\\x1b[31mred\\x1b[0m \\u202egnp.exe");
  });

  it("reads bytes that are not UTF-8 in the encoding that the user chooses", async () => {
    const page = await open(hostileRun());
    await page.getByRole("gridcell", { name: "\ufffd" }).click();
    await page.getByLabel("Read it as").selectOption("shift_jis");
    expect(await page.getByLabel("Text of the output").textContent()).toContain("日本語");
  });

  it("shows the start of an output of 5 MB, all of it on demand, and saves its bytes", async () => {
    const page = await open(hostileRun());
    await page.getByRole("gridcell", { name: "long line" }).click();
    const output = page.getByLabel("Text of the output");
    expect((await output.textContent())?.length).toBe(100_000);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save" }).click();
    const stream = await (await saved).createReadStream();
    let bytes = 0;
    for await (const chunk of stream) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(5_242_880);
    await page.getByRole("button", { name: "Show all 5.2 MB" }).click();
    expect((await output.textContent())?.length).toBe(5_242_880);
  });

  it.each(["light", "dark"] as const)("passes axe's checks in every view (%s)", async (theme) => {
    const page = await open(smallRun(), theme);
    for (const tab of ["Answers", "Failures", "Time line", "Matrix"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect([tab, await violationsOf(page)]).toEqual([tab, []]);
    }
    await page.getByRole("gridcell", { name: "yum is locked" }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "legacy-1" }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("gridcell", { name: "could not be assumed" }).click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it("has few lines of 10,000 instances in the document, and reaches the last one by key", async () => {
    const page = await open(inventedRun(10_000));
    expect(await page.getByRole("status").textContent()).toBe("10,000 of 10,000 instances");
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    await page.getByRole("tab", { name: "Matrix" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+End");
    const row = page.getByRole("row").filter({ has: page.locator(":focus") });
    const index = Number(await row.getAttribute("aria-rowindex"));
    expect(index).toBe(Number(await page.getByRole("treegrid").getAttribute("aria-rowcount")));
    expect(await row.isVisible()).toBe(true);
  });

  it("takes answers as equal that differ in the names of hosts, if it is asked to", async () => {
    const page = await open(smallRun());
    await page.getByRole("tab", { name: "Answers" }).click();
    await page.getByText("3 instances, 3 different answers").waitFor();
    await page.getByLabel("host names").check();
    await page.getByText("3 instances, 1 different answer.").waitFor();
    expect(await page.getByRole("article").textContent()).toContain("<host>.example.internal");
  });

  it("prints the rows that are not on the screen", async () => {
    const page = await open(inventedRun(300));
    await page.emulateMedia({ media: "print" });
    await page.locator(".printout").waitFor();
    expect(await page.locator(".printout tbody tr").count()).toBe(300);
    expect(await page.getByRole("treegrid").count()).toBe(0);
  });
});
