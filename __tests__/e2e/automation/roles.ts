/** Missing permissions in one account make the execution fail in that account only. */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ModifyDocumentPermissionCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ALL_AT_ONCE, byAccount, EXECUTION_ROLE, failureIn, PROD, STAGING, type Operator } from "./operator";

const RoleName = EXECUTION_ROLE;
const AUTOMATION_POLICY = { RoleName, PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole" };
const RUNBOOK_POLICY = { RoleName, PolicyName: "Runbook-check-os" };
const CANNOT_BE_ASSUMED = `The provided role: arn:aws:iam::${STAGING}:role/${EXECUTION_ROLE} can't be assumed.`;

export function roles(operator: () => Operator): void {
  let iam: IAMClient;
  let trust = "";
  beforeAll(async () => {
    iam = await operator().client(IAMClient, "app-staging");
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
    trust = decodeURIComponent(role?.AssumeRolePolicyDocument ?? "");
  });

  const documentOf = async (PolicyName: string): Promise<string> => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return decodeURIComponent(PolicyDocument ?? "");
  };

  /** Runs check-os in app-staging and app-prod, and expects a failure in app-staging only. */
  const runInTwo = async () => {
    const central = await operator().checkOs({ Accounts: [STAGING, PROD], ...ALL_AT_ONCE });
    expect(byAccount(central)[PROD]).toBe("Success");
    return central;
  };

  it("fails an account whose execution role trusts another organization, with AWS's message", async () => {
    const update = (PolicyDocument: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    await update(trust.replace("o-fleetbook01", "o-anotherone1"));
    const central = await runInTwo().finally(() => update(trust));
    expect(failureIn(central, STAGING)).toContain(CANNOT_BE_ASSUMED);
  });

  it("fails an account with which the runbook is not shared", async () => {
    const ssm = await operator().client(SSMClient, "management");
    const share = (change: object) =>
      ssm.send(new ModifyDocumentPermissionCommand({ Name: "check-os", PermissionType: "Share", ...change }));
    await share({ AccountIdsToRemove: [STAGING] });
    const central = await runInTwo().finally(() => share({ AccountIdsToAdd: [STAGING] }));
    expect(failureIn(central, STAGING)).toBe(
      `The execution role arn:aws:iam::${STAGING}:role/${EXECUTION_ROLE} in the target location is unable to be assumed.`,
    );
  });

  it("fails a step whose permission the execution role lacks, and names the action", async () => {
    const PolicyName = "start-only";
    const Statement = [{ Effect: "Allow", Action: "ssm:StartAutomationExecution", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    await iam.send(new DetachRolePolicyCommand(AUTOMATION_POLICY));
    const derived = await documentOf(RUNBOOK_POLICY.PolicyName);
    await iam.send(new DeleteRolePolicyCommand(RUNBOOK_POLICY));
    const central = await runInTwo().finally(async () => {
      await iam.send(new PutRolePolicyCommand({ ...RUNBOOK_POLICY, PolicyDocument: derived }));
      await iam.send(new AttachRolePolicyCommand(AUTOMATION_POLICY));
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    });
    expect(byAccount(central)[STAGING]).toBe("Failed");
    const { StepExecutions: [step] = [] } = await operator().ofInstance("app-staging", central.AutomationExecutionId);
    expect(step?.FailureMessage).toMatch(/\(AccessDeniedException\).*is not authorized to perform: ssm:SendCommand/);
    expect(step?.FailureDetails).toMatchObject({ FailureStage: "Invocation", FailureType: "Permission" });
  });

  it("needs no policy of AWS for what is derived from the runbook's steps", async () => {
    await iam.send(new DetachRolePolicyCommand(AUTOMATION_POLICY));
    const central = await runInTwo().finally(() => iam.send(new AttachRolePolicyCommand(AUTOMATION_POLICY)));
    expect(byAccount(central)[STAGING]).toBe("Success");
  });

  it("fails an account while its execution role is missing", async () => {
    const { PolicyNames: names = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const inline = await Promise.all(
      names.map(async (PolicyName) => ({ RoleName, PolicyName, PolicyDocument: await documentOf(PolicyName) })),
    );
    for (const { PolicyName } of inline) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DetachRolePolicyCommand(AUTOMATION_POLICY));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    const central = await runInTwo().finally(async () => {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      for (const policy of inline) await iam.send(new PutRolePolicyCommand(policy));
      await iam.send(new AttachRolePolicyCommand(AUTOMATION_POLICY));
    });
    expect(failureIn(central, STAGING)).toContain(CANNOT_BE_ASSUMED);
    expect(byAccount(await runInTwo())[STAGING]).toBe("Success");
  });
}
