/** A role as somebody else made it: reading it whole, and putting it back. */
import {
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  NoSuchEntityException,
  paginateListRolePolicies,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { attachedPolicies } from "./managed-policies";

/** Policies are texts, byte for byte as IAM has them. */
export const roleFormat = z.object({
  kind: z.literal("role"),
  name: z.string(),
  path: z.string(),
  trustPolicy: z.string(),
  description: z.string().optional(),
  maxSessionDuration: z.number(),
  permissionsBoundary: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  /** By name. */
  inline: z.record(z.string(), z.string()),
  /** ARNs. */
  attached: z.array(z.string()),
});

export type RoleAsItIs = z.infer<typeof roleFormat>;

/** Tags that AWS sets, and that nobody else may. */
const isOfAws = (key: string): boolean => key.startsWith("aws:");

/** AWS's default, in seconds. */
const SESSION_DURATION = 3600;

/** Undefined if there is no such role. */
export async function readRole(iam: IAMClient, name: string): Promise<RoleAsItIs | undefined> {
  const RoleName = name;
  const role = await iam.send(new GetRoleCommand({ RoleName })).then(
    ({ Role }) => Role,
    (error: unknown) => {
      if (error instanceof NoSuchEntityException) return undefined;
      throw error;
    },
  );
  if (role === undefined) return undefined;
  const inline: Record<string, string> = {};
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      inline[PolicyName] = decodeURIComponent(PolicyDocument);
    }
  }
  const attached = await attachedPolicies(iam, RoleName);
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    kind: "role",
    name,
    path: role.Path ?? "/",
    trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? ""),
    ...(role.Description ? { description: role.Description } : {}),
    maxSessionDuration: role.MaxSessionDuration ?? SESSION_DURATION,
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    inline,
    attached,
  };
}

/** The policies that Terraform has put on a role. */
export interface ManagedPolicies {
  readonly inline: readonly string[];
  readonly attached: readonly string[];
}

/**
 * Makes the role what it was. Policies that somebody else has added since then stay. It may be repeated: nothing depends on how far
 * an earlier call came.
 */
export async function restoreRole(iam: IAMClient, kept: RoleAsItIs, managed: ManagedPolicies): Promise<void> {
  const RoleName = kept.name;
  const now = await readRole(iam, kept.name);
  if (now === undefined) throw new Error(`there is no role ${kept.name} any more`);
  if (now.trustPolicy !== kept.trustPolicy) {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: kept.trustPolicy }));
  }
  // What the role had comes back before what it has goes.
  for (const [PolicyName, PolicyDocument] of Object.entries(kept.inline)) {
    if (now.inline[PolicyName] !== PolicyDocument)
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  for (const PolicyArn of kept.attached.filter((arn) => !now.attached.includes(arn))) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  for (const PolicyName of managed.inline.filter((name) => name in now.inline && !(name in kept.inline))) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  for (const PolicyArn of managed.attached.filter(
    (arn) => now.attached.includes(arn) && !kept.attached.includes(arn),
  )) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  await restoreSettings(iam, kept, now);
}

async function restoreSettings(iam: IAMClient, kept: RoleAsItIs, now: RoleAsItIs): Promise<void> {
  const RoleName = kept.name;
  if (now.description !== kept.description || now.maxSessionDuration !== kept.maxSessionDuration) {
    const settings = { Description: kept.description ?? "", MaxSessionDuration: kept.maxSessionDuration };
    await iam.send(new UpdateRoleCommand({ RoleName, ...settings }));
  }
  const { permissionsBoundary: PermissionsBoundary } = kept;
  if (now.permissionsBoundary !== PermissionsBoundary) {
    await (PermissionsBoundary === undefined
      ? iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))
      : iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
  }
  const { gone, changed } = tagChanges(now.tags, kept.tags);
  if (gone.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: [...gone] }));
  if (changed.length > 0) await iam.send(new TagRoleCommand({ RoleName, Tags: [...changed] }));
}

/** The tags to remove and to set, so that those of `from` become those of `to`. */
export function tagChanges(from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>) {
  return {
    gone: Object.keys(from).filter((key) => !isOfAws(key) && !(key in to)),
    changed: Object.entries(to)
      .filter(([key, value]) => !isOfAws(key) && from[key] !== value)
      .map(([Key, Value]) => ({ Key, Value })),
  };
}
