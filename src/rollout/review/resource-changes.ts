/** What a plan does to each resource, in Terraform's words. */
import { isObject } from "../../diagnostics/json";
import { changedAttributes, topLevel, valueOf, type Attribute } from "./attributes";
import type { Place } from "./places";
import type { PlanJson, PlannedResource, PlannedValues } from "./plan-json";

/** `forget`: Terraform leaves the resource where it is and no longer knows it. */
export type ChangeKind = "create" | "update" | "replace" | "delete" | "forget" | "import" | "move";

export interface ResourceChange {
  readonly place: Place;
  readonly kind: ChangeKind;
  /** `aws_iam_role` */
  readonly type: string;
  /** What people call it: `aws_iam_role FleetbookReaderRole`. */
  readonly label: string;
  readonly attributes: readonly Attribute[];
  /** Names of the attributes that change; without those that AWS alone decides, after the apply. */
  readonly changed: ReadonlySet<string>;
  /** Why Terraform destroys or replaces it, if it says so; a full sentence. */
  readonly reason: string | undefined;
  /** Whether it is created as a part of a role that the plan imports. */
  readonly ofImported: boolean;
  readonly values: PlannedValues;
}

interface PlannedStack {
  readonly stack: string;
  readonly account: { readonly id: string; readonly name: string };
}

/** The changes of the plan's resources, and what was changed outside Terraform since its last apply. */
export function resourceChanges(
  { stack, account }: PlannedStack,
  { resource_changes: planned, resource_drift: drifted, configuration }: PlanJson,
): { readonly planned: readonly ResourceChange[]; readonly drifted: readonly ResourceChange[] } {
  const imported = importedRoles(planned);
  const configured = new Map(configuration.root_module.resources.map((resource) => [resource.address, resource]));
  const changesOf = (resources: readonly PlannedResource[]): readonly ResourceChange[] =>
    resources.flatMap((resource) => {
      const kind = kindOf(resource);
      if (kind === undefined || resource.mode !== "managed") return [];
      const configuration = configured.get(resource.address);
      const region = regionOf(resource, configuration?.provider_config_key);
      const attributes = changedAttributes(resource.change);
      return [
        {
          place: { stack, account, ...(region !== undefined && { region }), address: resource.address },
          ...{ kind, type: resource.type, label: labelOf(resource), values: resource.change },
          attributes,
          ofImported: kind === "create" && imported.has(roleOf(resource.change.after) ?? ""),
          changed: changedNames(attributes, configuration && Object.keys(configuration.expressions)),
          reason: resource.action_reason === undefined ? undefined : REASONS[resource.action_reason],
        },
      ];
    });
  return { planned: changesOf(planned), drifted: changesOf(drifted) };
}

/** The names of the roles that exist already, and that the plan takes into the state. */
function importedRoles(planned: readonly PlannedResource[]): ReadonlySet<string> {
  const roles = planned.filter(({ type, change }) => type === "aws_iam_role" && isObject(change.importing));
  return new Set(
    roles.flatMap(({ change: { after } }) =>
      isObject(after) && typeof after["name"] === "string" ? [after["name"]] : [],
    ),
  );
}

/** The role that a policy or an attachment is of. */
function roleOf(values: unknown): string | undefined {
  return isObject(values) && typeof values["role"] === "string" ? values["role"] : undefined;
}

function changedNames(
  attributes: readonly Attribute[],
  configured: readonly string[] | undefined,
): ReadonlySet<string> {
  const names = attributes.flatMap(({ path, after }) => {
    const name = topLevel(path);
    return after.kind === "unknown" && configured?.includes(name) === false ? [] : [name];
  });
  return new Set(names);
}

function kindOf({ change, previous_address: previous }: PlannedResource): ChangeKind | undefined {
  const { actions } = change;
  if (actions.includes("create"))
    return actions.length > 1 ? "replace" : isObject(change.importing) ? "import" : "create";
  if (actions.includes("delete")) return "delete";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("update")) return "update";
  if (isObject(change.importing)) return "import";
  return previous !== undefined && actions.includes("no-op") ? "move" : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "Its last creation failed (tainted).",
  replace_by_request: "The plan was made with -replace.",
  replace_by_triggers: "replace_triggered_by names something that changes.",
  delete_because_no_resource_config: "It is no longer in the configuration.",
  delete_because_no_module: "Its module is no longer in the configuration.",
  delete_because_wrong_repetition: "It no longer has this instance key.",
  delete_because_count_index: "Its count is lower.",
  delete_because_each_key: "Its for_each no longer has the key.",
  delete_because_no_move_target: "It was moved to an address that does not exist.",
};

/** Attributes that name a resource, the best name first. */
const NAMES = ["name", "bucket", "function_name", "association_name", "policy_arn", "alias", "id"];

function labelOf({ type, name, change, deposed }: PlannedResource): string {
  const namesIn = (attribute: string): readonly string[] =>
    (["after", "before"] as const).flatMap((side) => {
      const value = valueOf(change, attribute, side);
      return value.kind === "known" && typeof value.value === "string" && value.value !== "" ? [value.value] : [];
    });
  const known = NAMES.flatMap(namesIn);
  const [role] = namesIn("role");
  const of = role === undefined ? "" : ` of the role ${role}`;
  const label = `${type} ${known[0] ?? name}${of}${deposed === undefined ? "" : ` (deposed object ${deposed})`}`;
  // Backticks set off what comes from a plan.
  return label.replaceAll("`", "'");
}

/** By its provider's alias, which ends in the Region (src/fleet/names.ts), or by its ARN if the configuration no longer has it. */
export function regionOf({ change }: PlannedResource, providerKey: string | undefined): string | undefined {
  const ofProvider = /_([a-z]{2}(?:-[a-z]+)+-\d)$/.exec(providerKey ?? "")?.[1];
  if (ofProvider !== undefined) return ofProvider;
  const arn = valueOf(change, "arn", "before");
  const region = arn.kind === "known" ? String(arn.value).split(":")[3] : undefined;
  return region !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) ? region : undefined;
}
