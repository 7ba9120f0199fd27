/**
 * The schema of `fleet.yaml`. Types, the checks of single values and the JSON Schema for editors (`fleet.schema.json`) all come
 * from it. `../consistency/` checks several values together.
 */
import { z } from "zod";
import * as formats from "../formats";
import { memberAccount, perAccount } from "./account";
import { amiSharing } from "./ami-sharing";
import { operations } from "./operations";
import { organization } from "./organization";
import { outputs } from "./outputs";
import { pipeline } from "./pipeline";
import { regions } from "./regions";
import { centralRunbooks } from "./runbooks";
import { accountSettings, selector } from "./selection";
import { state } from "./state";
import { accountId, accountName, formatted, region } from "./values";

const principal = formatted(formats.PRINCIPAL);

const memberAccounts = z.array(memberAccount);

/** The content of a fleet file, as people write it. */
export const fleetFileSchema = z
  .strictObject({
    organization,
    homeRegion: region.describe("Region of the state buckets, the central runbooks and the executions."),
    regions: regions.optional(),
    managementAccount: z
      .strictObject({
        id: accountId,
        name: accountName,
        ...perAccount,
        amiSharing: amiSharing.optional(),
        target: z
          .boolean()
          .describe("Whether runbooks act in the management account as well. Default: false.")
          .optional(),
      })
      .describe("The organization's management account."),
    administratorAccount: z
      .string()
      .describe(
        "Name or id of the account where executions start: the management account (default) or a member account that is delegated administrator of ssm.amazonaws.com.",
      )
      .optional(),
    registerDelegatedAdministrator: z
      .boolean()
      .describe(
        "Whether the stack `organization` of the management account registers administratorAccount as delegated administrator of ssm.amazonaws.com. false: the next deployment deregisters it. Default: it is registered by other means.",
      )
      .optional(),
    centralRunbooks: centralRunbooks.optional(),
    state,
    operations: operations.optional(),
    outputs: outputs.optional(),
    pipeline: pipeline.optional(),
    reader: z
      .strictObject({
        principal: z
          .union([principal, z.array(principal).min(1)])
          .describe(
            "An existing user or role of the administrator account (`user/<name>`, `role/<name>`), or its ARN; or a list of them.",
          ),
      })
      .describe("Who may assume the reader roles and collect results."),
    approver: z
      .strictObject({
        principal: z
          .union([principal, z.array(principal).min(1)])
          .describe("As reader.principal: an existing user or role, or a list of them."),
      })
      .describe("Who may assume the approver roles, and with them approve, reject and resume executions.")
      .optional(),
    defaults: z
      .strictObject(perAccount)
      .describe("Settings of every member account; each may override them.")
      .optional(),
    memberAccounts: memberAccounts.describe("The organization's other accounts. Either this or `include`.").optional(),
    include: z
      .array(selector)
      .min(1)
      .describe("The accounts of fleet.lock.yaml that are in the fleet: those that one of the selectors fits.")
      .optional(),
    exclude: z
      .array(selector)
      .describe("Accounts that are not in the fleet, although `include` selects them.")
      .optional(),
    settings: z
      .array(accountSettings)
      .describe(
        "Settings of the accounts that `include` selects, by OU, tag and account. The nearest one wins: account, tag, deeper OU, shallower OU, defaults.",
      )
      .optional(),
    externalAccounts: z
      .array(z.strictObject({ id: accountId, name: accountName }))
      .describe("Accounts outside the organization with which something is shared.")
      .optional(),
  })
  .meta({ title: "Fleetbook fleet file", description: "The accounts, Regions and runbooks of a fleet." });

/** The content of a fleet file that lists its member accounts: written so, or made from `include` and the lock file. */
export const listedFleetSchema = fleetFileSchema
  .omit({ include: true, exclude: true, settings: true })
  .extend({ memberAccounts, organization: organization.required({ rootId: true }) });

export type FleetFile = z.infer<typeof listedFleetSchema>;

/** The JSON Schema (draft 7, which editors understand) of a fleet file, which `npm run generate` writes to `fleet.schema.json`. */
export function fleetJsonSchema(): object {
  return z.toJSONSchema(fleetFileSchema, { target: "draft-7" });
}
