import { STATE_BUCKET_ADDRESS } from "../../src/fleet/names";
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
