/**
 * Permissions that cannot be derived, because a script makes the calls: they are declared in a comment of the script,
 * where whoever changes the calls sees them, and where they survive every format and the way to AWS and back.
 *
 *     # permissions: ec2:DescribeImages, ec2:DescribeTags on *
 *     # permissions: s3:GetObject on arn:aws:s3:::reports/*
 */
import type { PermissionContext, PolicyStatement } from "./iam";
import { text } from "./iam";

const DECLARATION = /^[ \t]*#[ \t]*permissions:[ \t]*(.+?)[ \t]*$/gim;
const FORM = /^([a-z0-9-]+:[A-Za-z0-9*]+(?:\s*,\s*[a-z0-9-]+:[A-Za-z0-9*]+)*)\s+on\s+(\S+(?:\s*,\s*\S+)*)$/;

/** The statements that a script declares. `none` declares that it needs none. */
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
        ...(resources.includes("*") && { because: "The script declares it so." }),
      },
    ];
  });
}

/** What stands after `# permissions:`, for each such line. */
export function declarationsOf(script: unknown): readonly string[] {
  return typeof script === "string" ? [...script.matchAll(DECLARATION)].map((match) => match[1] ?? "") : [];
}

/** Whether a declaration can be read. */
export function isDeclaration(declaration: string): boolean {
  return declaration === "none" || FORM.test(declaration);
}
