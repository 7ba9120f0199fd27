/** The environment in which AWS's and Terraform's own tools work against a sandbox. */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { terraformCliConfig } from "../../tools/cli-config";
import { findProgram } from "../../tools/programs";
import { findTerraform } from "../../tools/terraform";
import type { AccessRequest } from "../accounts/access";
import { CREDENTIALS_PATH, TOKEN_HEADER, type CredentialsAnswer } from "../gateway/control";
import type { Credentials } from "../identities/principals";
import { runningSandbox } from "./find";

/** Variables by name; undefined: to be unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentOptions {
  /** Where the running sandbox is. */
  readonly folder: string;
  /** The environment as it is. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Everything that an account's administrator (or, with `role`, an automation) needs to work against the running sandbox.
 * @throws ConfigurationError if none is running, or if the account or role is not to be had.
 */
export async function environment(options: EnvironmentOptions, asked: AccessRequest): Promise<Variables> {
  const { folder } = options;
  const { endpoint, token, homeRegion, fleetFile } = await runningSandbox(folder);
  const credentials = await fetchCredentials(endpoint, token, asked);
  return {
    ...awsVariables({ endpoint, region: homeRegion, credentials, env: options.env }),
    ...(await terraformVariables(options)),
    FLEETBOOK_FLEET: fleetFile,
  };
}

export interface AwsVariablesOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly env: NodeJS.ProcessEnv;
}

/** What SDKs, the AWS CLI and Terraform's AWS provider go by. */
export function awsVariables({ endpoint, region, credentials, env }: AwsVariablesOptions): Variables {
  return {
    ...overridesToUnset(env),
    ...proxyExceptions(env, new URL(endpoint).hostname),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PROFILE: undefined,
  };
}

/** What Terraform and the CDKTF CLI need to stay off the network where they can. */
export async function terraformVariables({ folder, env, log }: EnvironmentOptions): Promise<Variables> {
  const quiet = { CHECKPOINT_DISABLE: "1", DISABLE_VERSION_CHECK: "1" };
  try {
    const { binary, product } = await findTerraform({ env, log });
    const isOnPath = binary === findProgram("terraform", env);
    return {
      ...quiet,
      TF_CLI_CONFIG_FILE: await terraformCliConfig({ env, folder, product, log }),
      ...(isOnPath ? {} : { TERRAFORM_BINARY_NAME: binary }),
    };
  } catch (error) {
    // The AWS CLI works without Terraform, and whoever runs Terraform will be told again.
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { message, remedy } of error.problems) log(`${message} ${remedy}`);
    return quiet;
  }
}

/** Lines for a POSIX shell's `eval`. */
export function shellExports(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join("\n");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Settings of the user's that would lead past the sandbox. */
function overridesToUnset(env: NodeJS.ProcessEnv): Variables {
  const names = Object.keys(env).filter(
    (name) =>
      name.startsWith("AWS_ENDPOINT_URL_") ||
      [
        "AWS_DEFAULT_PROFILE",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_USE_FIPS_ENDPOINT",
      ].includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** A proxy must not be asked for the loopback address, which not every tool knows by itself. */
function proxyExceptions(env: NodeJS.ProcessEnv, host: string): Variables {
  const hasProxy = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].some((name) => env[name]);
  if (!hasProxy) return {};
  const exceptions = (env.NO_PROXY ?? env.no_proxy ?? "").split(",").filter((entry) => entry !== "" && entry !== host);
  const value = [...exceptions, host].join(",");
  return { NO_PROXY: value, no_proxy: value };
}

async function fetchCredentials(endpoint: string, token: string, asked: AccessRequest): Promise<Credentials> {
  const url = new URL(CREDENTIALS_PATH, endpoint);
  if (asked.account !== undefined) url.searchParams.set("account", asked.account);
  if (asked.role !== undefined) url.searchParams.set("role", asked.role);
  const response = await fetch(url, { headers: { [TOKEN_HEADER]: token } });
  const answer = (await response.json()) as CredentialsAnswer;
  if ("credentials" in answer) return answer.credentials;
  throw new ConfigurationError(...(answer.problems.length > 0 ? answer.problems : [notOurs(endpoint)]));
}

function notOurs(endpoint: string): Problem {
  return {
    place: endpoint,
    message: "What answers there is not the sandbox that this folder speaks of.",
    remedy: "Run `npm run sandbox -- down`, then bring a new one up.",
  };
}
