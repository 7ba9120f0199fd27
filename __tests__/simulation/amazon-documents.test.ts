import type { Json } from "../../src/document/json";
import { simulate, type SimulationOptions } from "../../src/simulation/simulate";
import { calls, command, documentsWith, removeFolders, runbook, shell, sleep } from "../amazon/fixtures";
import { NODE, runbookOf } from "./runbooks";

afterEach(removeFolders);

const nested = runbookOf([calls("Call", "AWS-A")] as never);

async function simulated(documents: Readonly<Record<string, unknown>>, options: SimulationOptions = {}, of = nested) {
  const logged: string[] = [];
  const amazonDocuments = documentsWith(documents);
  const run = await simulate(of, { amazonDocuments, log: (line) => logged.push(line), ...options });
  return { run, logged };
}

describe("a simulation with pulled documents of Amazon's", () => {
  it("runs a pulled runbook that a step starts", async () => {
    const { run } = await simulated({ "AWS-A": runbook(sleep("theirs")) });
    expect(run.expectStatus("Success").child("AWS-A").steps).toMatchObject([{ name: "theirs", seconds: 1 }]);
  });

  it("runs a pulled runbook in place of the built-in one of the same name", async () => {
    const own = runbookOf([calls("Call", "AWS-CreateImage")] as never);
    const { run } = await simulated({ "AWS-CreateImage": runbook(sleep("theirs")) }, {}, own);
    expect(run.child("AWS-CreateImage").step("theirs").status).toBe("Success");
  });

  it("runs a pulled Command document on nodes", async () => {
    const asks = { DocumentName: "AWS-B", InstanceIds: [NODE] as Json };
    const own = runbookOf([{ name: "Ask", action: "aws:runCommand", inputs: asks }] as never);
    const node = (text: string) => `heard ${text}`;
    const { run } = await simulated({ "AWS-B": command(shell("say", "hello")) }, { nodes: { [NODE]: node } }, own);
    expect(run.expectStatus("Success").step("Ask").outputs["Output"]).toBe("heard hello\n");
  });

  it("says what a document needs and does not have before its first step", async () => {
    const { run, logged } = await simulated({ "AWS-A": runbook(sleep(), calls("next", "AWS-Absent")) });
    expect(logged[0]).toMatch(
      /^AWS-A, step next: It runs AWS-Absent, which is not here\. .* documents pull AWS-Absent$/,
    );
    expect(run.expectStatus("Failed").child("AWS-A").failureMessage).toContain("documents pull AWS-Absent");
  });

  it("says nothing of documents that the test supplies", async () => {
    const documents = [{ ...runbookOf([]), name: "AWS-A", document: runbook(sleep()) as never }];
    const { run, logged } = await simulated({}, { documents });
    expect([run.status, logged]).toEqual(["Success", []]);
  });

  it("fails a step that asks for a version which was not pulled", async () => {
    const own = runbookOf([calls("Call", "AWS-A", { DocumentVersion: "7" })] as never);
    const { run } = await simulated({ "AWS-A": runbook(sleep()) }, {}, own);
    expect(run.expectStatus("Failed").failureMessage).toContain("documents pull AWS-A --document-version 7");
  });
});
