/**
 * The policies of a role for its runbooks. IAM limits what a role can have: inline policies while there is room for them,
 * then managed policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ConfigurationError } from "../../src/diagnostics/errors";
import type { Account } from "../../src/fleet/model";
import { runbookManagedPolicyName } from "../../src/fleet/names";
import { managedPolicies, MOST_MANAGED_POLICIES, policyDocument } from "../../src/iam/statements/policy-document";
import type { Grant } from "../grants";
import { literal } from "./literal";
import { roleTags } from "./role-settings";

/** Characters of all inline policies of a role together, not counting white space. */
const INLINE_SIZE = 10_240;

/** One policy for one runbook. */
interface RunbookPolicy {
  readonly runbook: string;
  /** The policy document as JSON. */
  readonly policy: string;
}

export interface RolePolicies {
  readonly inline: readonly RunbookPolicy[];
  /** Each with its name. A runbook may have several. */
  readonly managed: readonly (RunbookPolicy & { readonly name: string })[];
  /** ARNs of managed policies that exist already, each once. */
  readonly attached: readonly string[];
}

/** What a role has besides the policies for its runbooks. */
export interface OtherPolicies {
  /** Inline policies, as JSON. */
  readonly inline?: readonly string[];
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
}

/**
 * Distributes what a role is granted for its runbooks over policies, in the order of the grants.
 * @throws ConfigurationError if a role cannot have as many policies
 */
export function rolePolicies(roleName: string, grants: readonly Grant[], others: OtherPolicies = {}): RolePolicies {
  let room = INLINE_SIZE - (others.inline ?? []).join("").length;
  const inline: RunbookPolicy[] = [];
  const managed: (RunbookPolicy & { readonly name: string })[] = [];
  // A runbook that only waits needs nothing, and IAM refuses a policy without statements.
  for (const { runbook, statements } of grants.filter((grant) => grant.statements.length > 0)) {
    const policy = JSON.stringify(policyDocument(statements));
    if (policy.length <= room) {
      inline.push({ runbook, policy });
      room -= policy.length;
    } else {
      const parts = managedPolicies(statements);
      managed.push(
        ...parts.map((part, index) => ({
          runbook,
          policy: part,
          name: runbookManagedPolicyName(roleName, runbook, index + 1),
        })),
      );
    }
  }
  const attached = [...new Set(grants.flatMap(({ managedPolicyArns }) => managedPolicyArns))];
  refuseTooMany(roleName, grants, managed.length + new Set([...attached, ...(others.attached ?? [])]).size);
  return { inline, managed, attached: attached.filter((arn) => others.attached?.includes(arn) !== true) };
}

export interface AttachedPoliciesProps {
  readonly account: Account;
  readonly provider: AwsProvider;
  /** The role's name, as Terraform refers to it. */
  readonly role: string;
  readonly policies: RolePolicies;
}

/** Creates the managed policies of a role and attaches them, together with those that exist already. */
export class AttachedPolicies extends Construct {
  readonly attachments: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { account, provider, role, policies }: AttachedPoliciesProps) {
    super(scope, id);
    const created = policies.managed.map(({ name, policy, runbook }) => {
      // "Resource" for the same reason as in RunbookDocument: names may differ only by a dot.
      const resource = new IamPolicy(new Construct(this, name), "Resource", {
        provider,
        name,
        path: account.roles.path,
        description: `What the steps of the runbook ${runbook} need`,
        policy: literal(policy),
        ...roleTags(account),
      });
      return { id: name, policyArn: resource.arn };
    });
    const existing = policies.attached.map((policyArn) => ({ id: policyArn, policyArn }));
    this.attachments = [...created, ...existing].map(
      ({ id: attachment, policyArn }) =>
        new IamRolePolicyAttachment(new Construct(this, `attachment-${attachment}`), "Resource", {
          provider,
          role,
          policyArn,
        }),
    );
  }
}

function refuseTooMany(roleName: string, grants: readonly Grant[], count: number): void {
  if (count <= MOST_MANAGED_POLICIES) return;
  const [first] = grants;
  throw new ConfigurationError({
    place: `role ${roleName}`,
    message: `It needs ${count} managed policies for the runbooks ${grants.map(({ runbook }) => runbook).join(", ")}; IAM attaches ${MOST_MANAGED_POLICIES} to a role.`,
    remedy:
      first?.role === "role"
        ? "Split the runbook into several, each with its own role."
        : "Give the largest runbooks an execution role of their own (`executionRole: own`), limit them to some `organizationalUnits`, or deploy them into the accounts (`runbooks`).",
  });
}
