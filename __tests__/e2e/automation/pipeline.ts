/** Workflows plan with the read-only roles and apply with the deploy roles, each with the token of its run. */
import { DeleteRoleCommand, GetRoleCommand, IAMClient, UpdateRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { join } from "node:path";
import { applyFleet } from "../../../src/rollout/plans/apply-fleet";
import { planFleet } from "../../../src/rollout/plans/plan-fleet";
import { PROJECT_FOLDER } from "../commands";
import type { DeployedFleet } from "../deployed-fleet";
import { DEV, MANAGEMENT } from "./operator";

const PLAN = "FleetbookPipelinePlanRole";
const APPLY = "FleetbookPipelineApplyRole";
const READER = "FleetbookReaderRole";
/** One stack of each kind, but the target's: its plan is not empty, because moto forgets the description of a rule. */
const STACKS = ["administrator", "pipeline", "member-app-dev", "guards-app-dev"];

/** @param repository with which the fleet was deployed */
export function pipeline(fleet: () => DeployedFleet, repository: string): void {
  const never = new AbortController().signal;
  const stsWith = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new STSClient({ endpoint: fleet().local.endpoint, region: fleet().local.fleet.homeRegion, credentials });

  /** The environment of a workflow's run, whose token has this subject. */
  async function run(role: string, context: string, of = repository): Promise<NodeJS.ProcessEnv> {
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
    const claims = { iss: "https://token.actions.githubusercontent.com", aud: "sts.amazonaws.com" };
    const answer = await stsWith({ accessKeyId: "", secretAccessKey: "" }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${MANAGEMENT}:role/${role}`,
        RoleSessionName: "run",
        WebIdentityToken: `${part({})}.${part({ ...claims, sub: `repo:${of}:${context}` })}.`,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
    return {
      ...fleet().local.env,
      ...{ AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken },
    };
  }

  const common = (env: NodeJS.ProcessEnv) => ({
    ...{ env, fleet: fleet().local.fleet, projectFolder: PROJECT_FOLDER, log: () => undefined, lockTimeoutSeconds: 0 },
    interruption: { signal: never, force: never },
  });
  const out = () => join(fleet().local.workFolder, "read-only-plans");
  const plan = async (...stacks: readonly string[]) => {
    const env = await run(PLAN, "pull_request");
    return (await planFleet({ ...common(env), out: out(), stacks, readOnly: true })).manifest.stacks;
  };

  it("plans every kind of stack with nothing but the read-only roles", async () => {
    const plans = await plan(...STACKS, "target-app-dev");
    expect(plans.flatMap(({ problems }) => problems)).toEqual([]);
    const outcomes = Object.fromEntries(plans.map(({ stack, outcome }) => [stack, outcome]));
    expect(outcomes).toMatchObject(Object.fromEntries(STACKS.map((stack) => [stack, "unchanged"])));
  });

  it("applies what was planned with the read-only role, with the role that applies and no other one", async () => {
    const iam = await fleet().client(IAMClient, "app-dev");
    const description = async () => (await iam.send(new GetRoleCommand({ RoleName: READER }))).Role?.Description;
    const before = await description();
    await iam.send(new UpdateRoleCommand({ RoleName: READER, Description: "changed by hand" }));
    expect(await plan("member-app-dev")).toMatchObject([{ outcome: "changed", changes: { change: 1 } }]);

    const planner = await run(PLAN, "ref:refs/heads/main");
    await expect(applyFleet({ ...common(planner), folder: out() })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining("is not authorized to perform: sts:AssumeRole") as string }],
    });
    expect(await description()).toBe("changed by hand");

    const applier = await run(APPLY, "environment:production");
    const applied = await applyFleet({ ...common(applier), folder: out() });
    expect(applied).toMatchObject([{ stack: "member-app-dev", now: "as planned", problems: [] }]);
    expect(await description()).toBe(before);
  });

  it("gives no role to a fork, another branch or another environment", async () => {
    for (const [role, context, of] of [
      [PLAN, "pull_request", "mallory/fleet"],
      [PLAN, "ref:refs/heads/feature", repository],
      [PLAN, "environment:production", repository],
      [APPLY, "pull_request", repository],
      [APPLY, "environment:staging", repository],
    ] as const) {
      await expect(run(role, context, of)).rejects.toMatchObject({ name: "AccessDenied" });
    }
  });

  it("changes nothing with a read-only role, whatever is tried", async () => {
    const {
      AWS_ACCESS_KEY_ID = "",
      AWS_SECRET_ACCESS_KEY = "",
      AWS_SESSION_TOKEN = "",
    } = await run(PLAN, "pull_request");
    const planner = stsWith({
      ...{ accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN },
    });
    const assume = async (account: string, name: string) => {
      const RoleArn = `arn:aws:iam::${account}:role/${name}`;
      const { Credentials: given } = await planner.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "run" }));
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = given ?? {};
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    };
    await expect(assume(DEV, "OrganizationAccountAccessRole")).rejects.toMatchObject({ name: "AccessDenied" });
    const credentials = await assume(DEV, "FleetbookPlanRole");
    const iam = new IAMClient({ endpoint: fleet().local.endpoint, region: "us-east-1", credentials });
    await expect(iam.send(new DeleteRoleCommand({ RoleName: READER }))).rejects.toMatchObject({ name: "AccessDenied" });
  });
}
