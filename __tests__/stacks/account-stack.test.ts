import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { App, TerraformOutput } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, type Problem } from "../../src/diagnostics/errors";
import { providerAlias } from "../../src/fleet/names";
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { addFleetStacks } from "../../stacks/fleet-app";
import { exampleFleet, runbooks, synthesize, synthesizeAll, twoRegionFleet } from "./example-fleet";
import type { StackJson } from "./example-fleet";
import { bareStack } from "./one-construct";

const jsonOf = (...of: Parameters<typeof bareStack>) => bareStack(...of).toTerraform() as StackJson;
const example = jsonOf();
const ofManagement = jsonOf(exampleFleet, exampleFleet.managementAccount);

describe("a stack's providers and backend", () => {
  it("assume a role with a path, an external id, a session name and tags", () => {
    const role = { path: "/platform/", name: "deploy", externalId: "f-17", sessionName: "ci", tags: { team: "core" } };
    const block = {
      role_arn: "arn:aws:iam::222222222222:role/platform/deploy",
      session_name: "ci",
      external_id: "f-17",
      tags: { team: "core" },
    };
    const [appDev] = exampleFleet.memberAccounts;
    if (appDev === undefined) throw new Error("no app-dev");
    const stack = jsonOf(exampleFleet, { ...appDev, deployRole: deployRole(role) });
    expect(stack.provider.aws[0]).toMatchObject({ assume_role: [block] });
    expect(stack.terraform.backend["s3"]).toMatchObject({ assume_role: block });
  });
});

describe("a stack's providers", () => {
  it("accept only the account and assume its deploy role", () => {
    expect(example.provider.aws).toEqual([
      {
        alias: "account-222222222222_ap-northeast-1",
        region: "ap-northeast-1",
        allowed_account_ids: ["222222222222"],
        assume_role: [
          { role_arn: "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole", session_name: "fleetbook" },
        ],
        default_tags: [{ tags: { project: "fleetbook" } }],
      },
    ]);
  });

  it("use the caller's own credentials if the account has no deploy role", () => {
    expect(ofManagement.provider.aws[0]).not.toHaveProperty("assume_role");
    expect(ofManagement.provider.aws[0]).toMatchObject({ allowed_account_ids: ["111111111111"] });
  });

  it("set no default tags if the account has no tags", () => {
    const untagged = { ...exampleFleet.managementAccount, tags: {} };
    expect(jsonOf(exampleFleet, untagged).provider.aws[0]).not.toHaveProperty("default_tags");
  });

  it("are one provider for each Region, each with an alias", () => {
    const providers = synthesizeAll(twoRegionFleet).get("target-app-dev")?.provider.aws ?? [];
    expect(providers.map(({ alias, region }) => [alias, region])).toEqual([
      ["account-222222222222_ap-northeast-1", "ap-northeast-1"],
      ["account-222222222222_us-east-1", "us-east-1"],
    ]);
  });

  it("are pinned to one exact version", () => {
    expect(example.terraform.required_providers).toEqual({ aws: { source: "aws", version: "5.100.0" } });
  });

  it("have the aliases of fleet/names.ts", () => {
    const account = exampleFleet.managementAccount;
    expect(ofManagement.provider.aws[0]?.alias).toBe(providerAlias(account, "ap-northeast-1"));
  });
});

describe("a stack's state", () => {
  it("is in the account's own bucket, locked, and accessed with the account's deploy role", () => {
    expect(example.terraform.backend).toEqual({
      s3: {
        bucket: "fleetbook-state-222222222222-ap-northeast-1",
        key: "bare.tfstate",
        region: "ap-northeast-1",
        use_lockfile: true,
        allowed_account_ids: ["222222222222"],
        assume_role: {
          role_arn: "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole",
          session_name: "fleetbook",
        },
      },
    });
  });

  it("is accessed with the caller's own credentials if the account has no deploy role", () => {
    expect(ofManagement.terraform.backend["s3"]).not.toHaveProperty("assume_role");
  });

  it("is encrypted with the bucket's default encryption, which the backend does not override", () => {
    expect(example.terraform.backend["s3"]).not.toHaveProperty("encrypt");
  });

  it("needs a Terraform version with lock files in S3", () => {
    expect(example.terraform.required_version).toBe(">= 1.10");
  });
});

describe("a reference to another stack", () => {
  const refer = (app: App): void => {
    addFleetStacks(app, exampleFleet, runbooks);
    const administrator = app.node.findChild("administrator").node.findAll();
    const role = administrator.find((construct) => construct instanceof IamRole);
    new TerraformOutput(app.node.findChild("member-app-dev"), "arn", { value: role?.arn });
  };
  const message = "It refers to an attribute of a resource in the stack administrator, whose state it cannot read.";

  it("is refused when the fleet is synthesized", () => {
    expect(problemsOf(() => synthesize(refer))).toMatchObject([{ place: "stack member-app-dev", message }]);
  });

  it("is refused by cdktf's own search, too", () => {
    const outdir = mkdtempSync(join(tmpdir(), "fleetbook-synth-"));
    const app = new App({ outdir });
    refer(app);
    expect(problemsOf(() => app.synth())).toMatchObject([{ message }]);
    rmSync(outdir, { recursive: true });
  });
});

function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}
