/** The samples of docs/runbooks.md are tried as a reader would: saved into a folder of runbooks. */
import { transformSync } from "@swc/core";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineRunbook } from "../../src/document/define";
import { lintEntry, readCatalogue, type Catalogue } from "../../src/catalogue/catalogue";
import { lintCatalogue } from "../../src/catalogue/lint-selection";
import { readAnswers } from "../../src/simulation/answers-file";
import { simulate } from "../../src/simulation/simulate";

// Commands run in a shell of their own, and the machine may have much to do.
jest.setTimeout(60_000);

const text = readFileSync(path.resolve(__dirname, "../../docs/runbooks.md"), "utf8");
const samples = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, sample]) => sample ?? "");

describe("the guide to runbooks", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "guide-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function catalogueWith(file: string, sample = ""): Catalogue {
    const define = JSON.stringify(path.resolve(__dirname, "../../src/document/define"));
    writeFileSync(path.join(folder, file), sample.replace('"../src/document/define"', define));
    return readCatalogue(folder);
  }

  it.each([
    ["disk-space.ts", "ts"],
    ["disk-space.yaml", "yaml"],
  ])("has a first runbook, %s, in which nothing is wrong", (file, language) => {
    const { runbooks, faults } = catalogueWith(file, samples(language)[0]);
    const entry = runbooks.get("disk-space");
    expect(faults).toEqual([]);
    expect(entry && lintEntry(entry).findings).toEqual([]);
    expect(entry?.targetType).toBe("/AWS::EC2::Instance");
  });

  it("has a first runbook that runs on a healthy node", async () => {
    const entry = catalogueWith("disk-space.yaml", samples("yaml")[0]).runbooks.get("disk-space");
    if (entry === undefined) throw new Error("The guide has no first runbook.");
    const run = await simulate(entry.runbook, {
      parameters: { InstanceId: "i-0123456789abcdef0" },
      nodes: { "i-0123456789abcdef0": {} },
    });
    expect(run.expectStatus("Success").outputs["AskDisk.Output"]).toBe(
      "Filesystem      Size  Used Avail Use% Mounted on\n/dev/nvme0n1p1  8.0G  1.7G  6.3G  21% /\n",
    );
  });

  it("has the same runbook in both languages", () => {
    const typed = catalogueWith("disk-space.ts", samples("ts")[0]).runbooks.get("disk-space")?.content;
    const [, yaml = ""] = samples("yaml")[0]?.split("# targetType: /AWS::EC2::Instance\n") ?? [];
    expect(yaml).toBe(typed);
  });

  it("declares permissions in steps in which nothing is wrong", () => {
    const steps = samples("yaml").filter((sample) => sample.startsWith("- name"));
    expect(steps).toHaveLength(2);
    const document = `schemaVersion: "0.3"
assumeRole: "{{ AutomationAssumeRole }}"
parameters: { AutomationAssumeRole: { type: String }, InstanceId: { type: String } }
mainSteps:
${steps.join("")}`;
    expect(lintCatalogue(catalogueWith("steps.yaml", document))).toEqual({
      checked: 1,
      findings: [],
      ignored: [],
      unreadable: [],
    });
  });

  it("ignores rules in a document in which nothing else is found", () => {
    const sample = samples("yaml").find((text) => text.startsWith("# fleetbook-ignore"));
    const { findings, ignored } = lintCatalogue(catalogueWith("uptime.yaml", sample));
    expect(findings).toEqual([]);
    expect(ignored.map(({ rule }) => rule)).toEqual(["unused-parameter", "missing-timeout"]);
  });

  it("has answers to API calls that can be read", () => {
    const file = path.join(folder, "answers.yaml");
    writeFileSync(file, samples("yaml").find((sample) => sample.startsWith("ec2:")) ?? "");
    expect(Object.keys(readAnswers(file))).toEqual([
      "ec2:CreateImage",
      "ec2:DescribeImages",
      "ec2:ModifyImageAttribute",
    ]);
  });
});

describe("the test in the guide to runbooks", () => {
  const [runbook = "", test = ""] = samples("ts").map(
    (sample) => transformSync(sample, { jsc: { parser: { syntax: "typescript" } }, module: { type: "commonjs" } }).code,
  );
  const run = (code: string, modules: Readonly<Record<string, object>>): object => {
    const exported = {};
    // Both samples are ours; this is what Node does with a module.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    new Function("require", "exports", code)((name: string) => modules[name], exported);
    return exported;
  };

  // Its tests become tests of this file.
  run(test, {
    "../../runbooks/disk-space": run(runbook, { "../src/document/define": { defineRunbook } }),
    "../../src/simulation/simulate": { simulate },
  });
});
