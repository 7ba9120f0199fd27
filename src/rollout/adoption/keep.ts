/** Keeps what a plan adopts as it is now, before the plan changes it. */
import { OperationError } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import type { PlacedStack } from "../plans/placed-stack";
import type { AccountAdoption } from "./accounts";
import { keepCopy } from "./kept-copies";
import { titleOf, type Identity } from "./planned";

/** @throws OperationError if something is gone, or cannot be read or kept */
export type KeepAdopted = (stack: PlacedStack, adopts: readonly Identity[]) => Promise<void>;

export function keepAdopted({ readerOf, bucketOf }: AccountAdoption): KeepAdopted {
  return async ({ name, account, stateKey }, adopts) => {
    for (const identity of adopts) {
      const refuse = (message: string) =>
        new OperationError({ place: name, message, remedy: "Plan again: nothing of this stack was changed." });
      const was = await readerOf(account)
        .read(identity)
        .catch((error: unknown) => {
          throw refuse(`${titleOf(identity)} is adopted and cannot be read: ${messageOf(error)}.`);
        });
      if (was === undefined) throw refuse(`${titleOf(identity)} existed when the plan was made, and is gone.`);
      await keepCopy(bucketOf(account), was, stateKey);
    }
  };
}
