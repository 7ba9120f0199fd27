/**
 * Whether the Regions of each account are enabled there. Newer Regions have to be enabled account by account, and Terraform would
 * notice it in the middle of a deployment.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import pLimit from "p-limit";
import type { Account, Fleet } from "../../fleet/model";
import { mergeAlike } from "../alike";
import { clientSettings, type CredentialsProvider } from "../aws-client";
import type { AccountCredentials } from "../preflight";

/** Accounts that are asked at once. */
const AT_ONCE = 10;

/** A Region of each partition that every account has, because it cannot be disabled. */
const ALWAYS_ENABLED: Readonly<Record<Fleet["partition"], string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** @throws ConfigurationError that names each account and Region, and the command that enables it */
export async function refuseDisabledRegions(
  fleet: Fleet,
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    [...credentials].map(([account, own]) =>
      limit(async () => {
        const missing = await regionProblems(fleet, account, own, env);
        return missing.map((problem) => ({ of: account.name, problem }));
      }),
    ),
  );
  const problems = found.flat();
  if (problems.length > 0) throw new ConfigurationError(...mergeAlike(problems, "accounts", credentials.size));
}

/** A problem for each Region of the account that is not enabled there; none if the credentials may not ask. */
export async function regionProblems(
  fleet: Fleet,
  account: Account,
  credentials: CredentialsProvider,
  env: NodeJS.ProcessEnv,
): Promise<readonly Problem[]> {
  // Stacks have a provider for the home Region, whether or not the account has resources there.
  const wanted = [...new Set([fleet.homeRegion, ...account.regions])];
  const disabled = await disabledRegions(fleet, wanted, credentials, env);
  return disabled.map((region) => notEnabled(fleet, account, region));
}

async function disabledRegions(
  { partition }: Fleet,
  regions: readonly string[],
  credentials: CredentialsProvider,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const { DescribeRegionsCommand, EC2Client } = await import("@aws-sdk/client-ec2");
  const client = new EC2Client({ ...clientSettings(env, "EC2", ALWAYS_ENABLED[partition]), credentials });
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({ AllRegions: true }));
    return regions.filter((region) =>
      Regions.some(({ RegionName, OptInStatus }) => RegionName === region && OptInStatus === "not-opted-in"),
    );
  } catch (error) {
    // A deploy role that exists need not be allowed to ask. Terraform then finds out.
    if (error instanceof Error && /^(UnauthorizedOperation|AccessDenied)/.test(error.name)) return [];
    throw error;
  } finally {
    client.destroy();
  }
}

function notEnabled({ managementAccount }: Fleet, { id, name }: Account, region: string): Problem {
  const of = id === managementAccount.id ? "" : ` --account-id ${id}`;
  return {
    place: `account ${name} (${id})`,
    message: `The Region ${region} is not enabled in this account.`,
    remedy: `Enable it, which takes some minutes: aws account enable-region --region-name ${region}${of}. Or leave the Region out of the account's \`regions\` in fleet.yaml.`,
  };
}
