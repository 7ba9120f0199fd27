/** The service role that one runbook assumes in one account. It allows what the runbook's steps need and nothing else. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Runbook } from "../../src/document/model";
import { policyDocument } from "../../src/document/permissions/permissions";
import { rolePermissions } from "../../src/document/permissions/role-permissions";
import { ConfigurationError } from "../../src/diagnostics/errors";
import type { Account, Ec2Target, Fleet } from "../../src/fleet/model";
import { executionArnPattern, runbookRoleArn, runbookRoleName } from "../../src/fleet/names";
import { roleContext } from "../role-context";
import { literal } from "./literal";
import { policyJson, trustStatement } from "./policy";

export interface RunbookRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /** A runbook whose role is one of its parameters. */
  readonly runbook: Runbook;
  /** All runbooks by name: the role includes the permissions of runbooks that this one calls. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly provider: AwsProvider;
  /**
   * The tag by which the runbook's instances are found. The role then allows acting only on these.
   * @default - every instance of the account
   */
  readonly targetTag?: Ec2Target["targetTag"];
}

/** Characters that IAM allows in the inline policies of a role, not counting white space. */
const POLICY_SIZE = 10_240;

export class RunbookRole extends Construct {
  readonly arn: string;
  /** The role's policy; undefined if the runbook needs no permissions. */
  readonly permissions: ITerraformDependable | undefined;

  /**
   * @throws ConfigurationError if the runbook's permissions cannot be derived completely: without one of them, an execution
   *   would fail in the middle
   */
  constructor(scope: Construct, id: string, props: RunbookRoleProps) {
    super(scope, id);
    const { fleet, account, runbook, provider } = props;

    // "Resource" for the same reason as in RunbookDocument: names may differ only by a dot.
    const role = new IamRole(this, "Resource", {
      provider,
      name: runbookRoleName(runbook.name),
      path: "/",
      description: `What the runbook ${runbook.name} acts with in this account`,
      assumeRolePolicy: policyJson(
        trustStatement(
          { Service: "ssm.amazonaws.com" },
          {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": executionArnPattern(fleet, account.id) },
          },
        ),
      ),
    });

    this.arn = runbookRoleArn(fleet, account, runbook.name);

    const policy = derivedPolicy(props);
    // A runbook that only waits needs nothing, and IAM refuses a policy without statements.
    this.permissions =
      policy === undefined
        ? undefined
        : new IamRolePolicy(this, "policy", {
            provider,
            name: "RunbookSteps",
            role: role.name,
            policy: literal(policy),
          });
  }
}

function derivedPolicy({ fleet, account, runbook, runbooks, targetTag }: RunbookRoleProps): string | undefined {
  const place = `runbook ${runbook.name}`;
  const { statements, gaps } = rolePermissions(runbook, {
    ...roleContext(fleet, account, runbook.name),
    runbooks,
    targetTag,
  });
  if (gaps.length > 0) {
    throw new ConfigurationError(
      ...gaps.map((gap) => ({
        place,
        message: `${gap} Its role in account ${account.name} would lack permissions.`,
        remedy:
          "Declare the permissions in a comment of the script or in the step's description: # permissions: <action>, <action> on <ARN> [where <condition key> = <value>], or # permissions: none.",
      })),
    );
  }
  const policy = JSON.stringify(policyDocument(statements));
  if (policy.length > POLICY_SIZE) {
    throw new ConfigurationError({
      place,
      message: `The policy of its role in account ${account.name} has ${policy.length} characters; IAM allows ${POLICY_SIZE}.`,
      remedy: "Split the runbook into several, each with its own role.",
    });
  }
  return statements.length === 0 ? undefined : policy;
}
