/** The schema of `centralRunbooks`. */
import { z } from "zod";
import { runbookName } from "./values";

export const centralRunbooks = z
  .array(
    z.strictObject({
      name: runbookName,
      shared: z
        .boolean()
        .describe("Whether the document is shared with the fleet's accounts. Default: true.")
        .optional(),
    }),
  )
  .describe("Runbooks that are started in the administrator account for the whole fleet.");
