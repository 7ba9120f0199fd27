/**
 * AWS clients of the rollout itself. They use the same credentials and endpoints as Terraform does in the same environment, so
 * that the preflight finds the errors that Terraform would run into.
 */
import { S3Client } from "@aws-sdk/client-s3";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { proxiedClient } from "../tools/proxy";
import { noCredentials } from "./credentials/no-credentials";

/** Returns credentials, renewed when they expire. */
export type CredentialsProvider = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}>;

/** Milliseconds to wait for the instance metadata service; outside EC2 nothing answers there. */
const METADATA_TIMEOUT = 1_000;

/**
 * The caller's own credentials. Keys in the environment come first, as with Terraform; the SDK for JavaScript alone
 * would prefer AWS_PROFILE, and the preflight would then check another identity.
 * The provider throws a ConfigurationError that says why there are none.
 */
export function callerCredentials(env: NodeJS.ProcessEnv): CredentialsProvider {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    const credentials = {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    };
    return () => Promise.resolve(credentials);
  }
  const chain = fromNodeProviderChain({
    ...(AWS_PROFILE ? { profile: AWS_PROFILE } : {}),
    clientConfig: proxiedClient(env),
    timeout: METADATA_TIMEOUT,
    maxRetries: 0,
  });
  return async () => {
    try {
      return await chain();
    } catch (error) {
      throw await noCredentials(error, env);
    }
  };
}

/** An S3 client. An emulator's endpoint has no DNS name for each bucket. */
export function s3Client(env: NodeJS.ProcessEnv, region: string, credentials: CredentialsProvider): S3Client {
  const settings = clientSettings(env, "S3", region);
  return new S3Client({ ...settings, credentials, forcePathStyle: "endpoint" in settings });
}

/** Client settings for one service in `region`, with the endpoint of the environment if it names one. */
export function clientSettings(
  env: NodeJS.ProcessEnv,
  service: "CLOUDFORMATION" | "EC2" | "IAM" | "ORGANIZATIONS" | "S3" | "SSM" | "STS",
  region: string,
) {
  const endpoint = env[`AWS_ENDPOINT_URL_${service}`] ?? env.AWS_ENDPOINT_URL;
  return { region, ...(endpoint ? { endpoint } : {}), ...proxiedClient(env) };
}
