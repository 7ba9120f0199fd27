/**
 * Permissions that cannot be derived, because a script makes the calls or another runbook does: they are declared in a
 * comment of the script, where whoever changes the calls sees them, or in the step's description. Both survive every
 * format and the way to AWS and back.
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

/** The statements that a script or a description declares. `none` declares that nothing is needed. */
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

/** `ec2:Owner = 111122223333 and aws:ResourceTag/a = b`: all of them must hold. */
function conditionsIn(written: string | undefined, context: PermissionContext): Pick<PolicyStatement, "conditions"> {
  if (written === undefined) return {};
  const equals = written.split(/\s+and\s+/).map((condition) => {
    const [, key = "", value = ""] = /^(\S+?)\s*=\s*(.*)$/.exec(condition) ?? [];
    return [key, [text({ inputs: {}, context }, value)]] as const;
  });
  return { conditions: { StringEquals: Object.fromEntries(equals) } };
}

/** What stands after `# permissions:`, for each such line of scripts and descriptions. */
export function declarationsOf(...texts: readonly unknown[]): readonly string[] {
  return texts.flatMap((text) =>
    typeof text === "string" ? [...text.matchAll(DECLARATION)].map((match) => match[1] ?? "") : [],
  );
}

/** Whether a declaration can be read. */
export function isDeclaration(declaration: string): boolean {
  return declaration === "none" || FORM.test(declaration);
}
