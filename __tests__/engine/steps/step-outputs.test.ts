import { commandOutcome } from "../fake-platform";
import { callStep, documentOf, run } from "../run-document";

const output = (Name: string, Selector: string, Type = "String") => ({ Name, Selector, Type });

/** The record of a step with these outputs, whose response is `{ Items: [{ Id: "1" }] }`. */
async function stepWith(outputs: readonly object[], api = "ok") {
  const document = documentOf([callStep("Ask", api, { outputs })]);
  return (await run(document, { api: { "test:ok": () => ({ Items: [{ Id: "1" }] }) } })).step("Ask");
}

describe("an output whose selector finds nothing", () => {
  it("does not fail the step, which names the output and the selector", async () => {
    const step = await stepWith([output("Id", "$.Items[0].Id"), output("Name", "$.Items[0].Name")]);
    expect(step).toMatchObject({ StepStatus: "Success", Outputs: { Id: ["1"] } });
    expect(step.Response).toBe("The output Name found nothing at $.Items[0].Name.");
  });

  it("is named as well if its selector could match several values and the output is no list", async () => {
    const step = await stepWith([output("Name", "$..Name"), output("Owner", "$.Owner")]);
    expect(step.Response).toBe("The output Name found nothing at $..Name. The output Owner found nothing at $.Owner.");
  });

  it("is an empty list if it is a list and its selector could match several values", async () => {
    const step = await stepWith([output("Names", "$..Name", "StringList")]);
    expect(step).toMatchObject({ Outputs: { Names: [] } });
    expect(step.Response).toBeUndefined();
  });

  it("is not named in a step that failed, since nothing was selected", async () => {
    const step = await stepWith([output("Name", "$.Name")], "fail");
    expect(step).toMatchObject({ StepStatus: "Failed" });
    expect(step.Response).toBeUndefined();
  });
});

describe("an output of aws:runCommand", () => {
  it("is selected from the first invocation, or else from the outputs of the action", async () => {
    const inputs = { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-1"] };
    const outputs = [output("FromInvocation", "$.CommandPlugins[0].Output"), output("FromAction", "$.Output")];
    const document = documentOf([{ name: "Run", action: "aws:runCommand", inputs, outputs }]);
    const { step } = await run(document, { commands: () => commandOutcome("web-1") });
    expect(step("Run")).toMatchObject({ Outputs: { FromInvocation: ["web-1"], FromAction: ["web-1"] } });
  });
});
