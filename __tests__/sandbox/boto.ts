/** Runs Python programs with boto3, which has a client of every service, against a test's sandbox. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findBoto } from "../../src/tools/boto";
import { HOME_REGION } from "./example-fleet";
import type { TestSandbox } from "./test-sandbox";

/** @returns what the program prints, as JSON. Rejects with what it says on stderr if it fails. */
export async function runBoto<Printed>(
  moto: string,
  { sandbox }: Pick<TestSandbox, "sandbox">,
  program: readonly string[],
  account = "app-dev",
): Promise<Printed> {
  const python = await findBoto({ env: process.env, log: () => undefined, moto: { command: moto } });
  const credentials = await sandbox.credentials({ account });
  const { stdout } = await promisify(execFile)(python.command, program, {
    env: {
      ...process.env,
      PYTHONPATH: python.modulePath.join(":"),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_DEFAULT_REGION: HOME_REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    },
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout) as Printed;
}
