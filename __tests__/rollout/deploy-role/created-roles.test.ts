import { ConfigurationError } from "../../../src/diagnostics/errors";
import { deployRole } from "../../../src/fleet/resolve/deploy-role";
import { parseStoredPolicy } from "../../../src/iam/decision/policy";
import { policyDocument } from "../../../src/iam/statements/policy-document";
import type { PolicyStatement } from "../../../src/iam/statements/statement";
import { lackingActions, refuseInsufficientRoles } from "../../../src/rollout/deploy-role/created-roles";
import { deployPolicy } from "../../../src/rollout/deploy-role/deploy-policy";
import { synthesizedResources } from "../../../src/rollout/deploy-role/stack-resources";
import type { PlacedStack } from "../../../src/rollout/plans/placed-stack";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { account, cleanUp, endpoint, fleet, temporaryFolder } from "../fixtures";

afterEach(cleanUp);

const dev = account("222222222222", "app-dev", {
  deployRole: deployRole({ name: "FleetbookDeployRole", createdBy: "OrganizationAccountAccessRole" }),
});
const ours = fleet(account("111111111111", "management", { deployRole: undefined }), dev);
const documents = (...names: string[]) => ({
  resource: { aws_ssm_document: Object.fromEntries(names.map((name) => [name, { name }])) },
});

const stored = (...statements: readonly PolicyStatement[]) => parseStoredPolicy(policyDocument(statements)).statements;
const get = (...resources: string[]): PolicyStatement => ({ actions: ["s3:GetObject", "s3:PutObject"], resources });

describe("what a role lacks", () => {
  it("is nothing if wider resources are allowed, in one statement or in several", () => {
    expect(lackingActions(stored(get("arn:aws:s3:::b/*")), stored(get("arn:aws:s3:::b/x")))).toEqual([]);
    const parts = (["s3:PutObject", "s3:GetObject"] as const).map((action) => ({
      ...get("arn:aws:s3:::b/x"),
      actions: [action],
    }));
    expect(lackingActions(stored(...parts), stored(get("arn:aws:s3:::b/x")))).toEqual([]);
  });

  it("is each action on a resource that no statement allows, or only under another condition", () => {
    expect(lackingActions(stored(get("arn:aws:s3:::a/*")), stored(get("arn:aws:s3:::b/x")))).toEqual([
      "s3:GetObject",
      "s3:PutObject",
    ]);
    const pass = (service: string): PolicyStatement => ({
      actions: ["iam:PassRole"],
      resources: ["arn:aws:iam::222222222222:role/r"],
      conditions: { StringEquals: { "iam:PassedToService": [service] } },
    });
    expect(lackingActions(stored(pass("ec2.amazonaws.com")), stored(pass("ssm.amazonaws.com")))).toEqual([
      "iam:PassRole",
    ]);
  });
});

describe("a deployment with a role that bootstrap has created", () => {
  async function deploys(names: readonly string[], allowedFor: readonly string[]): Promise<void> {
    const folder = temporaryFolder();
    const synthesizedFile = join(folder, "cdk.tf.json");
    writeFileSync(synthesizedFile, JSON.stringify(documents(...names)));
    const { policies } = deployPolicy(ours, dev, synthesizedResources(documents(...allowedFor)));
    const url = await endpoint((_, body) => {
      const asked = new URLSearchParams(body);
      const arn = asked.get("PolicyArn") ?? "";
      const answers: Readonly<Record<string, string>> = {
        ListAttachedRolePolicies: `<AttachedPolicies>${policies.map((__, index) => `<member><PolicyArn>p${index}</PolicyArn></member>`).join("")}</AttachedPolicies>`,
        GetPolicy: `<Policy><Arn>${arn}</Arn><DefaultVersionId>v1</DefaultVersionId></Policy>`,
        GetPolicyVersion: `<PolicyVersion><Document>${encodeURIComponent(policies[Number(arn.slice(1))] ?? "")}</Document></PolicyVersion>`,
      };
      const action = asked.get("Action") ?? "";
      return {
        status: 200,
        body: `<${action}Response><${action}Result>${answers[action]}</${action}Result></${action}Response>`,
      };
    });
    const stack = { name: "member-app-dev", account: dev, synthesizedFile } as PlacedStack;
    const credentials = new Map([[dev, () => Promise.resolve({ accessKeyId: "A", secretAccessKey: "s" })]]);
    await refuseInsufficientRoles(ours, [stack], credentials, { AWS_ENDPOINT_URL: url });
  }

  it("begins if the role may do what the stacks need", async () => {
    await expect(deploys(["check-os"], ["check-os", "retired"])).resolves.toBeUndefined();
  });

  it("is refused with the actions that the role lacks, and with the command that brings it up to date", async () => {
    const error: unknown = await deploys(["check-os", "new"], ["check-os"]).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).toMatchObject([
      {
        place: "account app-dev (222222222222)",
        message: expect.stringMatching(
          /more than the role FleetbookDeployRole may do: ssm:AddTagsToResource, /,
        ) as string,
        remedy: expect.stringContaining("bootstrap") as string,
      },
    ]);
  });
});
