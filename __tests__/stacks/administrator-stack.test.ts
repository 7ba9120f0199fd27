import { parse } from "yaml";
import type { Fleet } from "../../src/fleet/model";
import {
  central,
  delegatedFleet,
  exampleFleet,
  managementTargetFleet,
  outputsFleet,
  resources,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";

function stackOf(fleet: Fleet) {
  const stack = synthesizeAll(fleet).get("administrator");
  if (stack === undefined) throw new Error("no administrator stack");
  return stack;
}
const documents = (fleet: Fleet) => resources(stackOf(fleet), "aws_ssm_document").map(([, body]) => body);

describe("the administrator's stack", () => {
  it("has the administration role", () => {
    expect(resources(stackOf(exampleFleet), "aws_iam_role").map(([, { name }]) => name)).toEqual([
      "AWS-SystemsManager-AutomationAdministrationRole",
    ]);
  });

  it("may assume each account's execution role, whatever its name is", () => {
    const memberAccounts = exampleFleet.memberAccounts.map((account, index) => ({
      ...account,
      existingExecutionRole: index === 0 ? undefined : "Old",
    }));
    const [[, assume] = []] = resources(stackOf({ ...exampleFleet, memberAccounts }), "aws_iam_role_policy");
    const { Statement } = JSON.parse(String(assume?.policy)) as { Statement: { Resource: unknown }[] };
    expect(Statement[0]?.Resource).toEqual([
      "arn:aws:iam::*:role/AWS-SystemsManager-AutomationExecutionRole",
      "arn:aws:iam::*:role/Old",
    ]);
  });

  it("says the ARN with which executions are started", () => {
    expect(stackOf(exampleFleet).output).toEqual({
      administration_role_arn: { value: "${aws_iam_role.administration-role.arn}" },
    });
  });

  it("has a bucket for outputs in each Region, and its runbooks write there, if the fleet keeps outputs", () => {
    const { output, resource } = stackOf(outputsFleet);
    expect(output?.outputs_buckets).toEqual({
      value: {
        "ap-northeast-1": "fleetbook-outputs-111111111111-ap-northeast-1",
        "us-east-1": "fleetbook-outputs-111111111111-us-east-1",
      },
    });
    expect(Object.values(resource.aws_s3_bucket ?? {}).map(({ provider }) => provider)).toEqual([
      "aws.account-111111111111_ap-northeast-1",
      "aws.account-111111111111_us-east-1",
    ]);
    for (const { content } of documents(outputsFleet)) {
      const steps = (parse(String(content)) as { mainSteps: { inputs: object }[] }).mainSteps;
      expect(steps).toHaveLength(5);
      for (const { inputs } of steps) {
        expect(inputs).toMatchObject({
          OutputS3BucketName: "fleetbook-outputs-111111111111-{{ global:REGION }}",
          OutputS3KeyPrefix: "{{ global:ACCOUNT_ID }}",
        });
      }
    }
    expect(JSON.stringify(documents(exampleFleet))).not.toContain("OutputS3BucketName");
  });

  it("is in the management account by default", () => {
    expect(stackOf(exampleFleet).provider.aws[0]).toMatchObject({ allowed_account_ids: ["111111111111"] });
  });

  it("is in the delegated administrator's account if there is one", () => {
    expect(stackOf(delegatedFleet).provider.aws[0]).toMatchObject({ allowed_account_ids: ["666666666666"] });
  });

  it("has each central runbook", () => {
    expect(documents(exampleFleet).map(({ name }) => name)).toEqual(["check-os", "check-os-windows"]);
  });

  it("has each central runbook in every Region, where the executions of that Region look for it", () => {
    expect(documents(twoRegionFleet).map(({ name, provider }) => [name, provider])).toEqual([
      ["check-os", "aws.account-111111111111_ap-northeast-1"],
      ["check-os", "aws.account-111111111111_us-east-1"],
      ["check-os-windows", "aws.account-111111111111_ap-northeast-1"],
      ["check-os-windows", "aws.account-111111111111_us-east-1"],
    ]);
  });

  it("keeps the addresses of the home Region's runbooks if a Region is added", () => {
    const addresses = (fleet: Fleet) => resources(stackOf(fleet), "aws_ssm_document").map(([address]) => address);
    expect(addresses(twoRegionFleet)).toEqual(expect.arrayContaining(addresses(exampleFleet)));
  });

  it("shares a runbook for some organizational units only with their accounts", () => {
    const fleet = {
      ...exampleFleet,
      centralRunbooks: [central("check-os", { organizationalUnitIds: ["ou-flt1-producti"] })],
    };
    expect(documents(fleet)[0]?.permissions).toEqual({ type: "Share", account_ids: "444444444444" });
  });

  it("shares the central runbooks with the accounts where runbooks act", () => {
    for (const document of documents(exampleFleet)) {
      expect(document.permissions).toEqual({
        type: "Share",
        account_ids: "222222222222,333333333333,444444444444",
      });
    }
  });

  it.each([
    ["the management account", managementTargetFleet],
    ["a delegated administrator", delegatedFleet],
  ])("does not share the central runbooks with the administrator account itself (%s)", (_what, fleet) => {
    expect(documents(fleet)[0]?.permissions).toEqual({
      type: "Share",
      account_ids: "222222222222,333333333333,444444444444",
    });
  });

  it("does not share a runbook with `shared: false`", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [central("check-os", { shared: false })] };
    expect(documents(fleet)[0]).not.toHaveProperty("permissions");
  });

  it("cannot be created with a runbook that does not exist", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [central("chek-os")] };
    expect(() => synthesizeAll(fleet)).toThrow(
      '"chek-os", which does not exist; the runbooks are check-os, check-os-windows, create-and-share-ami, restart-service.',
    );
  });
});
