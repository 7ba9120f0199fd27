import { giveBackOf } from "../../../src/rollout/adoption/give-back";
import { keepAdopted } from "../../../src/rollout/adoption/keep";
import { keepCopy, keptCopies } from "../../../src/rollout/adoption/kept-copies";
import { createRunner } from "../../../src/rollout/stack-run";
import { account, cleanUp, errorLine, INIT } from "../fixtures";
import { placedStack, rollout } from "../plans/fixtures";
import { EXECUTION_ROLE, fakeAccount, policy, role } from "./fake-account";

afterEach(cleanUp);

const AUTOMATION = "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole";
const instance = (type: string, name: string, attributes: object, mode = "managed") => ({
  ...{ mode, type, name, provider: 'provider["registry.terraform.io/hashicorp/aws"].x' },
  instances: [{ attributes }],
});
/** A state with the role, its policies, and things of others. */
const STATE = JSON.stringify({
  ...{ version: 4, serial: 1, lineage: "l" },
  resources: [
    instance("aws_iam_role", "execution-role", { name: EXECUTION_ROLE }),
    instance("aws_iam_role", "reader-role", { name: "FleetbookReaderRole" }),
    instance("aws_iam_role_policy", "policy", { role: EXECUTION_ROLE, name: "ExecutionPolicy" }),
    instance("aws_iam_role_policy", "runbook", { role: EXECUTION_ROLE, name: "Runbook-x" }),
    instance("aws_iam_role_policy", "reads", { role: "FleetbookReaderRole", name: "ReadResults" }),
    instance("aws_iam_role_policy_attachment", "automation", { role: EXECUTION_ROLE, policy_arn: AUTOMATION }),
    instance("aws_s3_objects", "data", { name: EXECUTION_ROLE }, "data"),
  ],
});
const MANAGED = { inline: ["ExecutionPolicy", "Runbook-x"], attached: [AUTOMATION] };
const ADDRESSES =
  "aws_iam_role.execution-role aws_iam_role_policy.policy aws_iam_role_policy.runbook aws_iam_role_policy_attachment.automation";

async function giveBack(script = `${INIT}\nexit 0`, { has = [role()], state = STATE } = {}) {
  const fake = fakeAccount({ has, objects: { "member.tfstate": state } });
  await keepCopy(fake.bucket, role(), "member.tfstate");
  const dev = account("222222222222", "app-dev");
  const made = rollout(script);
  const things = (await keptCopies(fake.bucket)).map((copy) => ({ account: dev, copy }));
  const stacks = [placedStack("target", [], dev), placedStack("member", [], dev)];
  const results = await giveBackOf(createRunner(made.options), stacks, fake, things);
  return { results, fake, removed: made.argumentsOf("state"), stacks };
}

describe("giving back", () => {
  it("restores the role, takes it and its policies out of the state, and keeps no copy", async () => {
    const { results, fake, removed } = await giveBack();
    expect(results.map(({ problems }) => problems)).toEqual([[]]);
    expect(fake.restored).toMatchObject([{ name: EXECUTION_ROLE, managed: MANAGED }]);
    expect(removed).toBe(`member state rm ${ADDRESSES}`);
    expect([...fake.bucket.objects.keys()]).toEqual(["member.tfstate"]);
  });

  it("takes the registration of a delegated administrator out of the state, and leaves it as it is", async () => {
    const was = { kind: "registration", name: "222222222222", service: "ssm.amazonaws.com", tags: {} } as const;
    const type = "aws_organizations_delegated_administrator";
    const state = JSON.stringify({
      ...{ version: 4, serial: 1, lineage: "l" },
      resources: [
        instance(type, "delegated-administrator", { account_id: was.name, service_principal: was.service }),
        instance(type, "other", { account_id: was.name, service_principal: "config.amazonaws.com" }),
      ],
    });
    const fake = fakeAccount({ has: [was], objects: { "organization.tfstate": state } });
    await keepCopy(fake.bucket, was, "organization.tfstate");
    const management = account("111111111111", "management");
    const made = rollout(`${INIT}\nexit 0`);
    const things = (await keptCopies(fake.bucket)).map((copy) => ({ account: management, copy }));
    await giveBackOf(createRunner(made.options), [placedStack("organization", [], management)], fake, things);
    expect(made.argumentsOf("state")).toBe(`organization state rm ${type}.delegated-administrator`);
    expect([...fake.bucket.objects.keys()]).toEqual(["organization.tfstate"]);
  });

  it("keeps the copy if the state keeps the role, so that it can be run again", async () => {
    const { results, fake } = await giveBack(`${INIT}\n[ "$1" = state ] && { echo "Error: no way" >&2; exit 1; }`);
    expect(results[0]?.problems).toMatchObject([{ place: "member", message: "no way" }]);
    expect(await keptCopies(fake.bucket)).toHaveLength(1);
  });

  it("does not need the state to have it: an adoption may have failed before that", async () => {
    const { results, removed } = await giveBack(undefined, { state: JSON.stringify({ version: 4, resources: [] }) });
    expect(results[0]?.problems).toEqual([]);
    expect(removed).toBe("");
  });

  it("says that a role is gone, and changes nothing", async () => {
    const { results, removed } = await giveBack(undefined, { has: [] });
    expect(results[0]?.problems).toMatchObject([
      {
        message: `The role ${EXECUTION_ROLE} does not exist any more, so it cannot be given back.`,
        remedy: expect.stringContaining(`s3://the-bucket/adopted/role/${EXECUTION_ROLE}.json`) as string,
      },
    ]);
    expect(removed).toBe("");
  });

  it("names a stack that cannot be initialized", async () => {
    const { results } = await giveBack(`echo '${errorLine("no provider")}'; exit 1`);
    expect(results[0]?.problems).toMatchObject([{ message: "no provider" }]);
  });

  it("needs the stack in the fleet", async () => {
    const fake = fakeAccount({ has: [role()] });
    await keepCopy(fake.bucket, role(), "pipeline.tfstate");
    const [copy] = await keptCopies(fake.bucket);
    if (copy === undefined) throw new Error("no copy");
    const things = [{ account: account("222222222222", "app-dev"), copy }];
    const [result] = await giveBackOf(createRunner(rollout(INIT).options), [], fake, things);
    expect(result?.problems).toMatchObject([
      { message: `The fleet no longer has the stack of pipeline.tfstate, which adopted ${EXECUTION_ROLE}.` },
    ]);
  });
});

describe("a copy", () => {
  const identity = { kind: "role", name: EXECUTION_ROLE } as const;

  it("has the role as it was when it was first kept", async () => {
    const fake = fakeAccount({ has: [role({ description: "later" })] });
    await keepCopy(fake.bucket, role({ description: "first" }), "member.tfstate");
    await keepAdopted(fake)(placedStack("member"), [identity]);
    expect(await keptCopies(fake.bucket)).toMatchObject([{ state: "member.tfstate", was: { description: "first" } }]);
  });

  it("has policies byte for byte", async () => {
    const trustPolicy = ` ${policy()}\n`;
    const fake = fakeAccount({ has: [role({ trustPolicy })] });
    await keepAdopted(fake)(placedStack("member"), [identity]);
    expect(await keptCopies(fake.bucket)).toMatchObject([{ was: { trustPolicy } }]);
  });

  it.each([
    ["is gone", {}, "existed when the plan was made, and is gone"],
    ["cannot be read", { unreadable: "not authorized." }, "cannot be read: not authorized."],
  ])("is needed: nothing is applied if the role %s", async (_, given, message) => {
    await expect(keepAdopted(fakeAccount(given))(placedStack("member"), [identity])).rejects.toThrow(message);
  });

  it("that somebody has edited is refused", async () => {
    const { bucket } = fakeAccount({ objects: { "adopted/role/x.json": "{}" } });
    await expect(keptCopies(bucket)).rejects.toThrow("is not what Fleetbook wrote");
  });
});
