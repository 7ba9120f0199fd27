import { PermissionsCache, type StoredIdentity } from "../../../src/sandbox/authorization/permissions";
import { noticePolicyChanges } from "../../../src/sandbox/authorization/policy-changes";
import type { Principal } from "../../../src/sandbox/identities/principals";
import type { AwsResponse, CallerRequest } from "../../../src/sandbox/protocol/message";
import { allowAll } from "../../iam/decision/fixtures";
import { operator, query, sessionOf } from "./fixtures";

const stored: StoredIdentity = { policies: { identityPolicies: [allowAll] }, tags: {} };
const answer: AwsResponse = { status: 200, headers: {}, body: Buffer.alloc(0) };

/** A cache, and the ARNs that it has read, in order. */
function cacheOf(read: () => Promise<StoredIdentity> = () => Promise.resolve(stored)) {
  const reads: string[] = [];
  const cache = new PermissionsCache((caller: Principal) => {
    reads.push(caller.arn);
    return read();
  });
  return { cache, reads };
}

/** The callers among these whose policies are read again after a request. */
async function readAgainAfter(request: CallerRequest, callers: readonly Principal[]): Promise<readonly string[]> {
  const { cache, reads } = cacheOf();
  await Promise.all(callers.map((caller) => cache.of(caller)));
  reads.length = 0;
  await noticePolicyChanges(cache)(request, () => Promise.resolve(answer));
  await Promise.all(callers.map((caller) => cache.of(caller)));
  return reads;
}

const worker = sessionOf("worker");
const reader = sessionOf("reader");
const callers = [worker, reader, operator];

describe("the policies of a caller", () => {
  it("are read once, even for simultaneous requests, and for all sessions of a role", async () => {
    const { cache, reads } = cacheOf();
    const again = sessionOf("worker", { sessionName: "again" });
    await Promise.all([cache.of(worker), cache.of(worker), cache.of(again), cache.of(operator)]);
    expect(reads).toEqual([worker.arn, operator.arn]);
  });

  it("are read again for a recreated role of the same name", async () => {
    const { cache, reads } = cacheOf();
    await Promise.all([cache.of(worker), cache.of(sessionOf("worker", { roleId: "AROAOTHER" }))]);
    expect(reads).toHaveLength(2);
  });

  it("are limited only for sessions with session policies", async () => {
    const { cache } = cacheOf();
    const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const sessionPolicies = [JSON.stringify({ Version: "2012-10-17", Statement: statement })];
    const narrowed = sessionOf("worker", { sessionPolicies });
    expect((await cache.of(narrowed)).unlimited).toBe(false);
    expect((await cache.of(worker)).unlimited).toBe(true);
  });

  it("are read again after a failed read", async () => {
    let works = false;
    const { cache } = cacheOf(() => (works ? Promise.resolve(stored) : Promise.reject(new Error("moto is gone"))));
    await expect(cache.of(worker)).rejects.toThrow("moto is gone");
    works = true;
    expect((await cache.of(worker)).unlimited).toBe(true);
  });
});

describe("a change of IAM", () => {
  it.each<[string, CallerRequest, readonly Principal[]]>([
    ["a role's policy", query("iam", "PutRolePolicy", { RoleName: "worker" }), [worker]],
    ["a deleted role", query("iam", "DeleteRole", { RoleName: "worker" }), [worker]],
    ["a user's group", query("iam", "AddUserToGroup", { UserName: "operator", GroupName: "g" }), [operator]],
    ["a group's policy", query("iam", "PutGroupPolicy", { GroupName: "g" }), callers],
    ["a managed policy", query("iam", "CreatePolicyVersion", { PolicyArn: "arn:aws:iam::1:policy/p" }), callers],
    ["a stack that may hold roles", query("cloudformation", "UpdateStack", { StackName: "s" }), callers],
    ["an instance profile", query("iam", "CreateInstanceProfile", { InstanceProfileName: "p" }), []],
    ["nothing", query("iam", "GetRole", { RoleName: "worker" }), []],
    ["nothing, of a stack", query("cloudformation", "DescribeStacks", { StackName: "s" }), []],
  ])("to %s has those policies read again that it can have changed", async (_, request, changed) => {
    expect(await readAgainAfter(request, callers)).toEqual(changed.map(({ arn }) => arn));
  });

  it("in another account does not cause policies to be read again", async () => {
    const caller = { ...operator, accountId: "333333333333" };
    expect(await readAgainAfter(query("iam", "PutGroupPolicy", { GroupName: "g" }, { caller }), callers)).toEqual([]);
  });

  it("applies to sessions with session policies, and to policies that were being read meanwhile", async () => {
    const { cache } = cacheOf();
    const narrowed = sessionOf("worker", { tags: { team: "web" } });
    const before = cache.of(narrowed);
    await noticePolicyChanges(cache)(query("iam", "DeleteRole", { RoleName: "worker" }), () => Promise.resolve(answer));
    expect(cache.of(narrowed)).not.toBe(before);
  });

  it("that failed may have taken effect, so policies are read again", async () => {
    const { cache, reads } = cacheOf();
    await cache.of(worker);
    const failing = noticePolicyChanges(cache)(query("iam", "DeleteRole", { RoleName: "worker" }), () =>
      Promise.reject(new Error("moto is gone")),
    );
    await expect(failing).rejects.toThrow("moto is gone");
    await cache.of(worker);
    expect(reads).toHaveLength(2);
  });
});
