/** The managed policies of a role, as IAM has them. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  paginateListAttachedRolePolicies,
  type IAMClient,
} from "@aws-sdk/client-iam";

/** ARNs of the policies that are attached to a role. */
export async function attachedPolicies(iam: IAMClient, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
    arns.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}

/** A managed policy in its default version, as JSON. */
export async function managedPolicyDocument(iam: IAMClient, PolicyArn: string): Promise<string> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId ?? "v1";
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}
