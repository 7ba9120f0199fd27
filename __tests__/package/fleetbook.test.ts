import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import { allAccounts, synthesizeFleet } from "../../src/package/fleetbook";
import { AccountStack, type AccountStackProps } from "../../src/package/stacks";

/** The example of docs/package.md. */
class LogGroupStack extends AccountStack {
  constructor(scope: Construct, props: AccountStackProps) {
    super(scope, "logs", props);
    for (const [region, provider] of this.providers) {
      new CloudwatchLogGroup(this, `log-group-${region}`, { provider, name: "/fleet/app", retentionInDays: 30 });
    }
  }
}

describe("synthesizeFleet", () => {
  let folder: string;
  const before = { ...process.env };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "fleetbook-app-"));
    process.env.CDKTF_OUTDIR = folder;
    process.env.FLEETBOOK_FLEET = path.resolve(__dirname, "../fixtures/example/fleet.yaml");
  });
  afterEach(() => {
    process.env = before;
    process.exitCode = 0;
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it("writes every stack of the fleet, and those of one's own in their accounts", async () => {
    await synthesizeFleet((app, { fleet }) => {
      for (const account of allAccounts(fleet)) new LogGroupStack(app, { fleet, account });
    });
    expect(process.exitCode).toBe(0);
    const stacks = readdirSync(path.join(folder, "stacks"));
    expect(stacks).toEqual(
      expect.arrayContaining(["administrator", "member-app-dev", "logs-app-dev", "logs-management"]),
    );
    const stack = JSON.parse(readFileSync(path.join(folder, "stacks/logs-app-dev/cdk.tf.json"), "utf8")) as {
      resource: object;
      terraform: { backend: { s3: object } };
    };
    expect(stack.resource).toMatchObject({ aws_cloudwatch_log_group: expect.anything() as object });
    expect(stack.terraform.backend.s3).toMatchObject({ key: "logs.tfstate", allowed_account_ids: ["222222222222"] });
  });

  it("prints what is wrong with the project, and sets the exit status", async () => {
    process.env.FLEETBOOK_FLEET = path.join(folder, "missing.yaml");
    const printed = jest.spyOn(console, "error").mockImplementation();
    await synthesizeFleet();
    expect(process.exitCode).toBe(2);
    expect(printed.mock.calls.join("\n")).toContain("missing.yaml");
  });
});
