/** What a stack's synthesized JSON says about itself: its hash, its account and where its state is. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Fleet } from "../../fleet/model";
import { allAccounts } from "../../fleet/model";
import { ConfigurationError } from "../../diagnostics/errors";
import type { Account } from "../../fleet/model";
import type { SynthesizedStack } from "../synthesize";

/** A synthesized stack, its account and its state. */
export interface PlacedStack extends SynthesizedStack {
  readonly account: Account;
  /** Key of its state in the account's bucket. */
  readonly stateKey: string;
  /** SHA-256 of the synthesized JSON, byte for byte. */
  readonly hash: string;
  /** Resources and data sources. */
  readonly resources: number;
}

const resources = z.record(z.string(), z.record(z.string(), z.unknown())).default({});

const format = z.object({
  terraform: z.object({
    backend: z.object({ s3: z.object({ key: z.string(), allowed_account_ids: z.array(z.string()).min(1) }) }),
  }),
  resource: resources,
  data: resources,
});

/**
 * Reads the synthesized JSON of each stack.
 * @throws ConfigurationError if a stack belongs to no account of the fleet
 */
export async function placeStacks(stacks: readonly SynthesizedStack[], fleet: Fleet): Promise<readonly PlacedStack[]> {
  const accounts = new Map(allAccounts(fleet).map((account) => [account.id, account]));
  return Promise.all(
    stacks.map(async (stack) => {
      const text = await readFile(stack.synthesizedFile);
      const { terraform, resource, data } = format.parse(JSON.parse(text.toString()));
      const { key, allowed_account_ids: ids } = terraform.backend.s3;
      const account = accounts.get(ids[0] ?? "");
      if (account === undefined) throw noAccount(stack.name, ids, fleet);
      const count = [resource, data].flatMap((kinds) => Object.values(kinds).map((of) => Object.keys(of).length));
      return {
        ...stack,
        account,
        stateKey: key,
        hash: hashOf(text),
        resources: count.reduce((sum, each) => sum + each, 0),
      };
    }),
  );
}

/** SHA-256 of a synthesized JSON. */
export function hashOf(synthesized: Buffer): string {
  return createHash("sha256").update(synthesized).digest("hex");
}

function noAccount(stack: string, ids: readonly string[], fleet: Fleet): ConfigurationError {
  return new ConfigurationError({
    place: stack,
    message: `The stack belongs to account ${ids.join(", ")}, which ${fleet.file} does not have.`,
    remedy: "The command and main.ts must read the same fleet file: set FLEETBOOK_FLEET or --fleet for both.",
  });
}
