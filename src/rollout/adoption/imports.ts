/**
 * Terraform's import blocks for what exists already. They are in a file of their own in the stack's folder while the stack is planned,
 * because Terraform refuses to import what does not exist; the plan keeps them.
 */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AsItIs } from "./clients";
import type { Planned, PlannedPolicy } from "./planned";

interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

const fileIn = (folder: string): string => join(folder, "adopt.tf.json");

/** The blocks for a role with those of its planned policies that it has, or for something else alone. */
export function importsOf(planned: Planned, policies: readonly PlannedPolicy[], was: AsItIs): readonly ImportBlock[] {
  const id = planned.kind === "registration" ? `${planned.name}/${planned.service}` : planned.name;
  const own = { to: planned.address, id };
  if (was.kind !== "role") return [own];
  const ofRole = policies.filter(
    ({ kind, role, policy }) =>
      role === planned.name && (kind === "inline" ? policy in was.inline : was.attached.includes(policy)),
  );
  return [
    own,
    ...ofRole.map(({ kind, address, role, policy }) => ({
      to: address,
      id: kind === "inline" ? `${role}:${policy}` : `${role}/${policy}`,
    })),
  ];
}

/** Does the work while the stack's folder has the blocks. */
export async function withImports<T>(
  folder: string,
  blocks: readonly ImportBlock[],
  work: () => Promise<T>,
): Promise<T> {
  await writeFile(fileIn(folder), JSON.stringify({ import: blocks }));
  try {
    return await work();
  } finally {
    await clearImports(folder);
  }
}

/** Removes blocks that a killed run has left. */
export async function clearImports(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}
