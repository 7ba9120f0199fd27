/**
 * Turns a failed Terraform command into Problems: a line or two instead of a page, and a remedy for failures that are common
 * with a fleet.
 */
import type { Problem } from "../diagnostics/errors";
import type { Diagnostic } from "./output";
import { parseLockInfo, unlockCommandLine } from "./locks/state-lock";
import { isError, type TerraformResult } from "./terraform";
import { FLEETBOOK, QUIET_SANDBOX, SANDBOX } from "../diagnostics/called-as";

interface KnownFailure {
  readonly matches: RegExp;
  /** Replaces Terraform's own message if it says too little. */
  readonly message?: (text: string) => string | undefined;
  readonly remedy: string;
}

/** Maximum length of a message in characters; beyond that, Terraform gives general advice. */
const LONGEST = 600;

// The first match is used, so causes come before the failures that they lead to: with expired credentials, for example, a
// role cannot be assumed.
const known: readonly KnownFailure[] = [
  {
    matches: /\bExpiredToken(Exception)?\b|security token included in the request is expired/,
    remedy: "The credentials have expired: sign in again (for example with aws sso login), then run this again.",
  },
  {
    matches: /\bInvalidClientTokenId\b|\bUnrecognizedClientException\b|\bSignatureDoesNotMatch\b/,
    remedy: "AWS does not know these credentials: check AWS_PROFILE and AWS_ACCESS_KEY_ID.",
  },
  {
    matches: /No valid credential sources/,
    message: () => "Terraform found no AWS credentials.",
    remedy: `Sign in (aws sso login), set AWS_PROFILE, or for the sandbox: eval "$(${QUIET_SANDBOX} env --deploy)".`,
  },
  {
    matches: /connect: connection refused/,
    message: (text) => {
      const host = /dial tcp ([\d.:[\]a-f]+): connect/.exec(text)?.[1];
      return host === undefined ? undefined : `Nothing answers at ${host}.`;
    },
    remedy: `If AWS_ENDPOINT_URL is the sandbox's, the sandbox is down: ${SANDBOX} up. Otherwise unset it.`,
  },
  {
    matches: /Cannot assume IAM Role/,
    message: (text) => {
      const role = /IAM Role \((\S+)\) cannot be assumed/.exec(text)?.[1];
      return role === undefined ? undefined : `The role ${role} cannot be assumed: ${awsMessage(text)}`;
    },
    remedy:
      "Check that the role exists in that account, that its trust policy names your principal, and that your principal may sts:AssumeRole it; deployRole in fleet.yaml sets another role.",
  },
  {
    matches: /S3 bucket "[^"]+" does not exist|\bNoSuchBucket\b/,
    message: (text) => {
      const bucket = /S3 bucket "([^"]+)" does not exist/.exec(text)?.[1];
      return bucket === undefined ? undefined : `The state bucket ${bucket} does not exist.`;
    },
    remedy: `Create the state buckets first: ${FLEETBOOK} bootstrap.`,
  },
  {
    matches: /Saved plan is stale/,
    message: () => "The state has moved since the plan was made: another apply of the stack came first.",
    remedy: "Plan again, and review it again.",
  },
  {
    matches: /Unsupported Terraform Core version/,
    remedy: "Install the Terraform release that .terraform-version names, or point TERRAFORM_BINARY_NAME to it.",
  },
  {
    matches: /AWS account ID not allowed|does not match allowed account|AWS Account ID not allowed/i,
    remedy: "The credentials belong to another account: check AWS_PROFILE, and deployRole and the ids in fleet.yaml.",
  },
  {
    matches: /Invalid principal in policy/,
    remedy:
      "A trust policy names a role that does not exist (yet): deploy the administrator stack first, then this one.",
  },
  {
    matches: /\bNotImplemented\b|StatusCode: 501/,
    remedy:
      "The sandbox does not emulate this AWS operation; leave the resource out in the sandbox, or deploy it to AWS.",
  },
  {
    matches: /Failed to (query available provider packages|install provider)/,
    remedy:
      "Terraform needs the registry or a mirror: check the network, or name a provider mirror in TF_CLI_CONFIG_FILE.",
  },
  {
    matches: /api error (AccessDenied|AccessDeniedException|UnauthorizedOperation)\b/,
    remedy: "Allow the role that Terraform acts with this action, or look for a service control policy that denies it.",
  },
];

/** The problems of a command that failed on `stack`; empty if the command succeeded. */
export function problemsOf(stack: string, result: TerraformResult): readonly Problem[] {
  const errors = result.diagnostics.filter(isError);
  if (errors.length === 0) {
    if (result.exitCode === 0 || result.exitCode === 2) return [];
    const ended = result.exitCode === undefined ? "was killed" : `ended with exit status ${result.exitCode}`;
    return [
      {
        place: stack,
        message: `Terraform ${ended} without an error message.`,
        remedy: "Run it again; TF_LOG=debug makes Terraform print more.",
      },
    ];
  }
  const problems = errors.map((error) => problemOf(stack, error));
  // Every alias of a provider fails in the same way, so the message is reported once.
  return problems.filter(
    (problem, index) => problems.findIndex((other) => other.message === problem.message) === index,
  );
}

function problemOf(stack: string, error: Diagnostic): Problem {
  const text = `${error.summary}\n${error.detail}`;
  const place = error.address === undefined ? stack : `${stack}: ${error.address}`;
  const lock = parseLockInfo(text);
  if (lock !== undefined) {
    return {
      place,
      message: `The state has been locked by ${lock.who} since ${new Date(lock.createdAt).toISOString()} (${lock.operation.replace("OperationType", "").toLowerCase()}).`,
      remedy: `Wait until that run ends. If it no longer runs: ${unlockCommandLine(stack, lock.id)}.`,
    };
  }
  const failure = known.find(({ matches }) => matches.test(text));
  return {
    place,
    message: failure?.message?.(text) ?? shortened(text),
    remedy: failure?.remedy ?? "Correct the cause and run this again: finished changes are kept.",
  };
}

/** AWS's own message, without the request ids around it. */
function awsMessage(text: string): string {
  return /api error (\w+: [^\n]*)/.exec(text)?.[1] ?? /^Error: (.*)$/m.exec(text)?.[1] ?? shortened(text);
}

function shortened(text: string): string {
  const line = text
    .replace(/https response error StatusCode: \d+, RequestID: [^,]*, (HostID: [^,]*, )?/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)} …`;
}
