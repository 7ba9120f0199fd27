/** The environment variables with which AWS's tools and Terraform work against a sandbox. */
import { delimiter, join } from "node:path";
import { ConfigurationError } from "../../diagnostics/errors";
import { terraformCliConfig } from "../../tools/cli-config";
import { findProgram } from "../../tools/programs";
import { findTerraform } from "../../tools/terraform";
import type { AccessRequest, SandboxAccount } from "../accounts/access";
import { CREDENTIALS_PATH, TOKEN_HEADER, type CredentialsAnswer } from "../gateway/control";
import type { Credentials } from "../identities/principals";
import { lateText, notOurs, runningSandbox } from "./find";

/** A configuration of AWS's tools, and the plugin of AWS CLI 1 that it names. */
const AWS_CLI_FOLDER = join(__dirname, "aws-cli");

/** Of the endpoint. */
const LOOPBACK_ADDRESS = "127.0.0.1";

/** With a user name, which botocore takes for a part of the host's name when it looks for exceptions from the proxy. */
const S3_CONTROL_HOST = "sandbox@localhost";

/** Whose credentials are asked for: an account's, a role's, or those with which stacks are deployed. */
interface EnvironmentRequest extends AccessRequest {
  /** The operator of the management account, from which every stack is deployed. */
  readonly deploy?: boolean | undefined;
}

/** Variables by name. Undefined means that the variable is to be unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvironmentOptions {
  /** The folder of the running sandbox. */
  readonly folder: string;
  /** The current environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The result of `terraformVariables`. @default Terraform is looked for, which may take seconds */
  readonly terraform?: Variables;
  readonly log: (line: string) => void;
}

/**
 * The variables with which an account's administrator (or, with `role`, an automation) works against the running sandbox.
 * @throws ConfigurationError if no sandbox is running, the account is unknown or the role cannot be assumed.
 */
export async function environment(
  options: EnvironmentOptions,
  { deploy = false, ...asked }: EnvironmentRequest,
): Promise<Variables> {
  const { endpoint, token, homeRegion, fleetFile, accounts, late } = await runningSandbox(options.folder);
  const accountOf = (kind: SandboxAccount["kind"]): string | undefined =>
    accounts.find((each) => each.kind === kind)?.name;
  const administrator = accountOf("administrator");
  if (!deploy && asked.account === undefined && administrator !== undefined) {
    options.log(`Credentials of the administrator account ${administrator}. To deploy stacks, use env --deploy.`);
  }
  if (late !== undefined) options.log(lateText(late));
  const account = deploy ? accountOf("management") : asked.account;
  const credentials = await fetchCredentials(endpoint, token, { ...asked, account });
  return {
    ...awsVariables({ endpoint, region: homeRegion, credentials, env: options.env }),
    ...(options.terraform ?? (await terraformVariables(options))),
    FLEETBOOK_FLEET: fleetFile,
    FLEETBOOK_SANDBOX: options.folder,
  };
}

export interface AwsVariablesOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly env: NodeJS.ProcessEnv;
}

/** The variables that SDKs, the AWS CLI and Terraform's AWS provider read. */
export function awsVariables({ endpoint, region, credentials, env }: AwsVariablesOptions): Variables {
  return {
    ...overridesToUnset(env),
    ...proxyExceptions(env),
    ...endpointVariables(endpoint, env),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_SECURITY_TOKEN: undefined,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PROFILE: undefined,
  };
}

/** The variables that keep Terraform and the CDKTF CLI off the network where possible. */
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
    // The AWS CLI works without Terraform, and commands that run Terraform report the problem again.
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { message, remedy } of error.problems) log(`${message} ${remedy}`);
    return quiet;
  }
}

/** The variables that point a shell at a sandbox. The others that `environment` sets are harmless outside it. */
const SANDBOX_VARIABLES = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_S3_CONTROL",
  "AWS_DISABLE_HOST_PREFIX_INJECTION",
  "AWS_CONFIG_FILE",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_EC2_METADATA_DISABLED",
  "CHECKPOINT_DISABLE",
  "DISABLE_VERSION_CHECK",
  "TF_CLI_CONFIG_FILE",
  "FLEETBOOK_FLEET",
  "FLEETBOOK_SANDBOX",
];

/**
 * The variables with which a shell leaves the sandbox, so that its next command meets AWS. What a variable was before the
 * sandbox is not known.
 * @throws ConfigurationError if the environment is not a sandbox's, because its credentials are then the user's own
 */
export function environmentAfter(env: NodeJS.ProcessEnv): Variables {
  const endpoint = env.AWS_ENDPOINT_URL ?? "";
  if (/^http:\/\/127\.0\.0\.1:\d+\/?$/.test(endpoint)) {
    return {
      ...Object.fromEntries(SANDBOX_VARIABLES.map((name) => [name, undefined])),
      PYTHONPATH: pythonPath(env).join(delimiter) || undefined,
    };
  }
  throw new ConfigurationError({
    message: `This shell is not in the sandbox: AWS_ENDPOINT_URL is ${endpoint === "" ? "not set" : endpoint}.`,
    remedy: "Nothing is to be unset.",
  });
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

/** The variables that keep every call of AWS's tools on this machine. */
function endpointVariables(endpoint: string, env: NodeJS.ProcessEnv): Variables {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // S3 Control puts the account's id before the endpoint, whatever is set. Before a user name, botocore still finds the host;
    // before `localhost`, the others do where the machine resolves the names below it.
    AWS_ENDPOINT_URL_S3_CONTROL: `http://${S3_CONTROL_HOST}:${new URL(endpoint).port}`,
    AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    AWS_CONFIG_FILE: join(AWS_CLI_FOLDER, "config"),
    PYTHONPATH: [AWS_CLI_FOLDER, ...pythonPath(env)].join(delimiter),
  };
}

/** The user's own part of it. */
function pythonPath(env: NodeJS.ProcessEnv): readonly string[] {
  return (env.PYTHONPATH ?? "").split(delimiter).filter((folder) => folder !== "" && folder !== AWS_CLI_FOLDER);
}

/** The user's settings that would bypass the sandbox. */
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

/** Keeps requests to this machine away from a proxy, because not every tool does so by itself. */
function proxyExceptions(env: NodeJS.ProcessEnv): Variables {
  const hasProxy = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].some((name) => env[name]);
  if (!hasProxy) return {};
  const own = [LOOPBACK_ADDRESS, "localhost", S3_CONTROL_HOST];
  const exceptions = (env.NO_PROXY ?? env.no_proxy ?? "").split(",").filter((entry) => entry !== "");
  const value = [...exceptions.filter((entry) => !own.includes(entry)), ...own].join(",");
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
