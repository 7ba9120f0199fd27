/** The schema of the fleet's `regions`. */
import { z } from "zod";
import { region } from "./values";

const retiredRegion = z
  .strictObject({
    name: region,
    retired: z
      .boolean()
      .describe("Whether the fleet leaves the Region: the next deployment destroys all it has there.")
      .optional(),
  })
  .describe("A Region with settings.");

export const regions = z
  .array(z.union([region, retiredRegion]))
  .min(1)
  .describe(
    "All Regions, including the home Region: each a name, or a map of name and retired. Default: only the home Region.",
  );
