/**
 * What a plan creates, imports or destroys of the kinds that may exist before Fleetbook: roles with their policies, documents, and the
 * registration of a delegated administrator.
 */
import { isObject } from "../../diagnostics/json";
import type { PlanJson, PlannedResource } from "../review/plan-json";
import { regionOf } from "../review/resource-changes";

/** A role, a document or a registration, as AWS names it. */
export type Identity =
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "document"; readonly name: string; readonly region: string }
  /** `name` is the account's id. */
  | { readonly kind: "registration"; readonly name: string; readonly service: string };

interface PlannedRole {
  readonly kind: "role";
  readonly address: string;
  readonly name: string;
  readonly path: string;
  /** Undefined: the role is to have none. */
  readonly permissionsBoundary: string | undefined;
}

interface PlannedDocument {
  readonly kind: "document";
  readonly address: string;
  readonly name: string;
  readonly region: string;
}

interface PlannedRegistration {
  readonly kind: "registration";
  readonly address: string;
  /** The account's id. */
  readonly name: string;
  readonly service: string;
}

/** What has a name of its own. */
export type Planned = PlannedRole | PlannedDocument | PlannedRegistration;

/** An inline policy of a role by its name, or an attached one by its ARN. */
export interface PlannedPolicy {
  readonly kind: "inline" | "attached";
  readonly address: string;
  readonly role: string;
  readonly policy: string;
}

export interface PlannedResources {
  readonly owners: readonly Planned[];
  readonly policies: readonly PlannedPolicy[];
}

/** What the plan creates; what it replaces is not among it. */
export function createdBy(plan: PlanJson): PlannedResources {
  return resourcesIn(plan, "after", ({ actions }) => actions.join() === "create");
}

/** What the plan destroys, or replaces by another one. */
export function destroyedBy(plan: PlanJson): PlannedResources {
  return resourcesIn(plan, "before", ({ actions, importing }) => actions.includes("delete") && !isObject(importing));
}

/** What the plan imports only to replace it by another one. */
export function replacedImports({ resource_changes: changes }: PlanJson): readonly PlannedResource[] {
  return changes.filter(({ change }) => isObject(change.importing) && change.actions.includes("delete"));
}

function resourcesIn(
  plan: PlanJson,
  side: "before" | "after",
  isMeant: (change: PlannedResource["change"]) => boolean,
): PlannedResources {
  const providers = new Map(plan.configuration.root_module.resources.map((each) => [each.address, each]));
  const owners: Planned[] = [];
  const policies: PlannedPolicy[] = [];
  for (const resource of plan.resource_changes) {
    const { address, mode, type, change } = resource;
    const values = change[side];
    if (mode !== "managed" || !isMeant(change) || !isObject(values)) continue;
    const text = (name: string) => (typeof values[name] === "string" ? values[name] : undefined);
    const [name, role] = [text("name"), text("role")];
    const region = regionOf(resource, providers.get(address)?.provider_config_key);
    if (type === "aws_iam_role" && name !== undefined) {
      const permissionsBoundary = text("permissions_boundary") || undefined;
      owners.push({ kind: "role", address, name, path: text("path") ?? "/", permissionsBoundary });
    } else if (type === "aws_ssm_document" && name !== undefined && region !== undefined) {
      owners.push({ kind: "document", address, name, region });
    } else if (type === "aws_organizations_delegated_administrator") {
      const [registered, service] = [text("account_id"), text("service_principal")];
      if (registered !== undefined && service !== undefined)
        owners.push({ kind: "registration", address, name: registered, service });
    } else if (type === "aws_iam_role_policy" && role !== undefined && name !== undefined) {
      policies.push({ kind: "inline", address, role, policy: name });
    } else if (type === "aws_iam_role_policy_attachment" && role !== undefined) {
      // The ARN of a policy that the same plan creates is not known yet; such a policy cannot be attached.
      const policy = text("policy_arn");
      if (policy !== undefined) policies.push({ kind: "attached", address, role, policy });
    }
  }
  return { owners, policies };
}

/** What people call it: `The role X`, `The document Y in us-east-1`. */
export function titleOf(identity: Identity): string {
  switch (identity.kind) {
    case "role":
      return `The role ${identity.name}`;
    case "document":
      return `The document ${identity.name} in ${identity.region}`;
    case "registration":
      return `The registration of ${identity.name} as delegated administrator of ${identity.service}`;
  }
}
