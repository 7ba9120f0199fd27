/**
 * The schema of a request: what a person asks to start. Types, the checks of single values and the JSON Schema for editors
 * (`request.schema.json`) come from it.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
import { z } from "zod";
import * as formats from "../../fleet/formats";
import { formatted } from "../../fleet/schema/values";
import { limitsSchema } from "../../fleet/schema/operations";
import { DOCUMENT_VERSION, SHARE } from "./formats";

const parameterValue = z.union([
  z.string(),
  z.int(),
  z.boolean(),
  z.array(z.union([z.string(), z.int(), z.record(z.string(), z.unknown())])),
  z.record(z.string(), z.unknown()),
]);

const targets = z.strictObject({
  tags: z
    .record(z.string().min(1).max(128), z.union([z.string().max(256), z.array(z.string().max(256)).min(1).max(50)]))
    .describe("Instances with all of these tags, each with one of its values.")
    .optional(),
  instances: z.array(formatted(formats.INSTANCE_ID)).min(1).describe("Ids of instances of one account.").optional(),
  resourceGroup: z.string().min(1).max(128).describe("Name of a resource group in each account.").optional(),
  allInstances: z.literal(true).describe("Every instance of each account.").optional(),
});

const names = (what: string) => z.array(z.string().min(1)).min(1).describe(what);

const alarmName = z.string().min(1).max(255).describe("Its name.");
const alarmRegion = z.string().min(1).max(30);

/** A CloudWatch alarm, and where it is. */
const gateAlarm = z.strictObject({ name: alarmName, accountId: z.string(), region: alarmRegion });
export type GateAlarm = z.infer<typeof gateAlarm>;

const conditions = {
  maxErrors: formatted(formats.MAX_ERRORS).describe("Instances of the wave that may fail: a number or a percentage."),
  waitSeconds: z.int().min(0).describe("Seconds to wait after the wave.").optional(),
  confirm: z.boolean().describe("Whether a person confirms that the next wave starts.").optional(),
};

/** What has to hold after a wave before the next one starts. */
export const gateSchema = z.strictObject({ ...conditions, alarm: gateAlarm.optional() });
export type Gate = z.infer<typeof gateSchema>;

const alarm = z.strictObject({
  name: alarmName,
  account: z.string().min(1).describe("Its account, by name or id. Default: the administrator account.").optional(),
  region: alarmRegion.describe("Its Region. Default: the home Region.").optional(),
});
export type AlarmRequest = z.infer<typeof alarm>;

const wave = z
  .strictObject({
    name: z.string().min(1).max(40).describe("Its name in messages. Default: what it selects.").optional(),
    organizationalUnits: names("Units, by path or id, whose accounts have their turn.").optional(),
    accounts: names("Accounts, by name or id, that have their turn.").optional(),
    share: formatted(SHARE).describe("Share of the run's accounts that have had their turn after it.").optional(),
    instances: formatted(SHARE)
      .describe("Share of the run's instances, in each account, that have had their turn after it.")
      .optional(),
    ...conditions,
    maxErrors: conditions.maxErrors.describe("Instances of the wave that may fail. Default: 0.").optional(),
    alarm: alarm
      .describe("A CloudWatch alarm that has to be OK after the wave, and not in ALARM meanwhile.")
      .optional(),
  })
  .refine(
    ({ organizationalUnits, accounts, share, instances }) =>
      [organizationalUnits ?? accounts, share, instances].filter((each) => each !== undefined).length === 1,
    {
      message: "a wave selects accounts or has a share",
      params: { remedy: "Give it organizationalUnits and accounts, or share alone, or instances alone." },
    },
  );
export type WaveRequest = z.infer<typeof wave>;

export const requestSchema = z
  .strictObject({
    runbook: z.string().min(1).describe("Name of a runbook of centralRunbooks, or of a pulled one of Amazon's."),
    documentVersion: formatted(DOCUMENT_VERSION)
      .describe("Version of the document: a number, quoted, or $LATEST. Default: the default version.")
      .optional(),
    parameters: z
      .record(z.string(), parameterValue)
      .describe("Values of the runbook's parameters. Fleetbook passes the administration role and the targets.")
      .optional(),
    targets: targets
      .describe("What the runbook acts on: tags, instances, resourceGroup or allInstances. Default: the fleet's tag.")
      .optional(),
    targetParameter: z
      .string()
      .min(1)
      .max(50)
      .describe("The runbook's parameter that gets the id of each target. Default: InstanceId.")
      .optional(),
    organizationalUnits: names("Units, by path or id, in whose accounts it acts; root for all of them.").optional(),
    accounts: names("Accounts, by name or id. Default, without organizationalUnits: the whole fleet.").optional(),
    excludeAccounts: names("Accounts, by name or id, in which it does not act.").optional(),
    childOrganizationalUnits: z
      .boolean()
      .describe("Whether the units below organizationalUnits are included. Default: true.")
      .optional(),
    regions: names("Regions in which it acts. Default: all Regions of each account.").optional(),
    executionRole: formatted(formats.ROLE_NAME)
      .describe("Name of the role that it acts with in each account. Default: the one that fleet.yaml says.")
      .optional(),
    limits: limitsSchema.optional(),
    waves: z
      .array(wave)
      .min(1)
      .describe(
        "Which accounts or instances have their turn first. A wave that does not hold stops the run before the next one.",
      )
      .optional(),
    tags: z
      .record(formatted(formats.TAG_KEY), formatted(formats.TAG_VALUE))
      .describe("Tags of the execution, at most 3; AWS allows 5, and Fleetbook sets 2.")
      .refine((tags) => Object.keys(tags).length <= 3, {
        message: "an execution has at most 3 tags of your own",
        params: { remedy: "Remove some: AWS allows 5, and Fleetbook sets 2." },
      })
      .optional(),
  })
  .meta({ title: "Fleetbook request", description: "A runbook, where it acts, and within which limits." });

/** What a person asks to start, with defaults left out. */
export type StartRequest = z.infer<typeof requestSchema>;

/** The JSON Schema (draft 7, which editors understand), which `npm run generate` writes to `request.schema.json`. */
export function requestJsonSchema(): object {
  return z.toJSONSchema(requestSchema, { target: "draft-7" });
}
