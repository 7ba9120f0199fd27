import type { JsonObject } from "../../../../src/document/json";
import { needsOf, needText } from "../../../../src/sandbox/systems-manager/documents/needs";
import { calls, command, documentsWith, removeFolders, runbook, shell, sleep } from "../../../amazon/fixtures";

afterEach(removeFolders);

const script = (name: string, inputs: object) => ({ name, action: "aws:executeScript", inputs });

function needs(content: object, others: Readonly<Record<string, object>> = {}, isReplaced?: (step: string) => boolean) {
  const found = needsOf("AWS-X", content as JsonObject, {
    amazon: documentsWith(others),
    ...(isReplaced !== undefined && { isReplaced }),
  });
  return found.map((need) => [needText(need), need.isCertain]);
}

describe("what a document needs", () => {
  it("is nothing if it runs only what is here", () => {
    expect(needs(runbook(calls("a", "AWS-A"), sleep()), { "AWS-A": runbook(sleep()) })).toEqual([]);
  });

  it("are the documents that it runs, however deep, with how to pull them", () => {
    const others = { "AWS-A": runbook(calls("b", "AWS-B")) };
    expect(needs(runbook(calls("a", "AWS-A")), others)).toEqual([
      [
        "AWS-A, step b: It runs AWS-B, which is not here. Pull it from AWS: npm run fleetbook -- documents pull AWS-B",
        true,
      ],
    ]);
  });

  it("is no document of an account, which may still be created", () => {
    expect(needs(runbook(calls("a", "mine")))).toEqual([]);
  });

  it("are runtimes, attachments and webhooks", () => {
    const found = needs(
      runbook(
        script("a", { Runtime: "PowerShell 7.4", Script: "Get-Date" }),
        script("b", { Runtime: "python3.11", Attachment: "a.zip" }),
        { name: "c", action: "aws:invokeWebhook", inputs: { IntegrationName: "x" } },
        script("d", { Runtime: "python3.11", Handler: "f", Script: "def f(e, c): pass" }),
      ),
    );
    expect(found.map(([text]) => text)).toEqual([
      "AWS-X, step a: Its script is in PowerShell 7.4, and only Python scripts are run here.",
      "AWS-X, step b: Its script is in an attachment, and attachments are not available here.",
      "AWS-X, step c: It calls a webhook, and nothing outside of this machine is called.",
    ]);
  });

  it("is no script that something replaces", () => {
    const content = runbook(script("a", { Runtime: "PowerShell 7.4", Script: "Get-Date" }));
    expect(needs(content, {}, (step) => step === "a")).toEqual([]);
  });

  it("are plugins that nodes do not have", () => {
    const content = command(shell("a", "say a"), { name: "b", action: "aws:domainJoin", inputs: {} });
    expect(needs(content)).toEqual([[expect.stringContaining("step b is aws:domainJoin"), true]]);
  });

  it("is not certain behind a choice or inside a loop", () => {
    const choice = { name: "choose", action: "aws:branch", inputs: { Choices: [], Default: "b" } };
    expect(needs(runbook(sleep(), choice, calls("b", "AWS-B")))).toEqual([[expect.stringContaining("AWS-B"), false]]);
    const loop = { name: "loop", action: "aws:loop", inputs: { Iterators: ["x"], Steps: [calls("b", "AWS-B")] } };
    expect(needs(runbook(loop))).toEqual([[expect.stringContaining("AWS-B"), false]]);
  });

  it("ends where documents run each other", () => {
    const others = { "AWS-A": runbook(calls("x", "AWS-X")), "AWS-X": runbook(calls("a", "AWS-A")) };
    expect(needs(runbook(calls("a", "AWS-A")), others)).toEqual([]);
  });
});
