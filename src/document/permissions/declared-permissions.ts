/**
 * Declared permissions, for calls by scripts and by other runbooks, whose permissions cannot be derived. A comment of the
 * script, next to its calls, or the step's description declares them. Both are kept in YAML, in JSON and on AWS.
 *
 *     # permissions: ec2:DescribeImages, ec2:DescribeTags on *
 *     # permissions: s3:GetObject on arn:aws:s3:::reports/*
 *     # permissions: ec2:DeleteSnapshot on arn:aws:ec2:*::snapshot/* where aws:ResourceTag/made-by = reports
 */
import type { PolicyStatement } from "../../iam/statements/statement";
import { type PermissionContext, text } from "./step-facts";

const DECLARATION = /^[ \t]*#[ \t]*permissions:[ \t]*(.+?)[ \t]*$/gim;
const ACTION = "[a-z0-9-]+:[A-Za-z0-9*]+";
/** An ARN or `*`; `{{ references }}` and IAM's `${variables}` may have spaces in them. */
const RESOURCE = "(?:\\{\\{[^{}]*\\}\\}|\\{[^{}]*\\}|[^\\s,{}])+";
/** A condition key and the value that it must equal. */
const CONDITION = `[\\w:/.@-]+\\s*=\\s*${RESOURCE}`;
const FORM = new RegExp(
  `^(${ACTION}(?:\\s*,\\s*${ACTION})*)\\s+on\\s+(${RESOURCE}(?:\\s*,\\s*${RESOURCE})*)` +
    `(?:\\s+where\\s+(${CONDITION}(?:\\s+and\\s+${CONDITION})*))?$`,
);

/** The statements that a script or a description declares. `none` declares that no permissions are needed. */
export function declaredPermissions(script: unknown, context: PermissionContext): readonly PolicyStatement[] {
  return declarationsOf(script).flatMap((declaration) => {
    const match = FORM.exec(declaration);
    if (match === null) return [];
    const list = (part: string | undefined): string[] => (part ?? "").split(",").map((item) => item.trim());
    const resources = list(match[2]).map((resource) => text({ inputs: {}, context }, resource));
    return [
      {
        actions: list(match[1]),
        resources,
        ...conditionsIn(match[3], context),
        ...(resources.includes("*") && { because: "It is declared so." }),
      },
    ];
  });
}

/** `ec2:Owner = 111122223333 and aws:ResourceTag/a = b`: all conditions must be true. */
function conditionsIn(written: string | undefined, context: PermissionContext): Pick<PolicyStatement, "conditions"> {
  if (written === undefined) return {};
  const equals = written.split(/\s+and\s+/).map((condition) => {
    const [, key = "", value = ""] = /^(\S+?)\s*=\s*(.*)$/.exec(condition) ?? [];
    return [key, [text({ inputs: {}, context }, value)]] as const;
  });
  return { conditions: { StringEquals: Object.fromEntries(equals) } };
}

/** The part after `# permissions:` of each such line in scripts and descriptions. */
export function declarationsOf(...texts: readonly unknown[]): readonly string[] {
  return texts.flatMap((text) =>
    typeof text === "string" ? [...text.matchAll(DECLARATION)].map((match) => match[1] ?? "") : [],
  );
}

/** Whether a declaration has a valid form. */
export function isDeclaration(declaration: string): boolean {
  return declaration === "none" || FORM.test(declaration);
}
