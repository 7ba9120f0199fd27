/** The schema of `fleet.lock.yaml`: the organization as AWS last described it. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import { z } from "zod";
import type { Format } from "../../diagnostics/schema-problems";
import * as formats from "../formats";
import { accountId, accountName, formatted } from "./values";

/** AWS's states of an account, and `gone`: AWS no longer lists the account. */
export const ACCOUNT_STATES = [
  "active",
  "pending-activation",
  "suspended",
  "pending-closure",
  "closed",
  "gone",
] as const;

export const PARENT_ID: Format = {
  pattern: /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/,
  expected: "the id of the root (r-…) or of an organizational unit (ou-…)",
  remedy: `Restore the line from version control; \`${FLEETBOOK} sync\` writes this file.`,
};

const parent = formatted(PARENT_ID);

export const lockFileSchema = z.strictObject({
  organization: z.strictObject({
    id: formatted(formats.ORGANIZATION_ID),
    rootId: formatted(formats.ROOT_ID),
    managementAccount: accountId,
  }),
  organizationalUnits: z.record(
    formatted(formats.ORGANIZATIONAL_UNIT_ID),
    z.strictObject({ name: z.string().min(1).max(128), parent }),
  ),
  accounts: z.record(
    accountId,
    z.strictObject({
      stack: accountName,
      name: z.string(),
      parent,
      state: z.enum(ACCOUNT_STATES),
      tags: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** The content of a lock file. Units and accounts are keyed by their ids. */
export type Lock = z.infer<typeof lockFileSchema>;
export type LockedAccount = Lock["accounts"][string];
export type AccountState = LockedAccount["state"];

export function lockJsonSchema(): object {
  return z.toJSONSchema(lockFileSchema, { target: "draft-7" });
}
