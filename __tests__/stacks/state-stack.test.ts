import { STATE_BUCKET_ADDRESS } from "../../src/fleet/names";
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { addStateStacks } from "../../stacks/fleet-app";
import { exampleFleet, resource, resources, statements, synthesize, synthesizeAll } from "./example-fleet";

const stacks = synthesizeAll(exampleFleet);

describe.each(["management", "app-dev", "app-staging", "app-prod"])("the state stack of %s", (account) => {
  const stack = stacks.get(`state-${account}`);
  if (stack === undefined) throw new Error(`no state stack of ${account}`);

  it("has the bucket at the address to which the bootstrap imports it", () => {
    expect(resources(stack, "aws_s3_bucket").map(([address]) => address)).toEqual([STATE_BUCKET_ADDRESS]);
  });

  it("keeps its own state in that bucket", () => {
    const [, bucket] = resources(stack, "aws_s3_bucket")[0] ?? [];
    expect(stack.terraform.backend["s3"]).toMatchObject({ bucket: bucket?.bucket, key: "state.tfstate" });
  });
});

it("is created with the role that creates the deploy role, while the other stacks have the deploy role", () => {
  const role = deployRole({ name: "FleetbookDeployRole", createdBy: "Setup" });
  const all = synthesizeAll({
    ...exampleFleet,
    memberAccounts: exampleFleet.memberAccounts.map((account) => ({ ...account, deployRole: role })),
  });
  const roleOf = (name: string) => JSON.stringify(all.get(name)?.terraform.backend["s3"]);
  expect(roleOf("state-app-dev")).toContain("role/Setup");
  expect(roleOf("member-app-dev")).toContain("role/FleetbookDeployRole");
});

describe("the deploy role of a fleet whose bootstrap creates it", () => {
  const role = deployRole({
    ...{ name: "FleetbookDeployRole", path: "/fleet/", externalId: "f-17", createdBy: "Setup" },
  });
  const memberAccounts = exampleFleet.memberAccounts.map((account) => ({ ...account, deployRole: role }));
  const policy = JSON.stringify({ Statement: [{ Resource: "arn:aws:s3:::${aws:PrincipalAccount}" }] });
  const fleet = { ...exampleFleet, memberAccounts };
  const { stacks: made } = synthesize((app) => {
    addStateStacks(app, fleet, new Map([["222222222222", [policy, policy]]]));
  });
  const stack = made.get("state-app-dev");
  if (stack === undefined) throw new Error("no state stack of app-dev");

  it("trusts the management account within the organization, with the external id", () => {
    const { name, path, assume_role_policy: trust } = resource(stack, "aws_iam_role");
    expect([name, path]).toEqual(["FleetbookDeployRole", "/fleet/"]);
    expect(statements(trust)).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111111111111:root"] },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": fleet.organization.id, "sts:ExternalId": "f-17" },
        },
      },
    ]);
  });

  it("has its policies as managed policies, in which Terraform replaces nothing", () => {
    const policies = resources(stack, "aws_iam_policy").map(([, body]) => body);
    expect(policies.map(({ name, path }) => [name, path])).toEqual([
      ["FleetbookDeployRole-1", "/fleet/"],
      ["FleetbookDeployRole-2", "/fleet/"],
    ]);
    expect(policies[0]?.policy).toBe(policy.replace("${", () => "$${"));
    expect(resources(stack, "aws_iam_role_policy_attachment")).toHaveLength(2);
  });

  it("is in no stack of an account whose deploy role exists", () => {
    expect(resources(stacks.get("state-app-dev") ?? stack, "aws_iam_role")).toEqual([]);
  });
});
