/** docs/tutorial.md as far as it can be checked without carrying it out, which __tests__/e2e/tutorial.test.ts does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { edited, shownOf, stepsOf } from "./page-steps";
import { RunIds, withSamples } from "../e2e/tutorial/samples";

const read = (page: string): string => readFileSync(join(__dirname, "../..", page), "utf8");
const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;

describe("the tutorial", () => {
  const outputs = stepsOf(read("docs/tutorial.md")).flatMap((step) =>
    step.kind === "command" && step.output !== undefined ? [step.output] : [],
  );

  it("prints the report that is on the README's first screen", () => {
    const [, report] = /^```text\n([^]*?)^```$/m.exec(read("README.md")) ?? [];
    expect(outputs.filter((output) => output.includes(report ?? ""))).toHaveLength(1);
  });

  it("has in its outputs nothing but samples of what differs from run to run", () => {
    expect(outputs.map(withSamples)).toEqual(outputs);
  });
});

describe("a page that is carried out", () => {
  it("has every line of its blocks as a command, and the last one's output", () => {
    expect(
      stepsOf(
        `${block("sh", "a \\\n  --long\nb")}\n${block("text", "B")}\nSave it as \`c.ts\`:\n\n${block("ts", "C")}`,
      ),
    ).toEqual([
      { kind: "command", command: "a \\\n  --long" },
      { kind: "command", command: "b", output: "B\n" },
      { kind: "file", path: "c.ts", text: "C\n" },
    ]);
  });

  it("has no block of which nobody knows what to do with it", () => {
    expect(() => stepsOf(`An example:\n\n${block("yaml", "a: 1")}`)).toThrow("does not end with the name of a file");
    expect(() => stepsOf(`${block("sh", "a")}\nIt prints:\n\n${block("text", "A")}`)).toThrow("No command prints this");
  });

  it("changes a file where the lines of a diff are, and nowhere else", () => {
    expect(edited("a\nb\nc\n", " b\n-c\n+d\n")).toBe("a\nb\nd\n");
    expect(() => edited("b\nb\n", "-b\n+c\n")).toThrow("not in the file exactly once");
  });

  it("leaves out as many lines of an output as there are between its first and last ones", () => {
    expect(shownOf("1\n2\n3\n4\n5\n", "1\n…\n4\n5\n")).toBe("1\n…\n4\n5\n");
    expect(shownOf("1\n2\n3\n", "…\n3\n")).toBe("…\n3\n");
    expect(shownOf("1\n2\n", "1\n")).toBe("1\n2\n");
  });

  it("has ids of its own in place of those that its reader gets", () => {
    const ids = new RunIds("run-20260101-000000-aaaaaa run-20260101-000000-bbbbbb run-20260101-000000-aaaaaa");
    expect(ids.onPage("run-20301231-235959-123456\n")).toBe("run-20260101-000000-aaaaaa\n");
    expect(ids.onPage("run-20301231-235959-654321\n")).toBe("run-20260101-000000-bbbbbb\n");
    expect(ids.inCommand("watch run-20260101-000000-bbbbbb")).toBe("watch run-20301231-235959-654321");
  });
});
