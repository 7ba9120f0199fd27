/** Reads from Terraform's plan file which state the plan was made against. Terraform refuses to apply it to any other. */
import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import { z } from "zod";
import type { Problem } from "../../diagnostics/errors";
import type { PlannedState } from "./manifest";

/**
 * The member of the plan, which is a zip file, with the state's serial and lineage. `tfstate-prev`, with the state as it was before
 * it was refreshed, has neither.
 */
const STORED_STATE = "tfstate";

const format = z.object({ lineage: z.string(), serial: z.number() });

/** @throws Error if the file is not a plan of Terraform */
export async function plannedState(planFile: string): Promise<PlannedState> {
  const members = unzipSync(await readFile(planFile), { filter: ({ name }) => name === STORED_STATE });
  const stored = members[STORED_STATE];
  if (stored === undefined) throw new Error(`${planFile} has no ${STORED_STATE}`);
  return format.parse(JSON.parse(strFromU8(stored)));
}

/** The state that is stored now: `undefined` if there is none. */
export type StoredState = PlannedState | undefined;

/** Whether the state is another one than that of the plan. */
export function hasMoved(planned: PlannedState, stored: StoredState): boolean {
  if (stored === undefined) return planned.serial !== 0 || planned.lineage !== "";
  // Terraform, too, compares only the serial if there was no state.
  const wasNew = planned.serial === 0 && planned.lineage === "";
  return planned.serial !== stored.serial || (!wasNew && planned.lineage !== stored.lineage);
}

/** Why a plan is refused whose state has moved. */
export function movedState(stack: string, planned: PlannedState, stored: StoredState): Problem {
  return {
    place: stack,
    message: `The state has moved since the plan was made: it was ${worded(planned)} and is ${worded(stored)}.`,
    remedy: "Somebody else has deployed the stack: plan again, and review it again.",
  };
}

function worded(state: StoredState): string {
  if (state === undefined || (state.serial === 0 && state.lineage === "")) return "empty";
  return `serial ${state.serial} of lineage ${state.lineage}`;
}
