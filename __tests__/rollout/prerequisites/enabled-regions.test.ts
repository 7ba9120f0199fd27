import { ConfigurationError } from "../../../src/diagnostics/errors";
import { refuseDisabledRegions } from "../../../src/rollout/prerequisites/enabled-regions";
import { account, cleanUp, endpoint, fleet } from "../fixtures";

afterEach(cleanUp);

const management = account("111111111111", "management", { deployRole: undefined });
const dev = account("222222222222", "app-dev", { regions: ["eu-west-1", "eu-south-2"] });
const prod = account("333333333333", "app-prod", { regions: ["eu-west-1", "eu-south-2"] });
const ours = fleet(management, dev, prod);

/** An EC2 in which these accounts have not enabled eu-south-2. @param denies whether nobody may ask */
async function ec2(disabledIn: readonly string[], denies = false): Promise<NodeJS.ProcessEnv> {
  const url = await endpoint(({ headers }) => {
    const [, id = ""] = /Credential=AKIA(\d+)/.exec(headers.authorization ?? "") ?? [];
    if (denies) {
      const error = "<Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error>";
      return { status: 403, body: `<Response><Errors>${error}</Errors></Response>` };
    }
    const item = (name: string, status: string) =>
      `<item><regionName>${name}</regionName><optInStatus>${status}</optInStatus></item>`;
    const optIn = item("eu-south-2", disabledIn.includes(id) ? "not-opted-in" : "opted-in");
    return {
      status: 200,
      body: `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><regionInfo>${item("eu-west-1", "opt-in-not-required")}${optIn}</regionInfo></DescribeRegionsResponse>`,
    };
  });
  return { AWS_ENDPOINT_URL: url };
}

const credentials = new Map(
  [management, dev, prod].map((of) => [
    of,
    () => Promise.resolve({ accessKeyId: `AKIA${of.id}`, secretAccessKey: "s" }),
  ]),
);

async function faults(env: NodeJS.ProcessEnv) {
  const error: unknown = await refuseDisabledRegions(ours, credentials, env).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ConfigurationError);
  return (error as ConfigurationError).problems;
}

describe("the Regions of the accounts", () => {
  it("may all be enabled", async () => {
    await expect(refuseDisabledRegions(ours, credentials, await ec2([]))).resolves.toBeUndefined();
  });

  it("are named with the account and the command that enables them, if they are not", async () => {
    expect(await faults(await ec2([dev.id]))).toMatchObject([
      {
        place: "account app-dev (222222222222)",
        message: "The Region eu-south-2 is not enabled in this account.",
        remedy: expect.stringContaining(
          "aws account enable-region --region-name eu-south-2 --account-id 222222222222",
        ) as string,
      },
    ]);
  });

  it("do not count in accounts that have nothing there", async () => {
    await expect(refuseDisabledRegions(ours, credentials, await ec2([management.id]))).resolves.toBeUndefined();
  });

  it("are left to Terraform if the deploy role may not ask", async () => {
    await expect(refuseDisabledRegions(ours, credentials, await ec2([], true))).resolves.toBeUndefined();
  });
});
