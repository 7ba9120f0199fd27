import { deployPermissions } from "../../../src/iam/terraform/deploy-statements";
import { storedResources, synthesizedResources } from "../../../src/rollout/deploy-role/stack-resources";
import type { DeployTarget } from "../../../src/iam/terraform/subjects";

const target: DeployTarget = {
  partition: "aws",
  accountId: "222222222222",
  organizationId: "o-fleetbook01",
  regions: ["eu-west-1", "us-east-1"],
  permissionsBoundary: undefined,
  patternOf: (name) => name.replace(/^(Runbook-).*/, "$1*"),
};

const stack = synthesizedResources({
  resource: {
    aws_iam_role: {
      instance: { name: "InstanceRole", path: "/team/" },
      runbook: { name: "Runbook-check-os" },
    },
    aws_iam_role_policy_attachment: {
      managed: { role: "${aws_iam_role.instance.name}", policy_arn: "arn:aws:iam::aws:policy/Core" },
    },
    aws_iam_instance_profile: {
      profile: { name: "InstanceRole", path: "/team/", role: "${aws_iam_role.instance.name}" },
    },
    aws_ssm_document: { document: { name: "check-os" } },
    aws_vpc: { vpc: { tags: { Name: "fleetbook-app-dev" } } },
    terraform_data: { settings: {} },
  },
  data: { aws_ssm_parameter: { image: { name: "/aws/service/ami" } } },
});

/** Where an action is allowed: resources and conditions. */
const of = (action: string, resources = stack, further: Partial<DeployTarget> = {}) =>
  deployPermissions(resources, { ...target, ...further })
    .statements.filter(({ actions }) => actions.includes(action))
    .map((statement) => [...statement.resources, ...(statement.conditions ? [statement.conditions] : [])]);

describe("what a deployment needs", () => {
  it("is on the roles that the stacks have, with their paths; those of runbooks by the beginning of their names", () => {
    expect(of("iam:UpdateAssumeRolePolicy")).toEqual([
      ["arn:aws:iam::222222222222:role/Runbook-*", "arn:aws:iam::222222222222:role/team/InstanceRole"],
    ]);
  });

  it("registers and deregisters the delegated administrators that the stacks have, for their services alone", () => {
    const registration = { account_id: "333333333333", service_principal: "ssm.amazonaws.com" };
    const organization = synthesizedResources({
      resource: { aws_organizations_delegated_administrator: { registration } },
    });
    for (const action of ["RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator"]) {
      expect(of(`organizations:${action}`, organization)).toEqual([
        [
          "arn:aws:organizations::222222222222:account/o-fleetbook01/333333333333",
          { StringEquals: { "organizations:ServicePrincipal": ["ssm.amazonaws.com"] } },
        ],
      ]);
    }
    expect(of("organizations:ListDelegatedAdministrators", organization)).toEqual([["*"]]);
  });

  it("attaches to them only the policies that the stacks attach", () => {
    expect(of("iam:AttachRolePolicy")[0]?.at(-1)).toEqual({
      ArnLike: { "iam:PolicyARN": ["arn:aws:iam::aws:policy/Core"] },
    });
  });

  it("creates roles only with their permissions boundary, which it cannot take away", () => {
    const permissionsBoundary = "arn:aws:iam::222222222222:policy/boundary";
    for (const action of ["iam:CreateRole", "iam:PutRolePermissionsBoundary"]) {
      expect(of(action, stack, { permissionsBoundary })[0]?.at(-1)).toEqual({
        StringEquals: { "iam:PermissionsBoundary": [permissionsBoundary] },
      });
    }
    expect(of("iam:DeleteRolePermissionsBoundary", stack, { permissionsBoundary })).toEqual([]);
  });

  it("hands a role over to the service that uses it, and to no other", () => {
    expect(of("iam:PassRole")).toEqual([
      [
        "arn:aws:iam::222222222222:role/team/InstanceRole",
        { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
      ],
    ]);
  });

  it("is on the stacks' own documents in each Region", () => {
    expect(of("ssm:UpdateDocument")).toEqual([
      ["arn:aws:ssm:eu-west-1:222222222222:document/check-os", "arn:aws:ssm:us-east-1:222222222222:document/check-os"],
    ]);
  });

  it("deletes only what has the name of the fleet's in EC2, and tags only that, or what it creates", () => {
    const named = { StringEquals: { "aws:ResourceTag/Name": ["fleetbook-app-dev"] } };
    expect(of("ec2:DeleteVpc").map((scope) => scope.at(-1))).toEqual([named]);
    expect(of("ec2:CreateTags").map((scope) => JSON.stringify(scope.at(-1)))).toEqual(
      expect.arrayContaining([JSON.stringify(named), expect.stringContaining("ec2:CreateAction")]),
    );
    expect(of("ec2:CreateTags")).toHaveLength(2);
  });

  it("is also on what a state still has and the configuration no longer", () => {
    const state = {
      resources: [
        { mode: "managed", type: "aws_ssm_document", instances: [{ attributes: { name: "retired" } }] },
        { mode: "data", type: "aws_ssm_document", instances: [{ attributes: { name: "read" } }] },
      ],
    };
    expect(of("ssm:DeleteDocument", [...stack, ...storedResources(state)]).flat()).toContain(
      "arn:aws:ssm:us-east-1:222222222222:document/retired",
    );
    expect(of("ssm:DeleteDocument", storedResources(state)).flat()).not.toContain(
      "arn:aws:ssm:us-east-1:222222222222:document/read",
    );
  });

  it("is not known for a resource of another type, which is named", () => {
    const queue = synthesizedResources({ resource: { aws_sqs_queue: { q: {} } }, data: { aws_ami: { a: {} } } });
    expect(deployPermissions(queue, target).unknownTypes).toEqual(["aws_sqs_queue", "data.aws_ami"]);
  });
});
