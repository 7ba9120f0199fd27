import { STATE_BUCKET_ADDRESS } from "../../src/fleet/names";
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { exampleFleet, resources, synthesizeAll } from "./example-fleet";

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
