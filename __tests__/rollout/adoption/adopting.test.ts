import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { adopting, type StackPlan } from "../../../src/rollout/adoption/adopting";
import { keepCopy } from "../../../src/rollout/adoption/kept-copies";
import type { Step } from "../../../src/rollout/stack-run";
import { account, cleanUp, fleet } from "../fixtures";
import { placedStack } from "../plans/fixtures";
import { EXECUTION_ROLE, fakeAccount, policy, role, type FakeAccount } from "./fake-account";

afterEach(cleanUp);

const ROLE = "aws_iam_role.execution-role";
const POLICY = "aws_iam_role_policy.policy";
const RUNBOOK = "aws_iam_role_policy.runbook";
const ATTACHED = "aws_iam_role_policy_attachment.automation";
const AUTOMATION = "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole";
const CHANGED: Step = { outcome: "changed", changes: { add: 4, change: 0, remove: 0 }, problems: [] };

const trusted = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::1:role/a" }, Action: "sts:AssumeRole" });
const planned = { name: EXECUTION_ROLE, path: "/", assume_role_policy: trusted, permissions_boundary: null };
const own = { name: "ExecutionPolicy", role: EXECUTION_ROLE, policy: policy() };

interface Change {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly importing?: object;
  readonly replace_paths?: readonly (readonly string[])[];
}

const planJson = (...changes: readonly Change[]) => ({
  format_version: "1.2",
  resource_changes: changes.map(({ address, ...change }) => ({
    ...{ address, mode: "managed", type: address.split(".")[0], name: address.split(".")[1] },
    change: { before: null, after: null, ...change },
  })),
  configuration: {
    root_module: {
      resources: changes.map(({ address }) => ({ address, provider_config_key: "aws.account-222222222222_eu-west-1" })),
    },
  },
});

const created = (address: string, after: object): Change => ({ address, actions: ["create"], after });
const FIRST = planJson(
  created(ROLE, planned),
  created(POLICY, own),
  created(RUNBOOK, { name: "Runbook-x", role: EXECUTION_ROLE, policy: policy() }),
  created(ATTACHED, { role: EXECUTION_ROLE, policy_arn: AUTOMATION }),
);
const before = { ...planned, assume_role_policy: role().trustPolicy };
const importing = { importing: { id: EXECUTION_ROLE }, before };
const SECOND = planJson(
  { address: ROLE, actions: ["update"], after: planned, ...importing },
  created(RUNBOOK, { name: "Runbook-x", role: EXECUTION_ROLE, policy: policy() }),
);

const adoptedBy = (adopt: boolean, changes = {}) => account("222222222222", "app-dev", { adopt, ...changes });

/** Plans the member stack with what its account has. @param plans the JSON of the first plan, and of the one with imports */
async function plan(
  has: FakeAccount,
  plans: readonly unknown[] = [FIRST, SECOND],
  { of = adoptedBy(true), step = CHANGED, needs = [] as readonly { actions: string[]; resources: string[] }[] } = {},
) {
  const stack = placedStack("member", [], of);
  const imports: unknown[] = [];
  const work: StackPlan = {
    step,
    json: () => Promise.resolve(plans[imports.length === 0 ? 0 : 1]),
    again: () => {
      imports.push(...(JSON.parse(readFileSync(join(stack.folder, "adopt.tf.json"), "utf8")) as { import: [] }).import);
      return Promise.resolve(CHANGED);
    },
  };
  const management = account("111111111111", "management");
  const result = await adopting({ fleet: fleet(management, of), ...has, needsOf: () => needs })(stack, work);
  return { ...result, imports, leftFile: existsSync(join(stack.folder, "adopt.tf.json")) };
}

describe("a plan that registers a delegated administrator who is registered already", () => {
  const ADDRESS = "aws_organizations_delegated_administrator.delegated-administrator";
  const registration = { account_id: "222222222222", service_principal: "ssm.amazonaws.com" };
  const has = () =>
    fakeAccount({ has: [{ kind: "registration", name: "222222222222", service: "ssm.amazonaws.com", tags: {} }] });
  const importing = { importing: { id: "222222222222/ssm.amazonaws.com" } };
  const plans = [
    planJson(created(ADDRESS, registration)),
    planJson({ address: ADDRESS, actions: ["no-op"], before: registration, after: registration, ...importing }),
  ];

  it("imports the registration if the account adopts, and keeps in mind that it was adopted", async () => {
    const { imports, adopts, notes } = await plan(has(), plans);
    expect(imports).toEqual([{ to: ADDRESS, id: "222222222222/ssm.amazonaws.com" }]);
    expect(adopts).toEqual([{ kind: "registration", name: "222222222222", service: "ssm.amazonaws.com" }]);
    expect(notes).toEqual([expect.stringContaining("as delegated administrator of ssm.amazonaws.com is adopted")]);
  });

  it("otherwise fails, and says how to adopt it or to leave it as it is", async () => {
    const { step } = await plan(has(), plans, { of: adoptedBy(false) });
    expect(step.problems).toMatchObject([
      {
        message: expect.stringContaining("Adopting it would change nothing on it.") as string,
        remedy: expect.stringContaining("remove `registerDelegatedAdministrator`") as string,
      },
    ]);
  });

  it("may not deregister it once it was adopted", async () => {
    const fake = has();
    const was = await fake.readerOf(adoptedBy(true)).read({ kind: "registration", name: "222222222222", service: "" });
    if (was !== undefined) await keepCopy(fake.bucket, was, "organization.tfstate");
    const destroys = planJson({ address: ADDRESS, actions: ["delete"], before: registration });
    expect((await plan(fake, [destroys])).step.problems).toMatchObject([
      { message: expect.stringMatching(/^The registration of 222222222222 .* this plan would destroy it/) as string },
    ]);
  });
});

describe("a plan that creates what exists already", () => {
  it("is made again with imports of the role and of those of its policies that it has, if the account adopts", async () => {
    const { step, imports, adopts, leftFile } = await plan(fakeAccount({ has: [role()] }));
    expect(step).toEqual(CHANGED);
    expect(imports).toEqual([
      { to: ROLE, id: EXECUTION_ROLE },
      { to: POLICY, id: `${EXECUTION_ROLE}:ExecutionPolicy` },
      { to: ATTACHED, id: `${EXECUTION_ROLE}/${AUTOMATION}` },
    ]);
    expect(adopts).toEqual([{ kind: "role", name: EXECUTION_ROLE }]);
    expect(leftFile).toBe(false);
  });

  it("fails otherwise, and says what exists, who made it, what would change, and the two ways on", async () => {
    const of = adoptedBy(false);
    const { step, adopts } = await plan(fakeAccount({ has: [role()] }), undefined, { of });
    expect(adopts).toEqual([]);
    expect(step.outcome).toBe("failed");
    const [problem] = step.problems;
    expect(problem?.message).toContain(`The role ${EXECUTION_ROLE} exists already, made by hand or by another tool`);
    expect(problem?.message).toContain("New principal: arn:aws:iam::1:role/a");
    expect(problem?.message).toContain("Lost principal: the service ssm.amazonaws.com");
    expect(problem?.remedy).toContain("`adopt: true`");
    expect(problem?.remedy).toContain(`\`executionRole: {existing: ${EXECUTION_ROLE}}\``);
  });

  it("names the policies of the role that are not the fleet's, and leaves them", async () => {
    const attached = [AUTOMATION, "arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const has = role({ attached, inline: { ...role().inline, Extra: policy() } });
    const { notes, imports } = await plan(fakeAccount({ has: [has] }));
    expect(notes.join()).toContain(
      "Not the fleet's, and left as they are: its inline policies Extra, and its attached policies arn:aws:iam::aws:policy/ReadOnlyAccess.",
    );
    expect(imports).toHaveLength(3);
  });

  it("is not made again if nothing exists, and asks only for what it creates", async () => {
    const has = fakeAccount();
    const { step, imports, notes } = await plan(has);
    expect([step, imports, notes]).toEqual([CHANGED, [], []]);
    expect(has.reads).toEqual([`role ${EXECUTION_ROLE}`]);
  });

  it("asks nothing if it creates neither a role nor a document", async () => {
    const has = fakeAccount({ has: [role()] });
    await plan(has, [planJson({ address: ROLE, actions: ["update"], before, after: planned })]);
    await plan(has, [FIRST], { step: { ...CHANGED, outcome: "unchanged" } });
    expect(has.reads).toEqual([]);
  });

  it("stays as it is if the role cannot be read, and says so", async () => {
    const { step, notes } = await plan(fakeAccount({ unreadable: "not authorized." }));
    expect(step).toEqual(CHANGED);
    expect(notes).toEqual([`The role ${EXECUTION_ROLE} may exist already: it cannot be read (not authorized).`]);
  });

  it("imports a document by its name", async () => {
    const document = { name: "check-os" };
    const address = "aws_ssm_document.check-os";
    const has = fakeAccount({
      has: [
        {
          ...{ kind: "document", name: "check-os", region: "eu-west-1", defaultVersion: "2", latestVersion: "3" },
          ...{ sharedWith: [], tags: {} },
        },
      ],
    });
    const again = planJson({ address, actions: ["update"], before: document, after: document, importing: { id: "x" } });
    const { imports, adopts } = await plan(has, [planJson(created(address, document)), again]);
    expect(imports).toEqual([{ to: address, id: "check-os" }]);
    expect(adopts).toEqual([{ kind: "document", name: "check-os", region: "eu-west-1" }]);
  });
});

describe("a role is not adopted", () => {
  const refusal = async (changes: Parameters<typeof role>[0], second: unknown = SECOND) => {
    const { step, imports } = await plan(fakeAccount({ has: [role(changes)] }), [FIRST, second]);
    expect(step.outcome).toBe("failed");
    return { message: step.problems.map(({ message }) => message).join(), imports };
  };

  it("if it has another path, which would replace it", async () => {
    const { message, imports } = await refusal({ path: "/team/" });
    expect(message).toContain("with the path /team/, and is to have /");
    expect(imports).toEqual([]);
  });

  it("if its permissions boundary would be taken away", async () => {
    const { message } = await refusal({ permissionsBoundary: "arn:aws:iam::222222222222:policy/limit" });
    expect(message).toContain("has the permissions boundary arn:aws:iam::222222222222:policy/limit");
  });

  it("if Terraform would replace it for any other reason", async () => {
    const replaced = { ...importing, replace_paths: [["name"]] };
    const second = planJson({ address: ROLE, actions: ["delete", "create"], after: planned, ...replaced });
    expect((await refusal({}, second)).message).toContain("Terraform would replace it, because name cannot be changed");
  });
});

describe("a role with a permissions boundary", () => {
  it("is adopted if the fleet file has one", async () => {
    const bound = planJson(
      created(ROLE, { ...planned, permissions_boundary: "arn:aws:iam::222222222222:policy/limit" }),
    );
    const has = fakeAccount({ has: [role({ permissionsBoundary: "arn:aws:iam::222222222222:policy/limit" })] });
    expect((await plan(has, [bound, SECOND])).step).toEqual(CHANGED);
  });
});

describe("who made a role", () => {
  const said = async (...given: Parameters<typeof fakeAccount>) => (await plan(fakeAccount(...given))).notes.join();
  const UUID = "1ba8b947-4616-48a1-9d95-535b245c559c";

  it("is a stack of CloudFormation, which may put its own version back", async () => {
    const text = await said({ has: [role()], stacks: { "eu-west-1": "automation-roles" } });
    expect(text).toContain("made by the CloudFormation stack automation-roles in eu-west-1");
    expect(text).toContain("As long as the stack has it, CloudFormation may put its own version back");
  });

  it("is a stack set, by the name of its stack, without what differs from account to account", async () => {
    const text = await said({ has: [role()], stacks: { "eu-west-1": `StackSet-automation-${UUID}` } });
    expect(text).toContain("made by the stack set automation (its stack is in eu-west-1)");
    expect(text).not.toContain(UUID);
  });

  it("is Quick Setup, by the name of its stack set or by its tags", async () => {
    const name = `StackSet-AWS-QuickSetup-SSM-TA-abcde-${UUID}`;
    expect(await said({ has: [role()], stacks: { "eu-west-1": name } })).toContain(
      "made by Quick Setup, the stack set AWS-QuickSetup-SSM-TA-abcde",
    );
    expect(await said({ has: [role({ tags: { QuickSetupID: "abcde" } })] })).toContain("Quick Setup, as its tags say");
  });

  it("is the stack that its tags name, and CloudFormation is not asked", async () => {
    const tags = {
      "aws:cloudformation:stack-name": "roles",
      "aws:cloudformation:stack-id": "arn:aws:cloudformation:us-east-1:222222222222:stack/roles/x",
    };
    const text = await said({ has: [role({ tags })], refuses: "never asked" });
    expect(text).toContain("made by the CloudFormation stack roles in us-east-1");
  });

  it("cannot be seen if CloudFormation may not be asked", async () => {
    expect(await said({ has: [role()], refuses: "not authorized." })).toContain(
      "who made it cannot be seen, because CloudFormation cannot be asked (not authorized)",
    );
  });
});

describe("a plan that destroys", () => {
  const destroyed = planJson({ address: ROLE, actions: ["delete"], before });

  it("what was adopted is refused, and names the command that gives it back", async () => {
    const has = fakeAccount();
    await keepCopy(has.bucket, role(), "member.tfstate");
    const { step } = await plan(has, [destroyed]);
    expect(step.problems).toEqual([
      {
        place: "member",
        message: `The role ${EXECUTION_ROLE} was adopted, and this plan would destroy it.`,
        remedy: "Give it back first, as it was: npm run fleetbook -- give-back app-dev. Then plan again.",
      },
    ]);
  });

  it("what Fleetbook made is like any other", async () => {
    expect((await plan(fakeAccount(), [destroyed])).step).toEqual(CHANGED);
  });
});

describe("an execution role that stays as it is", () => {
  const of = adoptedBy(false, { existingExecutionRole: "Old" });
  const org = { StringEquals: { "aws:PrincipalOrgID": "o-test012345" } };
  const administrator = "arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole";
  const byAdministrator = { Effect: "Allow", Principal: { AWS: administrator }, Action: "sts:AssumeRole" };
  const bySystemsManager = { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" };
  const trustPolicy = policy({ ...byAdministrator, Condition: org }, bySystemsManager);
  const old = (changes: Parameters<typeof role>[0] = {}) =>
    role({ name: "Old", trustPolicy, attached: [], ...changes });
  const tags = [{ actions: ["tag:GetResources"], resources: ["*"] }];
  const NOTHING = planJson();
  const check = (given: Parameters<typeof fakeAccount>[0], needs = tags) =>
    plan(fakeAccount(given), [NOTHING], { of, needs });

  it("passes if it trusts what it must and may do what the runbooks need", async () => {
    expect(await check({ has: [old()] })).toMatchObject({ step: CHANGED, notes: [] });
  });

  it.each([
    ["does not exist", {}, "There is no role Old, which `executionRole` names."],
    ["has a path", { has: [old({ path: "/team/" })] }, "has the path /team/"],
    [
      "does not trust the administration role",
      { has: [old({ trustPolicy: policy(bySystemsManager) })] },
      "does not trust the administration role",
    ],
    [
      "does not trust Systems Manager",
      { has: [old({ trustPolicy: policy(byAdministrator) })] },
      "does not trust Systems Manager",
    ],
  ])("fails the plan if it %s", async (_, given, message) => {
    const { step } = await check(given);
    expect(step.outcome).toBe("failed");
    expect(step.problems[0]).toMatchObject({ place: "account app-dev (222222222222)" });
    expect(step.problems[0]?.message).toContain(message);
  });

  it("is said to lack what the central runbooks need", async () => {
    const needs = [...tags, { actions: ["ec2:RebootInstances"], resources: ["*"] }];
    expect((await check({ has: [old()] }, needs)).notes).toEqual([
      "The execution role Old may not do what the central runbooks need: ec2:RebootInstances.",
    ]);
  });

  it("may do what its attached policies allow, within its boundary", async () => {
    const has = [old({ inline: {}, attached: ["arn:all"], permissionsBoundary: "arn:limit" })];
    const all = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    const limit = policy({ Effect: "Allow", Action: "ec2:*", Resource: "*" });
    const allowed = await check({ has, managedPolicies: { "arn:all": all, "arn:limit": all } });
    expect(allowed.notes).toEqual([]);
    const limited = await check({ has, managedPolicies: { "arn:all": all, "arn:limit": limit } });
    expect(limited.notes.join()).toContain("tag:GetResources");
  });

  it("says what could not be read", async () => {
    const policies = await check({ has: [old({ attached: ["arn:hidden"] })] });
    expect(policies.notes.join()).toContain("The policies of the execution role Old cannot be read");
    const all = await check({ unreadable: "not authorized." });
    expect(all.notes).toEqual([
      "The execution role Old cannot be read, so nothing about it was checked: not authorized.",
    ]);
  });

  it("is said to trust more than the organization", async () => {
    const open = old({ trustPolicy: policy(byAdministrator, bySystemsManager) });
    expect((await check({ has: [open] })).notes.join()).toContain("without the condition aws:PrincipalOrgID");
  });
});
