/**
 * Whether the SSM agent of an instance gets credentials from the instance profile, and may register with them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
import { GetInstanceProfileCommand } from "@aws-sdk/client-iam";
import { decideIdentity, decideTrust, type PrincipalPolicies } from "../../../iam/decision/decide";
import type { RequestContext } from "../../../iam/decision/request";
import { findRole, orUndefined, rolePolicies, type IamOf, type StoredRole } from "../../identities/stored-policies";
import type { Instance } from "./ec2-facts";

/** The role of an instance profile, with its policies. */
export interface AgentRole {
  readonly role: Pick<StoredRole, "arn" | "name" | "accountId" | "trustPolicy">;
  readonly policies: PrincipalPolicies;
}

/**
 * The permissions that an agent needs to register and to receive commands. Newer agents receive commands through
 * ssmmessages. Older agents use ec2messages instead; its permissions are not checked.
 */
const AGENT_ACTIONS = [
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:OpenControlChannel",
] as const;

/** The role of the instance profile with this ARN; undefined if the profile or its role is gone. */
export async function readAgentRole(iamOf: IamOf, profileArn: string): Promise<AgentRole | undefined> {
  const [, , , , accountId = "", resource = ""] = profileArn.split(":");
  const name = resource.split("/").at(-1) ?? "";
  const profile = await orUndefined(
    iamOf(accountId).send(new GetInstanceProfileCommand({ InstanceProfileName: name })),
  );
  const roleArn = profile?.InstanceProfile?.Roles?.[0]?.Arn;
  const role = roleArn === undefined ? undefined : await findRole(iamOf, roleArn);
  if (role === undefined) return undefined;
  const policies = await orUndefined(rolePolicies(iamOf, { accountId, roleName: role.name }));
  return { role, policies: policies ?? { identityPolicies: [] } };
}

/** Why the agent may not register, as full sentences; undefined if it may. */
export function whyAgentMayNot(
  instance: Instance,
  region: string,
  agentRole: AgentRole | undefined,
): string | undefined {
  if (!instance.hasMetadataService) return "The instance metadata service is off, so the agent has no credentials.";
  if (instance.profileArn === undefined) return "No instance profile is attached.";
  if (agentRole === undefined) return `The instance profile ${instance.profileArn} has no role.`;
  const { role, policies } = agentRole;
  const partition = role.arn.split(":")[1] ?? "aws";
  const trust = decideTrust(
    {
      principal: { kind: "service", name: partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com" },
      action: "sts:AssumeRole",
      resource: role.arn,
      context: {},
    },
    role.trustPolicy,
  );
  if (trust.outcome !== "allowed") return trust.reason;
  const instanceArn = `arn:${partition}:ec2:${region}:${role.accountId}:instance/${instance.id}`;
  const context: RequestContext = {
    "aws:RequestedRegion": region,
    "aws:SecureTransport": "true",
    "ec2:SourceInstanceARN": instanceArn,
    "ssm:SourceInstanceARN": instanceArn,
  };
  for (const action of AGENT_ACTIONS) {
    const decision = decideIdentity(
      {
        principal: {
          kind: "role-session",
          roleArn: role.arn,
          sessionArn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${instance.id}`,
          accountId: role.accountId,
        },
        action,
        resource: action.startsWith("ssm:") ? instanceArn : "*",
        context,
      },
      policies,
    );
    if (decision.outcome === "denied") return decision.reason;
    if (decision.outcome === "not-allowed") return decision.refusals.map(({ reason }) => reason).join(" ");
  }
  return undefined;
}
