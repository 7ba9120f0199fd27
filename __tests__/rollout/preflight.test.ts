import { ConfigurationError } from "../../src/diagnostics/errors";
import { allAccounts } from "../../src/fleet/model";
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { BOOTSTRAP_ROLE, PLAN_ROLE, preflight } from "../../src/rollout/preflight";
import { account, cleanUp, endpoint, fleet, type Answer } from "./fixtures";

afterEach(cleanUp);

const management = account("111111111111", "management", { deployRole: undefined });
const dev = account("222222222222", "app-dev");
const prod = account("333333333333", "app-prod");
const ours = fleet(management, dev, prod);

const ok = (action: string, result: string): Answer => ({
  status: 200,
  body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`,
});
const denied = (code: string, message: string): Answer => ({
  status: 403,
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/**
 * An STS for the preflight. The access key `AKIA<account id>` belongs to a user of that account, and a role's credentials belong
 * to the role's account, or to the account that `lands` gives for it. `refuses` lists accounts without the role.
 */
async function sts({
  refuses = [],
  lands = {},
  expired = false,
  partition = "aws",
}: {
  refuses?: readonly string[];
  lands?: Readonly<Record<string, string>>;
  expired?: boolean;
  partition?: string;
} = {}) {
  const assumed: string[] = [];
  const asked: Record<string, string>[] = [];
  const url = await endpoint(({ headers }, body) => {
    const parameters = new URLSearchParams(body);
    const [, key = ""] = /Credential=([^/]+)\//.exec(headers.authorization ?? "") ?? [];
    if (expired) return denied("ExpiredToken", "The security token included in the request is expired");
    if (parameters.get("Action") === "GetCallerIdentity") {
      const id = key.slice(4);
      return ok(
        "GetCallerIdentity",
        `<Arn>arn:${partition}:iam::${id}:user/alice</Arn><UserId>u</UserId><Account>${id}</Account>`,
      );
    }
    const role = parameters.get("RoleArn") ?? "";
    const id = role.split(":")[4] ?? "";
    assumed.push(role);
    asked.push(Object.fromEntries(parameters));
    if (refuses.includes(id))
      return denied("AccessDenied", "User: alice is not authorized to perform: sts:AssumeRole.");
    return ok(
      "AssumeRole",
      `<Credentials><AccessKeyId>ASIA${lands[id] ?? id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>${role}</Arn><AssumedRoleId>x</AssumedRoleId></AssumedRoleUser>`,
    );
  });
  const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "AKIA111111111111", AWS_SECRET_ACCESS_KEY: "s" };
  return { env, assumed, asked };
}

async function faults(env: NodeJS.ProcessEnv, of = ours) {
  const error = await preflight(of, env).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ConfigurationError);
  return (error as ConfigurationError).problems;
}

describe("a preflight", () => {
  it("returns credentials for every account: the caller's own, or the deploy role's", async () => {
    const { env, assumed } = await sts();
    const credentials = await preflight(ours, env);
    expect([...credentials.keys()]).toEqual(allAccounts(ours));
    expect(assumed.sort()).toEqual([
      "arn:aws:iam::222222222222:role/DeployRole",
      "arn:aws:iam::333333333333:role/DeployRole",
    ]);
    await expect(credentials.get(management)?.()).resolves.toMatchObject({ accessKeyId: "AKIA111111111111" });
    await expect(credentials.get(prod)?.()).resolves.toMatchObject({ accessKeyId: "ASIA333333333333" });
  });

  it("assumes the read-only role of every account, the caller's own included, for plans that may change nothing", async () => {
    const { env, assumed } = await sts();
    await preflight(ours, env, allAccounts(ours), PLAN_ROLE);
    expect(assumed.sort()).toEqual(allAccounts(ours).map(({ id }) => `arn:aws:iam::${id}:role/FleetbookPlanRole`));
  });

  it("assumes a deploy role with its path, external id, session name and tags", async () => {
    const { env, asked } = await sts();
    const role = { path: "/platform/", name: "deploy", externalId: "f-17", sessionName: "ci", tags: { team: "core" } };
    await preflight(fleet(management, account("222222222222", "app-dev", { deployRole: deployRole(role) })), env);
    expect(asked).toMatchObject([
      {
        RoleArn: "arn:aws:iam::222222222222:role/platform/deploy",
        RoleSessionName: "ci",
        ExternalId: "f-17",
        "Tags.member.1.Key": "team",
        "Tags.member.1.Value": "core",
      },
    ]);
  });

  it("assumes the role that creates the deploy role for the bootstrap, and the deploy role for the rest", async () => {
    const role = deployRole({ name: "FleetbookDeployRole", createdBy: "Setup" });
    const of = fleet(management, account("222222222222", "app-dev", { deployRole: role }));
    const { env, assumed } = await sts();
    await preflight(of, env, allAccounts(of), BOOTSTRAP_ROLE);
    await preflight(of, env);
    expect(assumed.map((arn) => arn.split("/").at(-1))).toEqual(["Setup", "FleetbookDeployRole"]);
  });

  it("says what creates the read-only role if it cannot be assumed", async () => {
    const { env } = await sts({ refuses: ["333333333333"] });
    const error = await preflight(ours, env, allAccounts(ours), PLAN_ROLE).catch((failure: unknown) => failure);
    expect((error as ConfigurationError).problems).toMatchObject([
      {
        place: "account app-prod (333333333333)",
        remedy: expect.stringContaining("Deploy pipeline and the account's member stack") as string,
      },
    ]);
  });

  it("checks only the given accounts if some are given", async () => {
    const { env, assumed } = await sts();
    await preflight(ours, env, [dev]);
    expect(assumed).toEqual(["arn:aws:iam::222222222222:role/DeployRole"]);
  });

  it("names the partition of credentials that are not of the fleet's, and tries no role with them", async () => {
    const { env, assumed } = await sts({ partition: "aws-cn" });
    expect(await faults(env)).toMatchObject([
      {
        message:
          "The credentials are of the partition aws-cn (arn:aws-cn:iam::111111111111:user/alice), and the fleet's Regions are of aws.",
      },
    ]);
    expect(assumed).toEqual([]);
  });

  it("names a role that cannot be assumed, with the caller and AWS's message", async () => {
    const { env } = await sts({ refuses: ["222222222222"] });
    expect(await faults(env)).toMatchObject([
      {
        place: "account app-dev (222222222222)",
        message:
          "arn:aws:iam::111111111111:user/alice cannot assume arn:aws:iam::222222222222:role/DeployRole: User: alice is not authorized to perform: sts:AssumeRole.",
      },
    ]);
  });

  it("names accounts that fail alike in one message", async () => {
    const { env } = await sts({ refuses: ["222222222222", "333333333333"] });
    expect(await faults(env)).toMatchObject([
      {
        place: "2 of 3 accounts (app-dev, app-prod)",
        message:
          "arn:aws:iam::111111111111:user/alice cannot assume arn:aws:iam::<account id>:role/DeployRole: User: alice is not authorized to perform: sts:AssumeRole.",
      },
    ]);
  });

  it("refuses credentials that belong to another account than in the fleet file", async () => {
    const { env } = await sts({ lands: { "222222222222": "999999999999" } });
    expect(await faults(env)).toMatchObject([
      { place: "account app-dev (222222222222)", message: expect.stringContaining("999999999999") as string },
    ]);
  });

  it("says in one message that the credentials are a delegated administrator's, and tries no role with them", async () => {
    const { env, assumed } = await sts({ refuses: ["222222222222", "333333333333"] });
    expect(await faults({ ...env, AWS_ACCESS_KEY_ID: "AKIA333333333333" })).toEqual([
      {
        message:
          "The credentials belong to account app-prod 333333333333 (arn:aws:iam::333333333333:user/alice); expected those of management (111111111111).",
        remedy: 'In the sandbox: eval "$(npm run -s sandbox -- env --deploy)".',
      },
    ]);
    expect(assumed).toEqual([]);
  });

  it("says whose credentials deploy, to somebody who has those of the administrator account", async () => {
    const { env } = await sts({ refuses: [] });
    const [administratorAccount = ours.managementAccount] = ours.memberAccounts;
    const asAdministrator = { ...env, AWS_ACCESS_KEY_ID: `AKIA${administratorAccount.id}` };
    const [problem] = await faults(asAdministrator, { ...ours, administratorAccount });
    expect(problem?.message).toMatch(/administrator account starts and reads executions; stacks are deployed from the/);
  });

  it("reports expired credentials once", async () => {
    const { env } = await sts({ expired: true });
    expect(await faults(env)).toMatchObject([
      {
        message: expect.stringContaining("is expired") as string,
        remedy: expect.stringContaining("aws sso login") as string,
      },
    ]);
  });

  it("reports an endpoint that does not answer once, with its address", async () => {
    const { env } = await sts();
    cleanUp();
    expect(await faults(env)).toMatchObject([
      {
        message: expect.stringContaining(env.AWS_ENDPOINT_URL) as string,
        remedy: expect.stringContaining("npm run sandbox -- up") as string,
      },
    ]);
  });
});
