import { NO_CHANGES, type Diagnostic } from "../../src/rollout/output";
import { problemsOf } from "../../src/rollout/remedies";

function problems(...diagnostics: readonly (Partial<Diagnostic> & { summary: string })[]) {
  return problemsOf("member-app-dev", {
    exitCode: 1,
    interrupted: false,
    stderr: "",
    changes: NO_CHANGES,
    diagnostics: diagnostics.map((each) => ({ severity: "error", detail: "", address: undefined, ...each })),
  });
}

// Summaries and details as Terraform 1.11.4 with the AWS provider 5.100.0 gave them.
const lockHeld = {
  summary: "Error acquiring the state lock",
  detail:
    "Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: vDae, HostID: 9Gjj=, api error PreconditionFailed: At least one of the pre-conditions you specified did not hold\nLock Info:\n  ID:        0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa\n  Path:      fb-v2/state-management.tfstate\n  Operation: OperationTypeApply\n  Who:       someone@elsewhere\n  Version:   1.11.4\n  Created:   2026-11-22 02:00:00.123456789 +0000 UTC\n  Info:      \n\n\nTerraform acquires a state lock to protect the state from being written\nby multiple users at the same time.",
};
const assumeRole = (code: string) => ({
  summary: "Cannot assume IAM Role",
  detail: `IAM Role (arn:aws:iam::111111111111:role/Org) cannot be assumed.\n\nThere are a number of possible causes of this - the most common are:\n  * The credentials used in order to assume the role are invalid\n  * The credentials do not have appropriate permission to assume the role\n  * The role ARN is not valid\n\nError: operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: r-1, api error ${code}: User: arn:aws:iam::111111111111:user/alice is not authorized\n`,
});

describe("the problems of a failed Terraform command", () => {
  it("name who has the state lock, since when, and how to remove the lock", () => {
    const [problem] = problems(lockHeld);
    expect(problem?.message).toBe(
      "The state has been locked by someone@elsewhere since 2026-11-22T02:00:00.123Z (apply).",
    );
    expect(problem?.remedy).toContain(
      "npm run fleetbook -- unlock member-app-dev 0e8d5f3a-7a31-8a43-3f3c-7d8ec2a0b1aa",
    );
  });

  it("name the role that cannot be assumed and AWS's own message, without Terraform's advice", () => {
    const [problem] = problems(assumeRole("AccessDenied"));
    expect(problem?.message).toBe(
      "The role arn:aws:iam::111111111111:role/Org cannot be assumed: AccessDenied: User: arn:aws:iam::111111111111:user/alice is not authorized",
    );
    expect(problem?.remedy).toContain("trust policy");
  });

  it("advise signing in again if credentials have expired, even if Terraform reports a role", () => {
    expect(problems(assumeRole("ExpiredToken"))[0]?.remedy).toContain("sign in again");
  });

  it.each([
    ["No valid credential sources found", "Please see https://registry.terraform.io", "aws sso login"],
    [
      'Failed to get existing workspaces: S3 bucket "fb-111111111111" does not exist.\n\nThe referenced S3 bucket must have been previously created.',
      "",
      "fleetbook -- bootstrap",
    ],
    [
      "Unsupported Terraform Core version",
      "This configuration does not support Terraform version 1.9.0.",
      ".terraform-version",
    ],
    [
      "creating IAM Role (x): operation error IAM: CreateRole, https response error StatusCode: 400, RequestID: r, MalformedPolicyDocument: Invalid principal in policy",
      "",
      "administrator stack first",
    ],
    [
      "creating S3 Bucket (fb): operation error S3: CreateBucket, https response error StatusCode: 501, RequestID: , HostID: , api error NotImplemented: not emulated",
      "",
      "sandbox does not emulate",
    ],
    ["Failed to query available provider packages", "Could not retrieve the list of available versions", "mirror"],
    ["Retrieving AWS account details", "dial tcp 127.0.0.1:4599: connect: connection refused", "npm run sandbox -- up"],
    ["Saved plan is stale", "The given plan file can no longer be applied", "Plan again"],
    [
      "reading IAM Role (x)",
      "api error AccessDenied: no identity-based policy allows it",
      "Allow the role that Terraform acts with",
    ],
  ])("have a remedy for: %s", (summary, detail, remedy) => {
    expect(problems({ summary, detail })[0]?.remedy).toContain(remedy);
  });

  it("name the bucket that does not exist", () => {
    expect(problems({ summary: 'S3 bucket "fb-1" does not exist.' })[0]?.message).toBe(
      "The state bucket fb-1 does not exist.",
    );
  });

  it("give an unknown failure's own message on one line, without request ids", () => {
    const [problem] = problems({
      summary:
        "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: r-1, api error VpcLimitExceeded: too\nmany",
      address: "aws_vpc.vpc",
    });
    expect(problem?.place).toBe("member-app-dev: aws_vpc.vpc");
    expect(problem?.message).toBe(
      "creating EC2 VPC: operation error EC2: CreateVpc, api error VpcLimitExceeded: too many",
    );
  });

  it("have a shortened message if Terraform writes pages", () => {
    expect(problems({ summary: "x".repeat(5_000) })[0]?.message).toMatch(/^x{600} …$/);
  });

  it("are reported once if every provider alias fails in the same way", () => {
    expect(
      problems(
        { summary: "No valid credential sources found", address: 'provider["aws"].a' },
        { summary: "No valid credential sources found", address: 'provider["aws"].b' },
      ),
    ).toHaveLength(1);
  });

  it("do not include warnings", () => {
    expect(problems({ summary: "broken" }, { summary: "deprecated", severity: "warning" })).toHaveLength(1);
  });

  it("are one problem if Terraform prints no error", () => {
    expect(problems()).toEqual([
      { ...problems()[0], message: "Terraform ended with exit status 1 without an error message." },
    ]);
  });
});
