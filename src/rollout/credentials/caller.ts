/** Who the caller is: the account and the principal of the credentials of this shell. */
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ConfigurationError } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import { SANDBOX } from "../../diagnostics/called-as";
import type { clientSettings, CredentialsProvider } from "../aws-client";

export interface Identity {
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
}

/** @param settings those of a client of STS */
export async function identityOf(
  settings: ReturnType<typeof clientSettings>,
  credentials: CredentialsProvider,
): Promise<Identity> {
  const client = new STSClient({ ...settings, credentials });
  try {
    const { Arn = "", Account: account = "" } = await client.send(new GetCallerIdentityCommand({}));
    return { arn: Arn, account };
  } finally {
    client.destroy();
  }
}

/** The caller's identity. A fault here would affect every account, so it is reported once. */
export async function theCaller(
  credentials: CredentialsProvider,
  settings: ReturnType<typeof clientSettings>,
): Promise<Identity> {
  const { endpoint } = settings;
  const resolved = await credentials();
  try {
    return await identityOf(settings, () => Promise.resolve(resolved));
  } catch (error) {
    const unreachable = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError/.test(messageOf(error));
    throw new ConfigurationError(
      unreachable
        ? {
            message: `Nothing answers at ${endpoint ?? "AWS STS"}: ${messageOf(error)}.`,
            remedy:
              endpoint === undefined
                ? "Check the network and HTTPS_PROXY."
                : `If AWS_ENDPOINT_URL is the sandbox's, the sandbox is down: ${SANDBOX} up. Otherwise unset it.`,
          }
        : {
            message: `AWS does not accept the credentials: ${messageOf(error)}.`,
            remedy:
              "Sign in again (aws sso login), or correct AWS_PROFILE or AWS_ACCESS_KEY_ID. Credentials of another partition (aws, aws-cn, aws-us-gov) than that of homeRegion are not accepted either.",
          },
    );
  }
}
