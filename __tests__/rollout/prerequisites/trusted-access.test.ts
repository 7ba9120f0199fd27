import { ConfigurationError } from "../../../src/diagnostics/errors";
import { refuseWithoutTrustedAccess } from "../../../src/rollout/prerequisites/trusted-access";
import { account, cleanUp, endpoint, fleet } from "../fixtures";

afterEach(cleanUp);

const management = account("111111111111", "management", { deployRole: undefined });
const dev = account("222222222222", "app-dev");
const ours = { ...fleet(management, dev), administratorAccount: dev, registerDelegatedAdministrator: true };
const credentials = new Map([[management, () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "s" })]]);

/** An Organizations in which these services have trusted access, each on a page of its own. Undefined: nobody may ask. */
async function organizations(services: readonly string[] | undefined): Promise<NodeJS.ProcessEnv> {
  const url = await endpoint((_, body) => {
    if (services === undefined)
      return { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) };
    const { NextToken: at = "0" } = JSON.parse(body) as { NextToken?: string };
    const next = Number(at) + 1;
    const page = services.slice(Number(at), next).map((ServicePrincipal) => ({ ServicePrincipal }));
    const more = next < services.length ? { NextToken: String(next) } : {};
    return { status: 200, body: JSON.stringify({ EnabledServicePrincipals: page, ...more }) };
  });
  return { AWS_ENDPOINT_URL: url };
}

const check = (env: NodeJS.ProcessEnv, of = ours, name = "organization") =>
  refuseWithoutTrustedAccess(of, [{ name }], credentials, env);

describe("trusted access of Systems Manager", () => {
  it("may be on any page of AWS's list", async () => {
    await expect(check(await organizations(["sso.amazonaws.com", "ssm.amazonaws.com"]))).resolves.toBeUndefined();
  });

  it("is missed before the account is registered, with the command that gives it", async () => {
    const error: unknown = await check(await organizations(["sso.amazonaws.com"])).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).toMatchObject([
      {
        place: "stack organization",
        remedy: expect.stringContaining("enable-aws-service-access --service-principal ssm.amazonaws.com") as string,
      },
    ]);
  });

  it("is not asked about by a deployment that registers nothing, and is left to Terraform where nobody may ask", async () => {
    const none = await organizations([]);
    await expect(check(none, ours, "administrator")).resolves.toBeUndefined();
    await expect(check(none, { ...ours, registerDelegatedAdministrator: false })).resolves.toBeUndefined();
    await expect(check(await organizations(undefined))).resolves.toBeUndefined();
  });
});
