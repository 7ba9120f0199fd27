/** The schema of the lists of runbooks: an account's `runbooks` and the fleet's `centralRunbooks`. */
import { z } from "zod";
import { runbookPermissions } from "./runbook-permissions";
import { runbookName } from "./values";

/** A runbook alone by its name, or with settings. */
const named = <Shape extends z.core.$ZodLooseShape>(settings: Shape) =>
  z.union([
    runbookName,
    z.strictObject({ name: runbookName, permissions: runbookPermissions.optional(), ...settings }),
  ]);

export const accountRunbooks = z
  .array(named({}))
  .describe("Runbooks that are deployed into the account itself, in each Region: names, or maps with settings.");

export const centralRunbooks = z
  .array(
    named({
      shared: z
        .boolean()
        .describe("Whether the document is shared with the accounts where it acts. Default: true.")
        .optional(),
      organizationalUnits: z
        .array(z.string())
        .min(1)
        .describe(
          "Paths of the organizational units, their child units included, in whose accounts the runbook acts. Default: all accounts.",
        )
        .optional(),
      executionRole: z
        .enum(["standard", "own"])
        .describe(
          "The role that the runbook acts with in each account: the one of all central runbooks (default), or one of its own.",
        )
        .optional(),
    }),
  )
  .describe(
    "Runbooks that are started in the administrator account for the whole fleet: names, or maps with settings.",
  );

export type AccountRunbooksSettings = z.infer<typeof accountRunbooks>;
export type CentralRunbooksSettings = z.infer<typeof centralRunbooks>;
