/**
 * The policy of a deploy role against the permissions that a whole deployment needed: permissions.json has what the sandbox's trail
 * (`sandbox up --trail`) recorded while fleet.yaml beside it was deployed, changed and destroyed by a role that may do everything.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decideIdentity } from "../../../src/iam/decision/decide";
import { parseIdentityPolicy } from "../../../src/iam/decision/policy";
import { findAccount } from "../../../src/fleet/model";
import { policyDocument } from "../../../src/iam/statements/policy-document";
import type { PolicyStatement } from "../../../src/iam/statements/statement";
import { synthesizedResources } from "../../../src/rollout/deploy-role/stack-resources";
import { deployPolicy } from "../../../src/rollout/deploy-role/deploy-policy";
import { load } from "../../fleet/fleet-file";
import { synthesizeAll } from "../../stacks/example-fleet";

interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const FOLDER = join(__dirname, "..", "..", "fixtures", "deployment");
const recorded = JSON.parse(readFileSync(join(FOLDER, "permissions.json"), "utf8")) as Record<string, Needed[]>;
const fleet = load(readFileSync(join(FOLDER, "fleet.yaml")));
const stacks = synthesizeAll(fleet);

/** What the recorded deployment did not do, though its stacks may come to need it. */
const OTHERWISE: readonly (readonly [neededFor: string, actions: string])[] = [
  [
    "a change of this in the fleet file",
    "ec2:ModifyVpcEndpoint ec2:ModifySubnetAttribute ec2:ModifyInstanceCreditSpecification ec2:ModifyInstanceMetadataOptions ec2:ModifySecurityGroupRules ec2:UpdateSecurityGroupRuleDescriptionsEgress ec2:UpdateSecurityGroupRuleDescriptionsIngress iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription kms:UpdateAlias kms:UpdateKeyDescription ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion ssm:ModifyDocumentPermission",
  ],
  [
    "a rule or setting that somebody has added by hand",
    "ec2:RevokeSecurityGroupIngress ec2:DisableImageBlockPublicAccess",
  ],
  [
    "a change of tags in an account that had none, or that loses some",
    "iam:TagOpenIDConnectProvider iam:UntagOpenIDConnectProvider iam:TagRole iam:UntagRole iam:UntagInstanceProfile kms:UntagResource logs:UntagResource s3:PutBucketTagging ssm:AddTagsToResource ssm:RemoveTagsFromResource",
  ],
  ["a permissions boundary that comes or goes", "iam:DeleteRolePermissionsBoundary iam:PutRolePermissionsBoundary"],
  [
    "another version of the stack of workflows",
    "iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider iam:UpdateOpenIDConnectProviderThumbprint",
  ],
  ["a bucket that has outputs when it is destroyed", "s3:ListBucketVersions s3:DeleteObjectVersion"],
  ["the preflight", "ec2:DescribeRegions"],
];
const UNTRIED = new Set(OTHERWISE.flatMap(([, actions]) => actions.split(" ")));
const untried = new Set<string>();

function policyOf(accountId: string): readonly PolicyStatement[] {
  const account = findAccount(fleet, accountId);
  if (account === undefined) throw new Error(`no account ${accountId}`);
  const own = [...stacks].filter(
    ([name, { provider }]) => !name.startsWith("state-") && JSON.stringify(provider.aws).includes(accountId),
  );
  return deployPolicy(
    fleet,
    account,
    own.flatMap(([, stack]) => synthesizedResources(stack)),
  ).statements;
}

/** @param only only what needs this action. @default everything */
function refused(accountId: string, statements: readonly PolicyStatement[], only?: string): readonly Needed[] {
  const document = parseIdentityPolicy(policyDocument(statements));
  const [roleArn, sessionArn] = [`arn:aws:iam::${accountId}:role/deploy`, `arn:aws:sts::${accountId}:assumed-role/d/s`];
  const needed = (recorded[accountId] ?? []).filter(({ action }) => only === undefined || action === only);
  return needed.filter(({ action, resource, context = {} }) => {
    const principal = { kind: "role-session", roleArn, sessionArn, accountId } as const;
    const request = { principal, action, resource, context };
    return decideIdentity(request, { identityPolicies: [{ name: "deploy", document }] }).outcome !== "allowed";
  });
}

describe.each(Object.keys(recorded))("the policy of the deploy role in account %s", (accountId) => {
  const statements = policyOf(accountId);

  it("allows everything that the deployment needed", () => {
    expect(refused(accountId, statements)).toEqual([]);
  });

  it("allows no action that the deployment would not miss, but for those of other changes", () => {
    const actions = [...new Set(statements.flatMap((statement) => statement.actions))];
    const idle = actions.filter((taken) => {
      const without = statements
        .map((statement) => ({ ...statement, actions: statement.actions.filter((action) => action !== taken) }))
        .filter((statement) => statement.actions.length > 0);
      return refused(accountId, without, taken).length === 0;
    });
    expect(idle.filter((action) => !UNTRIED.has(action))).toEqual([]);
    for (const action of idle) untried.add(action);
  });
});

it("the list of what was not tried has nothing that was", () => {
  expect([...UNTRIED].filter((action) => !untried.has(action))).toEqual([]);
});
