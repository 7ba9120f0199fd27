import { IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { readRole, restoreRole } from "../../../src/rollout/adoption/role";
import { policy, role } from "./fake-account";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

/** IAM with one role, as it answers; each change is recorded by its command. */
function iamWith(now: ReturnType<typeof role> | undefined) {
  const changes: unknown[] = [];
  const client = new IAMClient({ region: "eu-west-1", credentials: { accessKeyId: "a", secretAccessKey: "s" } });
  const answers: Readonly<Record<string, (input: Command["input"]) => object>> = {
    GetRole: () => {
      if (now === undefined) throw new NoSuchEntityException({ message: "no role", $metadata: {} });
      return {
        Role: {
          ...{ RoleName: now.name, Path: now.path, MaxSessionDuration: now.maxSessionDuration },
          ...{ Description: now.description ?? "", AssumeRolePolicyDocument: encodeURIComponent(now.trustPolicy) },
          Tags: Object.entries(now.tags).map(([Key, Value]) => ({ Key, Value })),
          PermissionsBoundary: { PermissionsBoundaryArn: now.permissionsBoundary },
        },
      };
    },
    ListRolePolicies: () => ({ PolicyNames: Object.keys(now?.inline ?? {}) }),
    GetRolePolicy: ({ PolicyName }) => ({ PolicyDocument: encodeURIComponent(now?.inline[String(PolicyName)] ?? "") }),
    ListAttachedRolePolicies: () => ({ AttachedPolicies: now?.attached.map((PolicyArn) => ({ PolicyArn })) }),
  };
  client.send = ({ constructor, input }: Command) => {
    const name = constructor.name.replace(/Command$/, "");
    const others = Object.entries(input).filter(([member]) => member !== "RoleName");
    if (answers[name] === undefined) changes.push([name, Object.fromEntries(others)]);
    return Promise.resolve().then(() => answers[name]?.(input) ?? {});
  };
  return { client, changes };
}

const kept = role({ description: "AWS's", tags: { team: "ops", "aws:x": "1" }, attached: ["arn:a"] });

describe("a role", () => {
  it("is read whole", async () => {
    expect(await readRole(iamWith(kept).client, kept.name)).toEqual(kept);
  });

  it("that does not exist is undefined", async () => {
    expect(await readRole(iamWith(undefined).client, "none")).toBeUndefined();
  });

  it("that is what it was is not changed", async () => {
    const { client, changes } = iamWith(kept);
    await restoreRole(client, kept, { inline: ["ExecutionPolicy"], attached: ["arn:a"] });
    expect(changes).toEqual([]);
  });

  it("becomes what it was, and keeps the policies that others have added since", async () => {
    const now = role({
      ...{ trustPolicy: policy(), description: "ours", maxSessionDuration: 7200, permissionsBoundary: "arn:b" },
      ...{ tags: { team: "ours", project: "fleetbook" }, attached: ["arn:ours", "arn:later"] },
      inline: { ExecutionPolicy: policy(), "Runbook-x": policy(), Later: policy() },
    });
    const { client, changes } = iamWith(now);
    const managed = { inline: ["ExecutionPolicy", "Runbook-x"], attached: ["arn:a", "arn:ours"] };
    await restoreRole(client, kept, managed);
    expect(changes).toEqual([
      ["UpdateAssumeRolePolicy", { PolicyDocument: kept.trustPolicy }],
      ["PutRolePolicy", { PolicyName: "ExecutionPolicy", PolicyDocument: kept.inline.ExecutionPolicy }],
      ["AttachRolePolicy", { PolicyArn: "arn:a" }],
      ["DeleteRolePolicy", { PolicyName: "Runbook-x" }],
      ["DetachRolePolicy", { PolicyArn: "arn:ours" }],
      ["UpdateRole", { Description: "AWS's", MaxSessionDuration: 3600 }],
      ["DeleteRolePermissionsBoundary", {}],
      ["UntagRole", { TagKeys: ["project"] }],
      ["TagRole", { Tags: [{ Key: "team", Value: "ops" }] }],
    ]);
  });
});
