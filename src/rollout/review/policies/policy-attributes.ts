/** The policies of a resource, before and after a change. A policy is known by its content, whatever its attribute is called. */
import { isList, isObject } from "../../../diagnostics/json";
import { valueOf, type Value } from "../attributes";
import type { PlannedValues } from "../plan-json";
import type { PolicyAspect } from "./policy-change";

export interface PolicyAttribute {
  readonly attribute: string;
  readonly aspect: PolicyAspect;
  readonly before: Value;
  readonly after: Value;
}

/** Policies that are in the attribute `policy`, even if their content is not known. */
const IDENTITY_POLICIES = ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"];

/** @param changed names of the attributes that change; the others are not looked at */
export function policyAttributes(
  type: string,
  change: PlannedValues,
  changed: ReadonlySet<string>,
): readonly PolicyAttribute[] {
  const isKnownByName = (name: string) => /(^|_)policy$/.test(name) && name !== "inline_policy";
  const found = [...changed].sort().flatMap((attribute) => {
    const [before, after] = [valueOf(change, attribute, "before"), valueOf(change, attribute, "after")];
    const isPolicy = [before, after].some(hasStatements);
    const isHidden =
      isKnownByName(attribute) && [before, after].some(({ kind }) => kind === "sensitive" || kind === "unknown");
    return isPolicy || isHidden ? [{ attribute, aspect: aspectOf(type, attribute), before, after }] : [];
  });
  return [...found, ...(changed.has("inline_policy") ? inlinePolicies(change) : [])];
}

function aspectOf(type: string, attribute: string): PolicyAspect {
  if (attribute === "assume_role_policy") return "trust";
  return IDENTITY_POLICIES.includes(type) ? "permissions" : "resource";
}

/** Of a role, each with a name. */
function inlinePolicies(change: PlannedValues): readonly PolicyAttribute[] {
  const [before, after] = [valueOf(change, "inline_policy", "before"), valueOf(change, "inline_policy", "after")];
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((name) => ({
    attribute: `inline_policy ${name}`,
    aspect: "permissions",
    before: old.get(name) ?? { kind: "absent" },
    after: now.get(name) ?? { kind: "absent" },
  }));
}

function byName(value: Value): ReadonlyMap<string, Value> {
  const items = value.kind === "known" && isList(value.value) ? value.value.filter(isObject) : [];
  return new Map(
    items.flatMap(({ name, policy }) =>
      typeof policy === "string" && policy !== "" ? [[String(name), { kind: "known", value: policy }]] : [],
    ),
  );
}

function hasStatements(value: Value): boolean {
  if (value.kind !== "known" || typeof value.value !== "string" || !value.value.trimStart().startsWith("{"))
    return false;
  try {
    const content: unknown = JSON.parse(value.value);
    return isObject(content) && "Statement" in content;
  } catch {
    return false;
  }
}
