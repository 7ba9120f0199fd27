/**
 * Roles of Automation that exist before Fleetbook, made by CloudFormation as AWS's two templates make them: the administration role in
 * the administrator account, the execution role in a member.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { aws, fleetbook, type Outcome } from "../commands";

const ADMINISTRATION_ROLE = "AWS-SystemsManager-AutomationAdministrationRole";
const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";

const ADMINISTRATION_TEMPLATE = `
Resources:
  AdministrationRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${ADMINISTRATION_ROLE}
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }
      Path: /
      Policies:
        - PolicyName: AssumeRole-AWSSystemsManagerAutomationExecutionRole
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: !Sub arn:\${AWS::Partition}:iam::*:role/${EXECUTION_ROLE}
              - { Effect: Allow, Action: "organizations:ListAccountsForParent", Resource: "*" }
`;

const EXECUTION_TEMPLATE = `
Parameters:
  AdminAccountId: { Type: String }
Resources:
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${EXECUTION_ROLE}
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { AWS: !Ref AdminAccountId }, Action: "sts:AssumeRole" }
          - { Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sts:AssumeRole" }
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonSSMAutomationRole
      Path: /
      Policies:
        - PolicyName: ExecutionPolicy
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - { Effect: Allow, Action: ["resource-groups:ListGroupResources", "tag:GetResources"], Resource: "*" }
              - Effect: Allow
                Action: iam:PassRole
                Resource: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${EXECUTION_ROLE}
`;

export interface AdoptingShell {
  readonly folder: string;
  /** The environment of the operator. */
  readonly operator: NodeJS.ProcessEnv;
  as(account: string): Promise<NodeJS.ProcessEnv>;
}

export function adopting(shell: () => AdoptingShell): void {
  const STACKS = ["administrator", "member-app-dev"];
  let management: NodeJS.ProcessEnv;
  let member: NodeJS.ProcessEnv;
  let plans: string;
  let adoptingFleet: string;
  let before: object;

  const run = (...args: readonly string[]): Promise<Outcome> => fleetbook("fleetbook", args, shell().operator).outcome;
  /** Everything of both roles that somebody could miss. */
  const roles = async (): Promise<object> => ({
    administration: await wholeRole(management, ADMINISTRATION_ROLE),
    execution: await wholeRole(member, EXECUTION_ROLE),
  });

  beforeAll(async () => {
    management = await shell().as("management");
    member = await shell().as("app-dev");
    await makeStack(management, "automation-administration", ADMINISTRATION_TEMPLATE);
    await makeStack(member, "automation-execution", EXECUTION_TEMPLATE, "AdminAccountId=111111111111");
    before = await roles();
    plans = join(shell().folder, "adoption");
    adoptingFleet = join(shell().folder, "adopting.yaml");
    const file = parse(readFileSync(process.env["FLEETBOOK_FLEET"] ?? "", "utf8")) as Record<string, object>;
    writeFileSync(
      adoptingFleet,
      stringify({
        ...file,
        managementAccount: { ...file["managementAccount"], adopt: true },
        defaults: { ...file["defaults"], adopt: true },
      }),
    );
  });

  it("fail the plan, which says who made them and what to do, and are not changed", async () => {
    const { status, stderr } = await run("plan", ...STACKS, "--out", plans);
    expect(status).toBe(1);
    const said = stderr.replace(/\s+/g, " ");
    expect(said).toContain(
      `${ADMINISTRATION_ROLE} exists already, made by the CloudFormation stack automation-administration`,
    );
    expect(said).toContain(`${EXECUTION_ROLE} exists already, made by the CloudFormation stack automation-execution`);
    expect(said).toContain("adopt: true");
    expect(await roles()).toEqual(before);
  });

  it("are imported by a plan that shows each difference as a change of a policy, and replaces nothing", async () => {
    const { status, stdout, stderr } = await run("plan", ...STACKS, "--fleet", adoptingFleet, "--out", plans);
    expect(status === 0 ? "" : stderr).toBe("");
    const review = stdout.replace(/\s+/g, " ");
    expect(review).toContain("created: 6, changed in place: 4, imported: 1, wider trust");
    for (const difference of [
      "Lost principal: account 111111111111 (account management) may assume the role.",
      `New principal: arn:aws:iam::111111111111:role/${ADMINISTRATION_ROLE} (account management) may assume the role`,
      "now needs ArnLike aws:SourceArn is arn:aws:ssm:*:111111111111:automation-execution/*.",
      "now needs ArnLike aws:SourceArn is arn:aws:ssm:*:222222222222:automation-execution/*;",
      "New action: may organizations:ListChildren on *",
      "New action: may ec2:DescribeInstances on *",
      `role/${EXECUTION_ROLE}: now needs StringEquals iam:PassedToService is ssm.amazonaws.com.`,
    ]) {
      expect(review).toContain(difference);
    }
    expect(await roles()).toEqual(before);
  });

  it("are adopted by an apply, with the same ids", async () => {
    const { status, stderr } = await run("apply", plans, "--yes", "--fleet", adoptingFleet);
    expect(status === 0 ? "" : stderr).toBe("");
    expect(ids(await roles())).toEqual(ids(before));
    expect(await roles()).not.toEqual(before);
    expect(await run("plan", ...STACKS, "--fleet", adoptingFleet, "--detailed-exitcode")).toMatchObject({ status: 0 });
  });

  it("are given back as they were", async () => {
    const { status, stderr } = await run("give-back", "--yes", "--fleet", adoptingFleet);
    expect(status === 0 ? "" : stderr).toBe("");
    expect(await roles()).toEqual(before);
  });
}

async function makeStack(env: NodeJS.ProcessEnv, name: string, template: string, ...parameters: readonly string[]) {
  const given = parameters.map((parameter) => parameter.split("=")).map(([key = "", value = ""]) => ({ key, value }));
  await aws(
    env,
    ...["cloudformation", "create-stack", "--stack-name", name, "--template-body", template],
    ...["--capabilities", "CAPABILITY_NAMED_IAM"],
    ...given.flatMap(({ key, value }) => ["--parameters", `ParameterKey=${key},ParameterValue=${value}`]),
  );
}

interface Role {
  readonly RoleId: string;
}

async function wholeRole(env: NodeJS.ProcessEnv, name: string): Promise<object> {
  const named = ["--role-name", name];
  const { Role: role } = await aws<{ Role: Role }>(env, "iam", "get-role", ...named);
  const { PolicyNames: inline } = await aws<{ PolicyNames: string[] }>(env, "iam", "list-role-policies", ...named);
  const policies = inline.map(async (policy) =>
    aws<object>(env, "iam", "get-role-policy", ...named, "--policy-name", policy),
  );
  const attached = await aws<object>(env, "iam", "list-attached-role-policies", ...named);
  return { role, attached, inline: await Promise.all(policies) };
}

function ids(roles: object): readonly string[] {
  return (Object.values(roles) as { role: Role }[]).map(({ role }) => role.RoleId);
}
