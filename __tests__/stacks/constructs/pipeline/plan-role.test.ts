import { decideAssumeRole } from "../../../../src/iam/decision/assume-role";
import { parseIdentityPolicy, parseTrustPolicy } from "../../../../src/iam/decision/policy";
import type { Fleet } from "../../../../src/fleet/model";
import { PlanRole } from "../../../../stacks/constructs/pipeline/plan-role";
import {
  accountOf,
  exampleTarget,
  outputsFleet,
  pipelineFleet,
  resource,
  rolesFleet,
  statements,
  synthesizeAll,
} from "../../example-fleet";
import { stackWith } from "../../one-construct";

const { pipeline } = pipelineFleet;
if (pipeline === undefined) throw new Error("the fleet has no pipeline");

const stackOf = (fleet: Fleet, settings = pipeline, account = accountOf(fleet, "app-dev")) =>
  stackWith((scope, provider) => {
    new PlanRole(scope, "plan-role", { fleet, account, pipeline: settings, provider });
  });
const stack = stackOf(pipelineFleet);
const permissions = statements(resource(stack, "aws_iam_role_policy").policy);
const PLANNER = "arn:aws:iam::111111111111:role/FleetbookPipelinePlanRole";

const ALL = parseIdentityPolicy({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

/** Whether a role of an account of the organization may assume the role. */
function trusts(roleArn: string, organization = "o-fleetbook01", of = stack): boolean {
  const accountId = roleArn.split(":")[4] ?? "";
  const everything = { name: "all", document: ALL };
  return decideAssumeRole(
    { kind: "role-session", roleArn, sessionArn: `${roleArn.replace(":iam:", ":sts:")}/s`, accountId },
    { identityPolicies: [everything] },
    {
      arn: "arn:aws:iam::222222222222:role/FleetbookPlanRole",
      accountId: "222222222222",
      trustPolicy: parseTrustPolicy(String(resource(of, "aws_iam_role").assume_role_policy)),
    },
    { "aws:PrincipalOrgID": organization },
  ).allowed;
}

describe("the role that an account's stacks are planned with", () => {
  it("trusts the role of the workflows that plan, and no other one of its account", () => {
    expect(trusts(PLANNER)).toBe(true);
    expect(trusts("arn:aws:iam::111111111111:role/FleetbookPipelineApplyRole")).toBe(false);
    expect(trusts("arn:aws:iam::111111111111:role/team/FleetbookPipelinePlanRole")).toBe(false);
    expect(trusts("arn:aws:iam::333333333333:role/FleetbookPipelinePlanRole")).toBe(false);
  });

  it("trusts nobody outside the organization", () => {
    expect(trusts(PLANNER, "o-another00001")).toBe(false);
  });

  it("trusts the planners that the fleet file names, and the workflows only if there are some", () => {
    const planner = "arn:aws:iam::111111111111:role/ci/plan";
    const of = stackOf(pipelineFleet, { ...pipeline, github: undefined, plannerArns: [planner] });
    expect(trusts(planner, "o-fleetbook01", of)).toBe(true);
    expect(trusts(PLANNER, "o-fleetbook01", of)).toBe(false);
  });

  it("may only read", () => {
    const actions = permissions.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9]+:(Get|List|Describe)[A-Za-z]+$/.test(action))).toEqual([]);
  });

  it("reads the objects of no bucket but the states, and no locks", () => {
    const objects = permissions.filter(({ Action }) => [Action].flat().includes("s3:GetObject"));
    expect(objects.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:s3:::fleetbook-state-222222222222-ap-northeast-1/*.tfstate",
    ]);
  });

  it("reads no parameter but those that name images", () => {
    const account = {
      ...accountOf(pipelineFleet, "app-dev"),
      ec2Targets: [exampleTarget, { ...exampleTarget, name: "own", image: { parameter: "/images/golden" } }],
    };
    const may = statements(resource(stackOf(pipelineFleet, pipeline, account), "aws_iam_role_policy").policy);
    expect(may.filter(({ Action }) => JSON.stringify(Action).includes("Parameter"))).toEqual([
      {
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: ["arn:aws:ssm:*::parameter/aws/service/*", "arn:aws:ssm:*:222222222222:parameter/images/golden"],
      },
    ]);
  });

  it("decrypts states with a key of the fleet's own, through S3 only", () => {
    const fleet = { ...pipelineFleet, state: { ...pipelineFleet.state, kmsKey: "alias/states" } };
    const may = statements(resource(stackOf(fleet), "aws_iam_role_policy").policy);
    expect(may.filter(({ Action }) => Action === "kms:Decrypt")).toEqual([
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:ap-northeast-1:*:key/*",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::fleetbook-state-222222222222-ap-northeast-1*",
          },
        },
      },
    ]);
    expect(JSON.stringify(permissions)).not.toContain("kms:Decrypt");
  });

  it("reads the settings of the buckets for outputs in the account that has them", () => {
    const of = (name: string) =>
      JSON.stringify(stackOf(pipelineFleet, pipeline, accountOf(outputsFleet, name)).resource);
    expect(of("management")).toContain("arn:aws:s3:::fleetbook-outputs-111111111111-us-east-1");
    expect(of("app-dev")).not.toContain("fleetbook-outputs");
  });

  it("is in every target's member stack and in the pipeline's stack, once in each account", () => {
    const holders = [...synthesizeAll(pipelineFleet)].filter(([, each]) =>
      JSON.stringify(each.resource).includes('"name":"FleetbookPlanRole"'),
    );
    const names = ["member-app-dev", "member-app-prod", "member-app-staging", "pipeline"];
    expect(holders.map(([name]) => name).sort()).toEqual(names);
  });

  it("has the path, boundary and tags of its account's roles", () => {
    const role = resource(stackOf({ ...rolesFleet, pipeline }), "aws_iam_role");
    expect(role).toMatchObject({ path: "/team/", tags: { owner: "team" } });
    expect(role.permissions_boundary).toContain("policy/team-boundary");
  });
});
