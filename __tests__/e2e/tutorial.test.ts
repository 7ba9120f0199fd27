/**
 * docs/tutorial.md from its beginning to its end, as a reader carries it out: its commands, its files, and what it says is printed.
 * `UPDATE_TUTORIAL=1` writes what was printed into the page and its translation.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../requires";
import { PROJECT_FOLDER } from "./commands";
import { shownOf, stepsOf, withOutputs } from "../structure/page-steps";
import { Reader } from "./tutorial/reader";
import { RunIds, withSamples } from "./tutorial/samples";

const [PAGE, TRANSLATION] = ["tutorial.md", "tutorial.ja.md"].map((name) => join(PROJECT_FOLDER, "docs", name)) as [
  string,
  string,
];
const UPDATES = process.env.UPDATE_TUTORIAL === "1";

describeWith(["terraform", "moto_server", "git"], "The tutorial", () => {
  const page = readFileSync(PAGE, "utf8");
  const ids = new RunIds(page);
  const printed: string[] = [];
  let reader: Reader;
  let broken: string | undefined;

  beforeAll(async () => {
    reader = await Reader.begin();
  });
  afterAll(() => reader.end());

  const steps = stepsOf(page).map((step, index) => {
    const name = step.kind === "command" ? step.command : `${step.kind === "edit" ? "change" : "save"} ${step.path}`;
    return { title: `${index + 1}. ${name.replaceAll(/\s*\\\n\s*/g, " ")}`, step };
  });

  it.each(steps)("$title", async ({ title, step }) => {
    if (broken !== undefined) throw new Error(`This step was not reached: "${broken}" has failed.`);
    broken = title;
    if (step.kind !== "command") {
      reader.save(step);
      broken = undefined;
      return;
    }
    const { output, status } = await reader.type(ids.inCommand(step.command));
    const text = withSamples(ids.onPage(output));
    expect({ status, output: text }).toEqual({ status: 0, output: expect.any(String) as string });
    broken = undefined;
    if (step.output === undefined) return;
    const shown = shownOf(text, step.output);
    printed.push(shown);
    if (!UPDATES) expect(shown).toBe(step.output);
  });

  if (UPDATES) {
    it("is written anew with what was printed", () => {
      expect(broken).toBeUndefined();
      for (const file of [PAGE, TRANSLATION]) writeFileSync(file, withOutputs(readFileSync(file, "utf8"), printed));
    });
  }
});
