/** The schema of what selects accounts of the lock file, and of the settings of the accounts that are selected. */
import { z } from "zod";
import { ofMember } from "./account";

export const selector = z
  .strictObject({
    ou: z
      .string()
      .min(1)
      .describe("An organizational unit with all units below it: its path, its id, or `root`.")
      .optional(),
    tag: z
      .record(z.string().min(1), z.string())
      .describe("Tags that the account has on AWS Organizations, each with this value.")
      .optional(),
    account: z.string().min(1).describe("An account: its id, its stack name, or its name on AWS.").optional(),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, {
    message: "expected exactly one of ou, tag and account",
    params: { remedy: "Write one selector for each: [{ou: workloads}, {tag: {ssm: managed}}]." },
  });

export const accountSettings = z
  .strictObject({ for: selector, ...ofMember })
  .describe("Settings of the accounts that `for` selects.");

export type Selector = z.infer<typeof selector>;
