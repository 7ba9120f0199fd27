/** A central runbook acts with the policy that is derived from its steps, and fails without it. */
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { loadProject } from "../../../src/cli/project";
import { defineRunbook } from "../../../src/document/define";
import { renderYaml } from "../../../src/document/render";
import { allAccounts } from "../../../src/fleet/model";
import { runbookPolicyName } from "../../../src/fleet/names";
import { executionRolePolicies } from "../../../stacks/constructs/execution-role";
import { ALL_AT_ONCE, byAccount, EXECUTION_ROLE, PROD, STAGING, type Operator } from "./operator";

const REBOOT = defineRunbook({
  name: "reboot-instance",
  targetType: "/AWS::EC2::Instance",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: { AutomationAssumeRole: { type: "AWS::IAM::Role::Arn" }, InstanceId: { type: "String" } },
  mainSteps: [
    {
      name: "reboot",
      action: "aws:executeAwsApi",
      inputs: { Service: "ec2", Api: "RebootInstances", InstanceIds: ["{{ InstanceId }}"] },
    },
  ],
});
const POLICY = { RoleName: EXECUTION_ROLE, PolicyName: runbookPolicyName(REBOOT.name) };

/** The derived policy that the stack of an account has for the runbook. */
function derivedPolicy(account: string): string {
  const { fleet } = loadProject();
  const [checkOs] = fleet.centralRunbooks;
  const named = allAccounts(fleet).find(({ name }) => name === account);
  if (checkOs === undefined || named === undefined) throw new Error(`the example has no account ${account}`);
  const central = { ...checkOs, name: REBOOT.name };
  const runbook = { name: REBOOT.name, content: "", format: "YAML" as const, runbook: REBOOT };
  const { inline } = executionRolePolicies(
    { ...fleet, centralRunbooks: [central] },
    named,
    new Map([[REBOOT.name, runbook]]),
  );
  return inline[0]?.policy ?? "";
}

export function centralPermissions(operator: () => Operator): void {
  const ofRole = async (account: string) => operator().client(IAMClient, account);
  const reboot = () => operator().checkOs({ Accounts: [STAGING, PROD], ...ALL_AT_ONCE }, { DocumentName: REBOOT.name });

  beforeAll(async () => {
    const ssm = await operator().client(SSMClient, "management");
    await ssm.send(
      new CreateDocumentCommand({
        Name: REBOOT.name,
        DocumentType: "Automation",
        DocumentFormat: "YAML",
        TargetType: "/AWS::EC2::Instance",
        Content: renderYaml(REBOOT.document),
      }),
    );
    const share = { Name: REBOOT.name, PermissionType: "Share" as const, AccountIdsToAdd: [STAGING, PROD] };
    await ssm.send(new ModifyDocumentPermissionCommand(share));
    for (const account of ["app-staging", "app-prod"]) {
      const iam = await ofRole(account);
      await iam.send(new PutRolePolicyCommand({ ...POLICY, PolicyDocument: derivedPolicy(account) }));
    }
  });
  afterAll(async () => {
    const ssm = await operator().client(SSMClient, "management");
    const withdrawn = { Name: REBOOT.name, PermissionType: "Share" as const, AccountIdsToRemove: [STAGING, PROD] };
    await ssm.send(new ModifyDocumentPermissionCommand(withdrawn));
    await ssm.send(new DeleteDocumentCommand({ Name: REBOOT.name }));
    await (await ofRole("app-prod")).send(new DeleteRolePolicyCommand(POLICY));
  });

  it("reboots the instances of two accounts with the derived policy", async () => {
    expect(byAccount(await reboot())).toEqual({ [STAGING]: "Success", [PROD]: "Success" });
  });

  it("fails in the account whose execution role lacks the derived policy, and names the action", async () => {
    await (await ofRole("app-staging")).send(new DeleteRolePolicyCommand(POLICY));
    const central = await reboot();
    expect(byAccount(central)).toEqual({ [STAGING]: "Failed", [PROD]: "Success" });
    const { StepExecutions: [step] = [] } = await operator().ofInstance("app-staging", central.AutomationExecutionId);
    expect(step?.FailureMessage).toContain("is not authorized to perform: ec2:RebootInstances");
    expect(step?.FailureDetails?.FailureType).toBe("Permission");
  });
}
