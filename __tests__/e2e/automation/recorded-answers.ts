/** Every member that AWS's documentation prints of an answer is in the sandbox's answer, or is named in docs/fidelity.md. */
import * as sdk from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { missingMembers, DIFFERENCES } from "../../structure/known-differences";
import { membersOf } from "../../structure/answer-members";
import type { Operator } from "./operator";

const RUNBOOK = {
  schemaVersion: "0.3",
  description: "Says hello",
  parameters: { InstanceId: { type: "String", default: "" } },
  mainSteps: [{ name: "rest", action: "aws:sleep", inputs: { Duration: "PT0.01S" } }],
};
const COMMAND = {
  schemaVersion: "2.2",
  description: "Says hello",
  parameters: { Whom: { type: "String", default: "world", description: "Whom to greet" } },
  mainSteps: [{ action: "aws:runShellScript", name: "greet", inputs: { runCommand: ["echo hello {{ Whom }}"] } }],
};
const POLL_MILLISECONDS = 150;

type Name = keyof typeof sdk & `${string}Command`;

export function recordedAnswers(operator: () => Operator): void {
  it("have the members that the AWS CLI's documentation prints", async () => {
    const client = await operator().client(sdk.SSMClient, "app-dev");
    const instance = await operator().instance("app-dev");
    const found = new Map<string, Set<string>>();
    /** Asks the sandbox and collects the members of the answer. */
    const ask = async <T>(operation: string, input: object): Promise<T> => {
      const Command = sdk[`${operation}Command` as Name] as unknown as new (input: object) => never;
      const answer: object = await client.send(new Command(input));
      const members = found.get(operation) ?? new Set();
      const ofAws = membersOf(answer).filter((member) => !member.startsWith("$metadata"));
      ofAws.forEach((member) => members.add(member));
      found.set(operation, members);
      return answer as T;
    };
    const until = async <T>(read: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> => {
      for (;;) {
        const answer = await read();
        if (holds(answer)) return answer;
        await sleep(POLL_MILLISECONDS);
      }
    };

    const tags = [{ Key: "team", Value: "blue" }];
    const runbook = { Name: "recorded-runbook", DocumentType: "Automation", Content: JSON.stringify(RUNBOOK) };
    await ask("CreateDocument", { ...runbook, Tags: tags, VersionName: "first", DisplayName: "Recorded" });
    const command = { Name: "recorded-command", DocumentType: "Command", Content: JSON.stringify(COMMAND) };
    await ask("CreateDocument", { ...command, Tags: tags, TargetType: "/AWS::EC2::Instance" });
    const changed = { ...RUNBOOK, description: "Says hello again" };
    const update = { Name: runbook.Name, Content: JSON.stringify(changed), DocumentVersion: "$LATEST" };
    await ask("UpdateDocument", update);
    await ask("UpdateDocumentDefaultVersion", { Name: runbook.Name, DocumentVersion: "2" });
    await ask("DescribeDocument", { Name: command.Name });
    await ask("DescribeDocument", { Name: runbook.Name });
    await ask("GetDocument", { Name: runbook.Name });
    await ask("ListDocuments", { Filters: [{ Key: "Owner", Values: ["Self"] }] });
    await ask("ListDocumentVersions", { Name: runbook.Name });
    const share = { Name: runbook.Name, PermissionType: "Share" };
    await ask("ModifyDocumentPermission", { ...share, AccountIdsToAdd: ["444444444444"] });
    await ask("DescribeDocumentPermission", share);
    await ask("ListTagsForResource", { ResourceType: "Document", ResourceId: runbook.Name });

    const parameter = { Name: "/recorded/one", Value: "first", Type: "String", Description: "One" };
    await ask("PutParameter", parameter);
    await ask("PutParameter", { ...parameter, Value: "second", Overwrite: true });
    await ask("GetParameter", { Name: `${parameter.Name}:1` });
    await ask("GetParameters", { Names: [parameter.Name, "/recorded/none"] });
    await ask("GetParametersByPath", { Path: "/recorded" });
    await ask("DescribeParameters", {});
    await ask("GetParameterHistory", { Name: parameter.Name });
    await ask("LabelParameterVersion", { Name: parameter.Name, Labels: ["known"] });
    await ask("DeleteParameters", { Names: [parameter.Name, "/recorded/none"] });

    const selected = { Targets: [{ Key: "InstanceIds", Values: [instance] }] };
    const started = await ask<{ AutomationExecutionId: string }>("StartAutomationExecution", {
      DocumentName: runbook.Name,
      TargetParameterName: "InstanceId",
      ...selected,
      MaxConcurrency: "1",
      MaxErrors: "1",
    });
    const execution = { AutomationExecutionId: started.AutomationExecutionId };
    await until(
      () => ask<{ AutomationExecution: sdk.AutomationExecution }>("GetAutomationExecution", execution),
      ({ AutomationExecution: { ExecutionEndTime: end } }) => end !== undefined,
    );
    const single = await ask<{ AutomationExecutionId: string }>("StartAutomationExecution", {
      DocumentName: runbook.Name,
      Parameters: { InstanceId: [instance] },
    });
    await until(
      () =>
        ask<{ AutomationExecution: sdk.AutomationExecution }>("GetAutomationExecution", {
          AutomationExecutionId: single.AutomationExecutionId,
        }),
      ({ AutomationExecution: { ExecutionEndTime: end } }) => end !== undefined,
    );
    await ask("DescribeAutomationExecutions", {});
    await ask("DescribeAutomationStepExecutions", { AutomationExecutionId: single.AutomationExecutionId });

    const batch = { Name: "AWS-RunShellScript", ...selected, Parameters: { commands: ["echo hello"] } };
    const { Successful: made } = await ask<{ Successful: { AssociationId: string }[] }>("CreateAssociationBatch", {
      Entries: [{ ...batch, AssociationName: "recorded-batch", ScheduleExpression: "rate(1 day)" }],
    });
    await ask("DeleteAssociation", { AssociationId: made[0]?.AssociationId });

    const { Command: sent } = await ask<{ Command: { CommandId: string } }>("SendCommand", {
      DocumentName: "AWS-RunShellScript",
      ...selected,
      Parameters: { commands: ["echo hello"] },
      Comment: "Recorded",
    });
    const invocation = { CommandId: sent.CommandId, InstanceId: instance };
    await until(
      async () => {
        await sleep(POLL_MILLISECONDS);
        return ask<{ Status: string }>("GetCommandInvocation", invocation);
      },
      ({ Status: status }) => !["Pending", "InProgress", "Delayed"].includes(status),
    );
    await ask("ListCommands", {});
    await ask("ListCommandInvocations", { CommandId: sent.CommandId, Details: true });

    const { AssociationDescription: created } = await ask<{
      AssociationDescription: { AssociationId: string };
    }>("CreateAssociation", {
      Name: "AWS-RunShellScript",
      AssociationName: "recorded",
      ...selected,
      Parameters: { commands: ["echo hello"] },
      ScheduleExpression: "rate(1 day)",
    });
    const association = { AssociationId: created.AssociationId };
    await until(
      () => ask<{ AssociationExecutions?: sdk.AssociationExecution[] }>("DescribeAssociationExecutions", association),
      ({ AssociationExecutions: runs = [] }) => runs[0]?.Status === "Success",
    );
    const { AssociationExecutions: runs } = await ask<{ AssociationExecutions: sdk.AssociationExecution[] }>(
      "DescribeAssociationExecutions",
      association,
    );
    await ask("DescribeAssociationExecutionTargets", { ...association, ExecutionId: runs[0]?.ExecutionId });
    await ask("DescribeAssociation", association);
    await ask("DescribeInstanceInformation", {});
    await ask("ListAssociations", {});
    const schedule = { ScheduleExpression: "rate(2 days)", Parameters: { commands: ["echo hello again"] } };
    await ask("UpdateAssociation", { ...association, ...schedule });
    await ask("ListAssociationVersions", association);
    const setting = { SettingId: "/ssm/parameter-store/high-throughput-enabled" };
    await ask("GetServiceSetting", setting);
    await ask("ResetServiceSetting", setting);

    await ask("DeleteAssociation", association);
    await ask("ModifyDocumentPermission", { ...share, AccountIdsToRemove: ["444444444444"] });
    for (const { Name } of [runbook, command]) await ask("DeleteDocument", { Name });
    expect(missingMembers(found)).toEqual(DIFFERENCES.map(({ operation, members }) => ({ operation, members })));
  });
}
