/** Differences of policies in plain words. */
import type { Condition, PatternElement } from "../../../iam/decision/policy";
import type { PolicyDifference } from "../../../iam/comparison/compare-policies";
import { notDemanded, sameSubject } from "../../../iam/comparison/condition-strength";
import { isImplied } from "../../../iam/comparison/elements";
import { code, codes } from "../value-text";
import type { PolicyAspect, PolicySentence } from "./policy-change";

/** What people call an account: `account partner`, `an account that is not in the fleet`; undefined: nothing is known of it. */
export type AccountNames = (id: string) => string | undefined;

export function sentenceOf(
  difference: PolicyDifference,
  aspect: PolicyAspect,
  accountName: AccountNames,
): PolicySentence {
  const { side, effect } = difference;
  const isWider = (side === "gained") === (effect === "Allow");
  const wildcard = isWider && effect === "Allow" && bringsWildcard(difference);
  const text =
    difference.because === "conditions"
      ? conditionSentence(difference, aspect, accountName)
      : `${prefixOf(difference)}: ${statementText(difference, aspect, accountName)}${conditionsText(difference)}.`;
  return { effect: isWider ? "wider" : "narrower", text: `${text}${wildcard ? " This is a new `*`." : ""}`, wildcard };
}

const PREFIXES = {
  gained: {
    Allow: { statement: "Gained", principals: "New principal", actions: "New action", resources: "New resource" },
    Deny: {
      statement: "Newly denied",
      principals: "Denied to more principals",
      actions: "More actions denied",
      resources: "Denied on more resources",
    },
  },
  lost: {
    Allow: { statement: "Lost", principals: "Lost principal", actions: "Lost action", resources: "Lost resource" },
    Deny: {
      statement: "No longer denied",
      principals: "Denied to fewer principals",
      actions: "Fewer actions denied",
      resources: "Denied on fewer resources",
    },
  },
} as const;

function prefixOf({ side, effect, because }: PolicyDifference): string {
  return because === "conditions" ? "" : PREFIXES[side][effect][because];
}

function statementText(difference: PolicyDifference, aspect: PolicyAspect, accountName: AccountNames): string {
  const { effect, principals, actions, resources, because, other } = difference;
  const excepted = (dimension: "actions" | "resources" | "principals"): string =>
    because === dimension && difference[dimension].not && other?.[dimension].not === true
      ? ` (${difference.side === "gained" ? "before" : "now"}: except ${codes(other[dimension].patterns.map(plainName))})`
      : "";
  const remaining =
    because === "principals" &&
    difference.side === "lost" &&
    principals.patterns.includes("AWS:*") &&
    other !== undefined
      ? ` (now: ${principalsText(other.principals, accountName)})`
      : excepted("principals");
  const who = isImplied(principals) ? "" : `${principalsText(principals, accountName)}${remaining} `;
  const verb = effect === "Allow" ? "may" : "may not";
  const what = `${actionsText(actions, aspect)}${excepted("actions")}`;
  const where = isImplied(resources) ? "" : ` on ${listText(resources, "every resource")}${excepted("resources")}`;
  return `${who}${verb} ${what}${where}`;
}

function actionsText(actions: PatternElement, aspect: PolicyAspect): string {
  if (aspect === "trust" && !actions.not && actions.patterns.every((action) => /^sts:AssumeRole$/i.test(action))) {
    return "assume the role";
  }
  return listText(actions, "every action");
}

function listText({ not, patterns }: PatternElement, everything: string): string {
  return not ? `${everything} except ${codes(patterns)}` : codes(patterns);
}

function principalsText({ not, patterns }: PatternElement, accountName: AccountNames): string {
  const names = patterns.slice(0, 12).map((pattern) => principalText(pattern, accountName));
  const more = patterns.length > names.length ? `, and ${patterns.length - names.length} more` : "";
  return `${not ? "everybody except " : ""}${names.join(", ")}${more}`;
}

function principalText(pattern: string, accountName: AccountNames): string {
  if (pattern === "AWS:*") return "everybody (`*`)";
  const name = plainName(pattern);
  if (pattern.startsWith("Service:")) return `the service ${code(name)}`;
  if (/^\d{12}$/.test(name)) return `account ${code(name)}${inBrackets(accountName(name))}`;
  if (/^A(?:RO|ID)A[A-Z0-9]{10,}$/.test(name)) return `${code(name)} (a principal that was deleted)`;
  const account = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(name)?.[1];
  return `${code(name)}${inBrackets(account === undefined ? undefined : accountName(account))}`;
}

function inBrackets(text: string | undefined): string {
  return text === undefined ? "" : ` (${text})`;
}

/** Without the kind of the principal. */
function plainName(pattern: string): string {
  return pattern.replace(/^(?:AWS|Service|Federated|CanonicalUser):/, "");
}

function conditionsText({ conditions, effect, side }: PolicyDifference): string {
  if (conditions.length > 0) return `, if ${conditions.map(conditionText).join(" and ")}`;
  return effect === "Allow" && side === "gained" ? ", without a condition" : "";
}

/** `StringEquals aws:PrincipalOrgID is o-1` */
function conditionText({ operator, key, values }: Condition): string {
  return `${code(`${operator} ${key}`)} is ${codes(values)}`;
}

/** The same requests under other conditions. */
function conditionSentence(difference: PolicyDifference, aspect: PolicyAspect, accountName: AccountNames): string {
  const { side, conditions, other } = difference;
  const [before, after] =
    side === "gained" ? [other?.conditions ?? [], conditions] : [conditions, other?.conditions ?? []];
  // What one side demands and the other does not, or what it demands otherwise.
  const [demanded, instead] = side === "gained" ? [before, after] : [after, before];
  const missing = notDemanded(demanded, instead);
  const isGone = missing.every((condition) => !instead.some((each) => sameSubject(each, condition)));
  const prefix =
    side === "gained"
      ? isGone
        ? "Lost condition"
        : "Wider condition"
      : isGone
        ? "New condition"
        : "Narrower condition";
  const changes = missing.map((condition) => {
    const now = instead.find((each) => sameSubject(each, condition));
    const [was, is] = side === "gained" ? [condition, now] : [now, condition];
    if (now === undefined) return `${side === "gained" ? "no longer needs" : "now needs"} ${conditionText(condition)}`;
    return `${code(`${condition.operator} ${condition.key}`)} was ${codes(was?.values ?? [])}, is ${codes(is?.values ?? [])}`;
  });
  return `${prefix}: ${statementText(difference, aspect, accountName)}: ${changes.join("; ")}.`;
}

/** Whether a statement that matches more has a `*` where the closest one had none. */
function bringsWildcard({ because, principals, actions, resources }: PolicyDifference): boolean {
  const isNew = (dimension: PolicyDifference["because"]) => because === "statement" || because === dimension;
  const isOpen = ({ not, patterns }: PatternElement, open: RegExp) =>
    not || patterns.some((pattern) => open.test(pattern));
  return (
    (isNew("principals") && isOpen(principals, /^AWS:\*$/)) ||
    (isNew("actions") && isOpen(actions, /^(?:[a-z0-9-]+:)?\*$/i)) ||
    (isNew("resources") && isOpen(resources, /^\*$/))
  );
}
