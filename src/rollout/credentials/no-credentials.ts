/** Why there are no AWS credentials, and how to get some. */
import { fromIni } from "@aws-sdk/credential-providers";
import { QUIET_SANDBOX } from "../../diagnostics/called-as";
import { ConfigurationError } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import { proxiedClient } from "../../tools/proxy";

/** @param error that of the SDK's chain of providers, which may only say that it has come to its end */
export async function noCredentials(error: unknown, env: NodeJS.ProcessEnv): Promise<ConfigurationError> {
  if (error instanceof ConfigurationError) return error;
  const profile = env.AWS_PROFILE || "default";
  const reason = messageOf(/from any providers/.test(messageOf(error)) ? await faultOfProfile(profile, env) : error);
  const option = profile === "default" ? "" : ` --profile ${profile}`;
  if (/multi-factor|\bMFA\b/i.test(reason)) {
    return new ConfigurationError({
      message: `The profile ${profile} asks for a code of multi-factor authentication, and Fleetbook cannot ask you for it.`,
      remedy: `Let the AWS CLI ask: eval "$(aws configure export-credentials${option} --format env)"`,
    });
  }
  if (/\bSSO\b|sso login|sign-in|login session/i.test(reason)) {
    return new ConfigurationError({
      message: `The profile ${profile} is not signed in: ${reason}.`,
      remedy: `Sign in: aws sso login${option}`,
    });
  }
  if (/^Command failed|credential_process/.test(reason)) {
    return new ConfigurationError({
      message: `The credential_process of the profile ${profile} gives no credentials: ${reason}.`,
      remedy: `Run it by itself: aws configure get credential_process${option}`,
    });
  }
  const missing = /using profile: \[(.*?)\]/.exec(reason)?.[1];
  if (missing !== undefined && missing !== "default") {
    return new ConfigurationError({
      place: `profile ${profile}`,
      message: `The configuration of the AWS CLI has no credentials for a profile ${missing}.`,
      remedy:
        "List the profiles (aws configure list-profiles), and correct AWS_PROFILE or the profile's source_profile.",
    });
  }
  return new ConfigurationError({
    message: `There are no AWS credentials${missing === undefined ? `: ${reason}` : ", neither in the environment nor in a profile"}.`,
    remedy: `Sign in (aws sso login) and set AWS_PROFILE, or for the sandbox: eval "$(${QUIET_SANDBOX} env --deploy)". Fleetbook keeps no credentials of its own.`,
  });
}

/** What the profile alone fails with. */
async function faultOfProfile(profile: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  try {
    await fromIni({ profile, clientConfig: proxiedClient(env) })();
    return "the profile gives some only now";
  } catch (error) {
    return error;
  }
}
