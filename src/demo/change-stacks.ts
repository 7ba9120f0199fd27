/**
 * Changes synthesized stacks as somebody who edits the project does: the execution role of one account trusts more, and check-os
 * gets another time-out. The demo shows what the review says of it.
 */
import { readFile, writeFile } from "node:fs/promises";
import type { Fleet } from "../fleet/model";
import { EXECUTION_ROLE_NAME, stackName } from "../fleet/names";
import type { SynthesizedStack } from "../rollout/synthesize";

/** The runbook that the demo runs, and changes. */
export const CHECK_OS = "check-os";

interface Synthesized {
  readonly resource: {
    readonly aws_iam_role?: Readonly<Record<string, { name: string; assume_role_policy: string }>>;
    readonly aws_ssm_document?: Readonly<Record<string, { name: string; content: string }>>;
  };
}

/** Writes the changes into the synthesized JSON. @returns the stacks that were changed */
export async function changeStacks(
  fleet: Fleet,
  stacks: readonly SynthesizedStack[],
): Promise<readonly SynthesizedStack[]> {
  const member = fleet.memberAccounts.find(({ isTarget }) => isTarget);
  const names = ["administrator", ...(member === undefined ? [] : [stackName(member, "member")])];
  const changed = stacks.filter(({ name }) => names.includes(name));
  for (const { synthesizedFile } of changed) {
    const synthesized = JSON.parse(await readFile(synthesizedFile, "utf8")) as Synthesized;
    const { aws_iam_role: roles = {}, aws_ssm_document: documents = {} } = synthesized.resource;
    for (const role of Object.values(roles)) {
      if (role.name === EXECUTION_ROLE_NAME) role.assume_role_policy = withoutOrganization(role.assume_role_policy);
    }
    for (const document of Object.values(documents)) {
      if (document.name === CHECK_OS)
        document.content = document.content.replace("timeoutSeconds: 10", "timeoutSeconds: 20");
    }
    await writeFile(synthesizedFile, JSON.stringify(synthesized, undefined, 2));
  }
  return changed;
}

/** The trust policy without its condition on the organization. */
function withoutOrganization(policy: string): string {
  const content = JSON.parse(policy) as { Statement: { Condition?: { StringEquals?: Record<string, unknown> } }[] };
  for (const statement of content.Statement) {
    if (statement.Condition?.StringEquals?.["aws:PrincipalOrgID"] !== undefined) delete statement.Condition;
  }
  return JSON.stringify(content);
}
