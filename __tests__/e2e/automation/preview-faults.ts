/** Faults of a preview that go when the test that planted them is over. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListUserPoliciesCommand,
  PutUserPolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  ResetServiceSettingCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";

/** As many as an account may have without adaptive concurrency. */
const QUOTA = 100;

/** A user who may do everything but pass a role. */
export async function limitedUser(iam: IAMClient): Promise<AsyncDisposable & { readonly env: NodeJS.ProcessEnv }> {
  const user = { UserName: "preview-limited" };
  await iam.send(new CreateUserCommand(user));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", NotAction: "iam:PassRole", Resource: "*" }],
  });
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: "all-but-pass-role", PolicyDocument }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(user));
  return {
    env: {
      AWS_ACCESS_KEY_ID: key?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: key?.SecretAccessKey,
      AWS_SESSION_TOKEN: undefined,
    },
    async [Symbol.asyncDispose]() {
      await iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId: key?.AccessKeyId ?? "" }));
      const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand(user));
      for (const PolicyName of PolicyNames) await iam.send(new DeleteUserPolicyCommand({ ...user, PolicyName }));
      await iam.send(new DeleteUserCommand(user));
    },
  };
}

/** Executions that wait, as many as the account may have at a time. */
export async function usedUpQuota(ssm: SSMClient): Promise<AsyncDisposable & { readonly running: number }> {
  const Name = "preview-waits";
  const Content = JSON.stringify({
    schemaVersion: "0.3",
    mainSteps: [{ name: "wait", action: "aws:pause", inputs: {} }],
  });
  await ssm.send(new CreateDocumentCommand({ Name, DocumentType: "Automation", Content }));
  const started = await Promise.all(
    Array.from({ length: QUOTA }, () => ssm.send(new StartAutomationExecutionCommand({ DocumentName: Name }))),
  );
  return {
    running: QUOTA,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        started.map(({ AutomationExecutionId }) =>
          ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId })),
        ),
      );
      await ssm.send(new ResetServiceSettingCommand({ SettingId: "/ssm/automation/enable-adaptive-concurrency" }));
      await ssm.send(new DeleteDocumentCommand({ Name }));
    },
  };
}
