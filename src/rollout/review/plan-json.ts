/**
 * What the review reads of Terraform's JSON plan (`terraform show -json PLANFILE`). The rest is dropped, the state in it above all.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { z } from "zod";
import { ConfigurationError } from "../../diagnostics/errors";
import { isObject } from "../../diagnostics/json";
import { kindOf } from "../../diagnostics/kind-of";
import { quoted } from "../../diagnostics/quoted";

const pathParts = z.array(z.union([z.string(), z.number()]));

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(pathParts).default([]),
  importing: z.unknown().optional(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  deposed: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  change,
  action_reason: z.string().optional(),
});

const configuredResource = z.object({
  address: z.string(),
  provider_config_key: z.string().default(""),
  /** Only the names of the attributes are read. */
  expressions: z.record(z.string(), z.unknown()).default({}),
});

const plan = z.object({
  format_version: z.string(),
  errored: z.boolean().default(false),
  resource_changes: z.array(resourceChange).default([]),
  resource_drift: z.array(resourceChange).default([]),
  output_changes: z.record(z.string(), change).default({}),
  configuration: z
    .object({
      root_module: z
        .object({
          resources: z.array(configuredResource).default([]),
        })
        .default({ resources: [] }),
    })
    .default({ root_module: { resources: [] } }),
});

export type PlanJson = z.output<typeof plan>;
export type PlannedResource = z.output<typeof resourceChange>;
export type PlannedValues = z.output<typeof change>;

/** @throws ConfigurationError if it is not a JSON plan that the review can read */
export function readPlanJson(content: unknown, stack: string): PlanJson {
  const refuse = (message: string): never => {
    throw new ConfigurationError({
      place: `plan of ${stack}`,
      message,
      remedy: "Plan again: the review reads what `terraform show -json PLANFILE` prints.",
    });
  };
  if (!isObject(content)) return refuse(`Expected Terraform's JSON plan, found ${kindOf(content)}.`);
  const version = content["format_version"];
  if (version === undefined) return refuse("The JSON has no format_version, so it is not a plan of Terraform.");
  if (typeof version !== "string" || !/^1\.\d+$/.test(version)) {
    return refuse(`Its format_version is ${quoted(version)}; the review reads 1.x.`);
  }
  if ("values" in content && !("resource_changes" in content)) return refuse("It is a state and not a plan.");
  const parsed = plan.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return refuse(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "unreadable"}.`);
}
