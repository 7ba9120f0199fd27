import { checkOs } from "../../../runbooks/check-os";
import type { Association } from "../../../src/fleet/model";
import { RunbookAssociation } from "../../../stacks/constructs/runbook-association";
import { RunbookDocument } from "../../../stacks/constructs/runbook-document";
import { RunbookRole } from "../../../stacks/constructs/runbook-role";
import { accountOf, deployable, exampleFleet, resource, resources } from "../example-fleet";
import { stackWith } from "../one-construct";

const ROLE_ARN = "arn:aws:iam::222222222222:role/FleetbookRunbook-check-os";
const NIGHTLY: Association = {
  name: "nightly",
  runbook: "check-os",
  targets: { tag: { key: "role", value: "web" } },
  targetParameter: "InstanceId",
};

function stackOf(changes: Partial<Association> = {}) {
  const account = accountOf(exampleFleet, "app-dev");
  return stackWith((scope, provider) => {
    const facts = { fleet: exampleFleet, account, runbook: checkOs, runbooks: new Map(), provider };
    new RunbookAssociation(scope, "association-nightly", {
      ...{ provider, runbook: checkOs, association: { ...NIGHTLY, ...changes } },
      role: new RunbookRole(scope, "role", facts),
      document: new RunbookDocument(scope, "document", { runbook: deployable(checkOs), provider }),
    });
  });
}
const associationOf = (changes?: Partial<Association>) => resource(stackOf(changes), "aws_ssm_association");

describe("the association of a runbook of one's own", () => {
  it("runs the runbook on each instance with the tag, as the runbook's role", () => {
    expect(associationOf()).toMatchObject({
      name: "check-os",
      association_name: "nightly",
      automation_target_parameter_name: "InstanceId",
      targets: [{ key: "tag:role", values: ["web"] }],
      parameters: { AutomationAssumeRole: ROLE_ARN, InstanceId: "{{RESOURCE_ID}}" },
    });
  });

  it("has the address of its own id", () => {
    expect(resources(stackOf(), "aws_ssm_association").map(([address]) => address)).toEqual([
      "aws_ssm_association.association-nightly",
    ]);
  });

  it("waits for the document and for the role's policy, because it runs at once", () => {
    const stack = stackOf();
    const awaited = ["aws_ssm_document", "aws_iam_role_policy"].flatMap((type) =>
      resources(stack, type).map(([address]) => address),
    );
    expect(resource(stack, "aws_ssm_association").depends_on).toEqual(awaited);
  });

  it.each([
    ["all instances", "allInstances" as const, { key: "InstanceIds", values: ["*"] }],
    ["instances by their ids", { instances: ["i-1", "i-2"] }, { key: "ParameterValues", values: ["i-1", "i-2"] }],
    ["a resource group", { resourceGroup: "web" }, { key: "ResourceGroup", values: ["web"] }],
  ])("can run on %s", (_, targets, expected) => {
    expect(associationOf({ targets }).targets).toEqual([expected]);
  });

  it("can run without a target", () => {
    const association = associationOf({ targets: undefined });
    expect(association).not.toHaveProperty("targets");
    expect(association).not.toHaveProperty("automation_target_parameter_name");
    expect(association.parameters).toEqual({ AutomationAssumeRole: ROLE_ARN });
  });

  it("is replaced by any change if it has no target, because AWS refuses the provider's update", () => {
    const stack = stackOf({ targets: undefined, schedule: "rate(1 day)" });
    const [[address, settings] = []] = resources(stack, "terraform_data");
    expect(settings?.input).toMatchObject({ name: "check-os", scheduleExpression: "rate(1 day)" });
    expect(resource(stack, "aws_ssm_association").lifecycle).toEqual({ replace_triggered_by: [address] });
    expect(associationOf()).not.toHaveProperty("lifecycle");
  });

  it("passes each parameter as one string that Terraform does not interpret", () => {
    expect(associationOf({ parameters: { Text: "${HOME}", Count: 3, List: ["a"], Map: { a: 1 } } })).toMatchObject({
      parameters: { Text: "$${HOME}", Count: "3", List: "a", Map: '{"a":1}' },
    });
  });

  it("leaves settings that the fleet file does not have to AWS's defaults", () => {
    for (const setting of [
      "schedule_expression",
      "max_concurrency",
      "max_errors",
      "compliance_severity",
      "output_location",
      "apply_only_at_cron_interval",
      "wait_for_success_timeout_seconds",
      "document_version",
    ]) {
      expect(associationOf()).not.toHaveProperty(setting);
    }
  });

  it("applies every setting of the fleet file", () => {
    expect(
      associationOf({
        schedule: "cron(0 2 ? * SUN *)",
        applyOnlyAtCronInterval: true,
        maxConcurrency: "10%",
        maxErrors: "0",
        complianceSeverity: "HIGH",
        outputLocation: { bucket: "logs", keyPrefix: "nightly", region: "us-east-1" },
      }),
    ).toMatchObject({
      schedule_expression: "cron(0 2 ? * SUN *)",
      apply_only_at_cron_interval: true,
      max_concurrency: "10%",
      max_errors: "0",
      compliance_severity: "HIGH",
      output_location: { s3_bucket_name: "logs", s3_key_prefix: "nightly", s3_region: "us-east-1" },
    });
    expect(associationOf({ waitForSuccessSeconds: 60 })).toMatchObject({ wait_for_success_timeout_seconds: 60 });
  });
});
