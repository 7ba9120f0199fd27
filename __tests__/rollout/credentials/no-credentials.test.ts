import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callerCredentials } from "../../../src/rollout/aws-client";

const CONFIG = `
[profile sso]
sso_session = corp
sso_account_id = 111111111111
sso_role_name = Admin
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start
[profile mfa]
role_arn = arn:aws:iam::111111111111:role/Admin
source_profile = base
mfa_serial = arn:aws:iam::111111111111:mfa/someone
region = eu-west-1
[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
[profile process]
credential_process = sh -c "echo the vault is locked >&2; exit 3"
`;

describe("Without AWS credentials, the message says why, and what to do", () => {
  let folder: string;
  const before = { ...process.env };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    writeFileSync(join(folder, "config"), CONFIG);
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    // The SDK reads these from its own process.
    Object.assign(process.env, {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });
  afterAll(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  const refusal = async (profile?: string): Promise<string> => {
    const provider = callerCredentials(profile === undefined ? {} : { AWS_PROFILE: profile });
    return provider().then(
      () => "none",
      (error: unknown) => String(error),
    );
  };

  it("of a profile that is not signed in", async () => {
    expect(await refusal("sso")).toMatch(/The profile sso is not signed in: .* Sign in: aws sso login --profile sso$/);
  });

  it("of a profile with MFA, for which the AWS CLI can ask", async () => {
    expect(await refusal("mfa")).toMatch(
      /The profile mfa asks for a code of multi-factor authentication.*aws configure export-credentials --profile mfa --format env/,
    );
  });

  it("of a credential_process that fails, with what it prints", async () => {
    expect(await refusal("process")).toMatch(
      /The credential_process of the profile process gives no credentials: .*the vault is locked/,
    );
  });

  it("of a profile that nobody has configured", async () => {
    expect(await refusal("typo")).toMatch(/has no credentials for a profile typo\. .*aws configure list-profiles/);
  });

  it("if there is nothing at all", async () => {
    expect(await refusal()).toMatch(
      /There are no AWS credentials, neither in the environment nor in a profile\. Sign in .* env --deploy/,
    );
  });
});
