import { ConfigurationError } from "../../../src/diagnostics/errors";
import { checkOs as checkOsModel } from "../../../runbooks/check-os";
import { RunbookDocument } from "../../../stacks/constructs/runbook-document";
import type { DeployableRunbook } from "../../../stacks/constructs/runbook-document";
import { resource, resources } from "../example-fleet";
import { stackWith } from "../one-construct";

const checkOs: DeployableRunbook = {
  name: "check-os",
  content: "schemaVersion: '0.3'\n",
  format: "YAML",
  targetType: "/AWS::EC2::Instance",
  runbook: checkOsModel,
};

const documentOf = (runbook: DeployableRunbook, sharedWith?: readonly string[]) =>
  resource(
    stackWith((scope, provider) => {
      new RunbookDocument(scope, "document", { runbook, provider, ...(sharedWith && { sharedWith }) });
    }),
    "aws_ssm_document",
  );

describe("a runbook's document", () => {
  it("is an Automation document with the runbook's name, content, format and target type", () => {
    expect(documentOf(checkOs)).toMatchObject({
      name: "check-os",
      document_type: "Automation",
      document_format: "YAML",
      content: "schemaVersion: '0.3'\n",
      target_type: "/AWS::EC2::Instance",
    });
  });

  it("can be JSON, without a target type", () => {
    const document = documentOf({ name: "mine", content: "{}", format: "JSON", runbook: checkOsModel });
    expect(document).toMatchObject({ document_format: "JSON", content: "{}" });
    expect(document).not.toHaveProperty("target_type");
  });

  it("is not shared by default", () => {
    expect(documentOf(checkOs)).not.toHaveProperty("permissions");
    expect(documentOf(checkOs, [])).not.toHaveProperty("permissions");
  });

  it("is shared with each account once, in an order that does not depend on the fleet file", () => {
    expect(documentOf(checkOs, ["333333333333", "222222222222", "333333333333"]).permissions).toEqual({
      type: "Share",
      account_ids: "222222222222,333333333333",
    });
  });

  it.each(["all", "All", "*", "22222222222", "o-fleetbook01"])("is not shared with %s", (accountId) => {
    expect(() => documentOf(checkOs, ["222222222222", accountId])).toThrow(ConfigurationError);
    expect(() => documentOf(checkOs, [accountId])).toThrow(`"${accountId}"`);
  });

  it("escapes variables of shell and PowerShell, so that Terraform does not read them as templates", () => {
    const content = "echo ${HOME} $${x} %{y} 100% { $(hostname) {{ InstanceId }}";
    expect(documentOf({ ...checkOs, content }).content).toBe(
      "echo $${HOME} $$${x} %%{y} 100% { $(hostname) {{ InstanceId }}",
    );
  });

  it("has its own address even if another name differs only by a dot", () => {
    const stack = stackWith((scope, provider) => {
      new RunbookDocument(scope, "a.b", { runbook: { ...checkOs, name: "a.b" }, provider });
      new RunbookDocument(scope, "ab", { runbook: { ...checkOs, name: "ab" }, provider });
    });
    expect(resources(stack, "aws_ssm_document")).toHaveLength(2);
  });
});
