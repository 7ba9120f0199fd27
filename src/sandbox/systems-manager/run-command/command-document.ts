/**
 * Reads Command documents that the sandbox's nodes can run into a typed model.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import { parse } from "yaml";
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../../../document/json";
import { PARAMETER_TYPES, plainType } from "../../../document/value-types";
import type { PlatformType } from "../../machines/description";
import { isAgentPlugin, type MachineScript } from "../../machines/script";
import { AwsError } from "../../protocol/aws-error";

type Plugin = MachineScript["plugin"];

export interface CommandDocument {
  /** Definitions by name. */
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  readonly steps: readonly CommandStep[];
  /** Platforms on which at least one step runs. */
  readonly platformTypes: readonly PlatformType[];
}

export type ParameterDefinition = z.infer<typeof parameterSchema>;

export interface CommandStep {
  /** The step's name in the API; in schema version 1.2 the name of the plugin. */
  readonly name: string;
  readonly plugin: Plugin;
  /** The name of the step's folder in S3. */
  readonly id: string;
  /** Two operands that must be equal; `platformType` stands for the node's platform. */
  readonly precondition: readonly [string, string] | undefined;
  readonly runCommand: Json;
  /** The inputs of an agent's plugin. */
  readonly inputs: JsonObject;
  readonly workingDirectory: Json;
  readonly timeoutSeconds: Json;
  readonly onFailure: "exit" | "successAndExit" | undefined;
  readonly onSuccess: "exit" | undefined;
  /** Whether the step runs even if an earlier step has ended the document. */
  readonly finallyStep: boolean;
}

const PLUGINS: readonly string[] = [
  "aws:runShellScript",
  "aws:runPowerShellScript",
  "aws:softwareInventory",
  "aws:configurePackage",
  "aws:updateSsmAgent",
] satisfies readonly Plugin[];

/** Documents of Amazon's whose scripts download a program, which the node's description replaces. */
const PATCHES = /(^|\/)AWS-RunPatchBaseline(Association)?$/;

const json = z.json() as unknown as z.ZodType<Json>;
const parameterSchema = z.looseObject({
  type: z.enum(PARAMETER_TYPES).transform((type) => plainType(type) ?? "String"),
  default: json.optional(),
  interpolationType: z.enum(["ENV_VAR"]).optional(),
});
const inputsSchema = z.looseObject({
  runCommand: json.optional(),
  workingDirectory: json.default(""),
  timeoutSeconds: json.default(""),
  onFailure: z.enum(["exit", "successAndExit"]).optional(),
  onSuccess: z.enum(["exit"]).optional(),
  finallyStep: z.union([z.boolean(), z.enum(["true", "false"]).transform((flag) => flag === "true")]).default(false),
});
const parametersSchema = z.record(z.string(), parameterSchema).default({});
const documentSchema = z.discriminatedUnion("schemaVersion", [
  z.looseObject({
    schemaVersion: z.literal("1.2"),
    parameters: parametersSchema,
    runtimeConfig: z.record(z.string(), z.looseObject({ properties: z.union([json, z.array(json)]) })),
  }),
  z.looseObject({
    schemaVersion: z.enum(["2.0", "2.2"]),
    parameters: parametersSchema,
    mainSteps: z
      .array(
        z.looseObject({
          name: z.string(),
          action: z.string(),
          precondition: z.looseObject({ StringEquals: z.tuple([z.string(), z.string()]) }).optional(),
          inputs: json.default({}),
        }),
      )
      .min(1),
  }),
]);

/** Documents by their content, so that each content is parsed only once. */
const cache = new Map<string, CommandDocument>();
const MAX_CACHED = 500;

/** @throws AwsError InvalidDocument if the content is not a Command document or has steps that the nodes cannot run */
export function readCommandDocument(name: string, content: string): CommandDocument {
  const key = `${PATCHES.test(name) ? "patches" : ""} ${content}`;
  const read = cache.get(key) ?? parseCommandDocument(name, content);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, read);
  return read;
}

function parseCommandDocument(name: string, content: string): CommandDocument {
  const parsed = documentSchema.safeParse(readContent(name, content));
  if (!parsed.success) throw invalid(name, z.prettifyError(parsed.error));
  const steps = parsed.data.schemaVersion === "1.2" ? legacySteps(name, parsed.data) : stepsOf(name, parsed.data);
  const { parameters } = parsed.data;
  return {
    parameters,
    steps: PATCHES.test(name) ? steps.map((step) => patchStep(step, Object.keys(parameters))) : steps,
    platformTypes: [...new Set(steps.flatMap(platformsOf))],
  };
}

function readContent(name: string, content: string): unknown {
  try {
    // JSON is YAML.
    return parse(content) as unknown;
  } catch (error) {
    throw invalid(name, (error as Error).message);
  }
}

type Parsed = z.infer<typeof documentSchema>;

function stepsOf(name: string, { mainSteps }: Extract<Parsed, { schemaVersion: "2.0" | "2.2" }>): CommandStep[] {
  return mainSteps.map((step) => ({
    ...stepOf(name, step.name, step.action, step.inputs),
    precondition: step.precondition?.StringEquals,
  }));
}

function legacySteps(name: string, { runtimeConfig }: Extract<Parsed, { schemaVersion: "1.2" }>): CommandStep[] {
  return Object.entries(runtimeConfig).flatMap(([plugin, { properties }]) =>
    [properties].flat().map((inputs, index) => ({
      ...stepOf(name, plugin, plugin, inputs),
      id: isObject(inputs) && typeof inputs["id"] === "string" ? inputs["id"] : `${String(index)}.${plugin}`,
    })),
  );
}

function stepOf(document: string, name: string, plugin: string, given: Json): CommandStep {
  if (!isPlugin(plugin)) {
    throw invalid(document, `The sandbox's nodes support only ${PLUGINS.join(", ")}; step ${name} is ${plugin}.`);
  }
  const inputs = inputsSchema.safeParse(given);
  if (!inputs.success) throw invalid(document, `Step ${name}: ${z.prettifyError(inputs.error)}`);
  const { runCommand, workingDirectory, timeoutSeconds, onFailure, onSuccess, finallyStep } = inputs.data;
  const isScript = !isAgentPlugin(plugin);
  if (isScript && runCommand === undefined) throw invalid(document, `Step ${name}: runCommand is missing.`);
  return {
    name,
    plugin,
    id: name,
    precondition: undefined,
    runCommand: runCommand ?? "",
    inputs: isScript ? {} : (inputs.data as JsonObject),
    workingDirectory,
    timeoutSeconds,
    onFailure,
    onSuccess,
    finallyStep,
  };
}

/** A script of AWS-RunPatchBaseline, which gets all parameters of the document. */
function patchStep(step: CommandStep, parameters: readonly string[]): CommandStep {
  return {
    ...step,
    plugin: "patches",
    runCommand: "",
    inputs: Object.fromEntries(parameters.map((name) => [name, `{{ ${name} }}`])),
  };
}

function isPlugin(name: string): name is Plugin {
  return PLUGINS.includes(name);
}

function platformsOf(step: CommandStep): readonly PlatformType[] {
  return (["Linux", "Windows"] as const).filter((platform) => runsOn(step, platform));
}

/** Whether the agent of the platform has the plugin. Only shell scripts are missing, on Windows. */
export function hasPlugin(platform: PlatformType, plugin: Plugin): boolean {
  return platform !== "Windows" || plugin !== "aws:runShellScript";
}

/** Whether the step's plugin and its platform precondition allow the step on the platform. */
function runsOn({ plugin, precondition }: CommandStep, platform: PlatformType): boolean {
  if (!hasPlugin(platform, plugin)) return false;
  return precondition?.includes("platformType") !== true || precondition.includes(platform);
}

function invalid(name: string, reason: string): AwsError {
  return new AwsError("InvalidDocument", `The document ${name} cannot be run as a command. ${reason}`);
}
