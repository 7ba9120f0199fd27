/** Each permission of AMI sharing's role taken away by itself: the runbook, whose scripts really run, fails and says which. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { PARTNER, ROLE, RUNBOOK } from "./ami-sharing";
import { DEV, type Operator } from "./operator";

/** The actions that remove older images. A run with them would remove what another run is sharing. */
const REMOVING = ["ec2:DeregisterImage", "ec2:DeleteSnapshot"];
/** What is asked only if the runbook starts for targets, or is cancelled. */
const NOT_IN_THIS_RUN = [
  "iam:PassRole",
  "resource-groups:ListGroupResources",
  `ssm:StartAutomationExecution on ${RUNBOOK}`,
  "ssm:StopAutomationExecution",
  "tag:GetResources",
];

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}
interface Permission {
  readonly statement: Statement;
  readonly action: string;
  readonly resource: string;
}

const list = (value: string | readonly string[]): readonly string[] => [value].flat();

/** The statements without one action on one resource. */
function without(all: readonly Statement[], { statement, action, resource }: Permission): readonly Statement[] {
  const Action = list(statement.Action).filter((one) => one !== action);
  const Resource = list(statement.Resource).filter((one) => one !== resource);
  return [
    ...all.filter((one) => one !== statement),
    ...(Action.length > 0 ? [{ ...statement, Action }] : []),
    ...(Resource.length > 0 ? [{ ...statement, Action: action, Resource }] : []),
  ];
}

export function sharingPermissions(operator: () => Operator): void {
  let iam: IAMClient;
  let instance = "";
  let trust = "";
  let statements: readonly Statement[] = [];

  const share = (role: string, ImagesToKeep: number): Promise<AutomationExecution> =>
    operator().run("app-dev", {
      DocumentName: RUNBOOK,
      Parameters: {
        AccountId: [PARTNER],
        AutomationAssumeRole: [`arn:aws:iam::${DEV}:role/${role}`],
        InstanceId: [instance],
        ImagesToKeep: [String(ImagesToKeep)],
      },
    });
  /** The messages of an execution, its steps and their child executions. */
  const messages = async (execution: AutomationExecution): Promise<readonly string[]> => {
    const steps = execution.StepExecutions ?? [];
    const children = await Promise.all(
      steps.flatMap(({ Outputs }) => Outputs?.["ExecutionId"] ?? []).map((id) => operator().end("app-dev", id)),
    );
    const own = [execution, ...steps].flatMap(({ FailureMessage }) => FailureMessage ?? []);
    return [...own, ...(await Promise.all(children.map(messages))).flat()];
  };
  /** Whether the runbook fails, without the permission, with a message that names it. */
  const isMissed = async (permission: Permission, at: number): Promise<boolean> => {
    const RoleName = `sharing-without-${String(at)}`;
    const policy = { RoleName, PolicyName: "rest" };
    const Statement = without(statements, permission);
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement }).replaceAll(ROLE, RoleName);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    try {
      const execution = await share(RoleName, REMOVING.includes(permission.action) ? 1 : 1000);
      if (execution.AutomationExecutionStatus === "Success") return false;
      return (await messages(execution)).some((one) => one.includes(`to perform: ${permission.action} `));
    } finally {
      await iam.send(new DeleteRolePolicyCommand(policy));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    }
  };

  beforeAll(async () => {
    iam = await operator().client(IAMClient, "app-dev");
    instance = await operator().instance("app-dev");
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: ROLE }));
    trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: ROLE }));
    const policies = await Promise.all(
      PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName: ROLE, PolicyName }))),
    );
    statements = policies.flatMap(
      ({ PolicyDocument = "" }) =>
        (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: readonly Statement[] }).Statement,
    );
  });

  it("are all needed: without any single one the runbook fails, and says which", async () => {
    const all = statements.flatMap((statement) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource).map((resource) => ({ statement, action, resource })),
      ),
    );
    expect(all.map(({ action }) => action)).toEqual(expect.arrayContaining(REMOVING));
    const numbered = all.map((permission, at) => ({ permission, at }));
    const [removing, others] = [true, false].map((removes) =>
      numbered.filter(({ permission }) => REMOVING.includes(permission.action) === removes),
    );
    const unnoticed: string[] = [];
    const tryWithout = async ({ permission, at }: (typeof numbered)[number]) => {
      if (await isMissed(permission, at)) return;
      const { action, resource } = permission;
      unnoticed.push(resource.includes(`/${RUNBOOK}:`) ? `${action} on ${RUNBOOK}` : action);
    };
    await Promise.all((others ?? []).map(tryWithout));
    for (const one of removing ?? []) await tryWithout(one);
    expect(unnoticed.filter((action) => !NOT_IN_THIS_RUN.includes(action))).toEqual([]);
  });

  it("are enough to make, share and remove images", async () => {
    const { AutomationExecutionStatus } = await share(ROLE, 1);
    expect(AutomationExecutionStatus).toBe("Success");
  });
}
