import { decideAssumeRole } from "../../src/iam/decision/assume-role";
import { parseTrustPolicy } from "../../src/iam/decision/policy";
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import type { Fleet, GithubPipeline, Pipeline } from "../../src/fleet/model";
import { PipelineStack } from "../../stacks/pipeline-stack";
import { accountOf, pipelineFleet, resources, rolesFleet, statements, synthesize } from "./example-fleet";
import type { StackJson } from "./example-fleet";

const { pipeline } = pipelineFleet;
if (pipeline?.github === undefined) throw new Error("the fleet has no workflows");
const { github } = pipeline;

function stackOf(changes: Partial<GithubPipeline> = {}, fleet: Fleet = pipelineFleet): StackJson {
  const changed = { ...pipeline, ...fleet.pipeline, github: { ...github, ...changes } } as Pipeline;
  const { stacks } = synthesize((app) => new PipelineStack(app, { fleet, pipeline: changed }));
  const found = stacks.get("pipeline");
  if (found === undefined) throw new Error("no pipeline stack");
  return found;
}

const stack = stackOf();
const PROVIDER = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";

function roleIn(of: StackJson, name: string) {
  const [address, body] = resources(of, "aws_iam_role").find(([, role]) => role.name === name) ?? [];
  if (address === undefined || body === undefined) throw new Error(`no role ${name}`);
  const policies = resources(of, "aws_iam_role_policy").filter(([, { role }]) => role === `\${${address}.name}`);
  return { body, may: policies.flatMap(([, { policy }]) => statements(policy)) };
}

/** Whether somebody with a token of this subject may assume the role. */
function trusts(name: string, sub: string, { aud = "sts.amazonaws.com", providerArn = PROVIDER, of = stack } = {}) {
  const { body } = roleIn(of, name);
  const role = {
    arn: `arn:aws:iam::111111111111:role/${name}`,
    accountId: "111111111111",
    trustPolicy: parseTrustPolicy(String(body.assume_role_policy)),
  };
  const issuer = "token.actions.githubusercontent.com";
  const caller = { kind: "web-identity", providerArn, subject: sub } as const;
  const context = { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud };
  return decideAssumeRole(caller, { identityPolicies: [] }, role, context, "sts:AssumeRoleWithWebIdentity").allowed;
}

const PLAN = "FleetbookPipelinePlanRole";
const APPLY = "FleetbookPipelineApplyRole";

describe("the role that workflows plan with", () => {
  it("names the whole subjects, without wildcards", () => {
    expect(statements(roleIn(stack, PLAN).body.assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
              "repo:octo-org/fleet:pull_request",
              "repo:octo-org/fleet:ref:refs/heads/main",
            ],
          },
        },
      },
    ]);
  });

  it.each(["repo:octo-org/fleet:pull_request", "repo:octo-org/fleet:ref:refs/heads/main"])("trusts %s", (subject) => {
    expect(trusts(PLAN, subject)).toBe(true);
  });

  it.each([
    ["a fork", "repo:mallory/fleet:pull_request"],
    ["a repository whose name begins alike", "repo:octo-org/fleet-2:pull_request"],
    ["an owner whose name ends alike", "repo:my-octo-org/fleet:pull_request"],
    ["another branch", "repo:octo-org/fleet:ref:refs/heads/feature"],
    ["a tag of that name", "repo:octo-org/fleet:ref:refs/tags/main"],
    ["the job that applies", "repo:octo-org/fleet:environment:production"],
    ["the repository with ids", "repo:octo-org@1/fleet@2:pull_request"],
  ])("does not trust %s", (_what, subject) => {
    expect(trusts(PLAN, subject)).toBe(false);
  });

  it("trusts no token for another audience, and none of another provider", () => {
    const subject = "repo:octo-org/fleet:pull_request";
    expect(trusts(PLAN, subject, { aud: "https://github.com/octo-org" })).toBe(false);
    expect(trusts(PLAN, subject, { providerArn: PROVIDER.replace("token.actions", "token.other") })).toBe(false);
  });

  it("may assume the read-only roles, and nothing else", () => {
    expect(roleIn(stack, PLAN).may).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: ["arn:aws:iam::*:role/FleetbookPlanRole"] },
    ]);
  });

  it("may assume them where roles have another path", () => {
    const { may } = roleIn(stackOf({}, { ...rolesFleet, pipeline }), PLAN);
    expect(may[0]?.Resource).toEqual([
      "arn:aws:iam::*:role/FleetbookPlanRole",
      "arn:aws:iam::*:role/team/FleetbookPlanRole",
    ]);
  });
});

describe("the role that workflows apply with", () => {
  it("trusts jobs of the environment alone", () => {
    expect(trusts(APPLY, "repo:octo-org/fleet:environment:production")).toBe(true);
    for (const context of ["pull_request", "ref:refs/heads/main", "environment:staging", "environment:production-2"]) {
      expect(trusts(APPLY, `repo:octo-org/fleet:${context}`)).toBe(false);
    }
    expect(trusts(APPLY, "repo:mallory/fleet:environment:production")).toBe(false);
  });

  it("may assume the deploy roles, and is an administrator only where there is none", () => {
    expect(roleIn(stack, APPLY).may).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: ["arn:aws:iam::*:role/OrganizationAccountAccessRole"] },
    ]);
    const attached = (of: StackJson) =>
      resources(of, "aws_iam_role_policy_attachment").map(([, { policy_arn: arn }]) => arn);
    expect(attached(stack)).toEqual(["arn:aws:iam::aws:policy/AdministratorAccess"]);
    const account = { ...accountOf(pipelineFleet, "management"), deployRole: deployRole("FleetDeploy") };
    expect(attached(stackOf({}, { ...pipelineFleet, pipeline: { ...pipeline, account } }))).toEqual([]);
  });
});

describe("the role that workflows apply with", () => {
  it("may assume deploy roles with a path, and tag the sessions if they have tags", () => {
    const role = deployRole({ name: "deploy", path: "/platform/", tags: { team: "core" } });
    const memberAccounts = pipelineFleet.memberAccounts.map((account) => ({ ...account, deployRole: role }));
    expect(roleIn(stackOf({}, { ...pipelineFleet, memberAccounts, pipeline }), APPLY).may).toEqual([
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: ["arn:aws:iam::*:role/platform/deploy"],
      },
    ]);
  });
});

describe("the subjects", () => {
  it("have the ids of a repository that has them in its tokens", () => {
    const of = stackOf({ repository: "octo-org@1/fleet@2", environment: "live" });
    expect(trusts(PLAN, "repo:octo-org@1/fleet@2:pull_request", { of })).toBe(true);
    expect(trusts(PLAN, "repo:octo-org/fleet:pull_request", { of })).toBe(false);
    expect(trusts(APPLY, "repo:octo-org@1/fleet@2:environment:live", { of })).toBe(true);
  });
});

describe("GitHub's OIDC provider", () => {
  it("is created for the audience of STS, unless the account has it", () => {
    const providers = (of: StackJson) => resources(of, "aws_iam_openid_connect_provider").map(([, body]) => body);
    expect(providers(stack)).toMatchObject([
      { url: "https://token.actions.githubusercontent.com", client_id_list: ["sts.amazonaws.com"] },
    ]);
    expect(providers(stackOf({ existingProvider: true }))).toEqual([]);
  });
});
