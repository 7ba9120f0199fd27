/**
 * Command and Policy documents, whose steps are plugins of the agent.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import type { PlatformType } from "@aws-sdk/client-ssm";
import type { Path } from "../../../diagnostics/path";
import { isList, isObject } from "../../../document/json";
import {
  faultAt,
  parameterFaults,
  schemaVersionFaults,
  shown,
  undeclaredReferences,
  unknownProperties,
  type Fault,
  type Members,
} from "./content-faults";
import { isPlugin, PLATFORMS, platformsOfPlugin } from "./plugins";

const VERSIONS: Readonly<Record<"Command" | "Policy", readonly string[]>> = {
  Command: ["1.2", "2.0", "2.2"],
  Policy: ["2.0"],
};
const COMMON = ["schemaVersion", "description", "parameters", "files"];

export function pluginDocumentFaults(content: Members, type: "Command" | "Policy"): readonly Fault[] {
  const wrongVersion = schemaVersionFaults(content, type, VERSIONS[type]);
  if (wrongVersion.length > 0) return wrongVersion;
  const isLegacy = content["schemaVersion"] === "1.2";
  const steps = isLegacy ? "runtimeConfig" : "mainSteps";
  return [
    ...unknownProperties(content, [...COMMON, steps]),
    ...parameterFaults(content),
    ...(isLegacy ? legacyFaults(content[steps]) : stepsFaults(content[steps])),
    ...undeclaredReferences(content, [steps]),
  ];
}

function legacyFaults(config: unknown): readonly Fault[] {
  if (!isObject(config) || Object.keys(config).length === 0) {
    return [faultAt([], 'Missing "runtimeConfig" in the document.', "It is a map from plugins to their properties.")];
  }
  return Object.entries(config).flatMap(([plugin, settings]) => {
    const path = ["runtimeConfig", plugin];
    if (!isPlugin(plugin)) return [unknownPlugin(path, plugin)];
    return !isObject(settings) || settings["properties"] === undefined
      ? [faultAt(path, 'Missing "properties" in the plugin.', "They are the plugin's inputs.")]
      : [];
  });
}

function stepsFaults(steps: unknown): readonly Fault[] {
  if (!isList(steps) || steps.length === 0) {
    return [faultAt([], 'Missing "mainSteps" in the document.', "A document needs at least one step.")];
  }
  const names = steps.flatMap((step) => (isObject(step) && typeof step["name"] === "string" ? [step["name"]] : []));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return [
    ...steps.flatMap((step, index) => stepFaults(isObject(step) ? step : {}, ["mainSteps", index])),
    ...(twice === undefined
      ? []
      : [faultAt(["mainSteps"], "Duplicate step names found in mainSteps of the document.", `Rename one ${twice}.`)]),
  ];
}

function stepFaults({ name, action, inputs }: Members, path: Path): readonly Fault[] {
  const faults: Fault[] = [];
  if (name === undefined) faults.push(faultAt(path, 'Missing "name" in step detail.', "Every step needs a name."));
  else if (!/^[a-zA-Z0-9_-]+$/.test(shown(name))) {
    const remedy = "Use letters, digits, dashes and underscores.";
    faults.push(faultAt([...path, "name"], `StepName: ${shown(name)} is invalid.`, remedy));
  }
  if (action === undefined) faults.push(faultAt(path, 'Missing "action" in step detail.', "It is the step's plugin."));
  else if (!isPlugin(shown(action))) faults.push(unknownPlugin([...path, "action"], shown(action)));
  if (inputs !== undefined && !isObject(inputs)) {
    faults.push(faultAt([...path, "inputs"], "The inputs are invalid.", "Use a map from names to values."));
  }
  return faults;
}

function unknownPlugin(path: Path, name: string): Fault {
  return faultAt(path, `Unknown action: ${name}.`, "Use one of the plugins in AWS's reference for Command documents.");
}

/** The platforms on which at least one step runs, by its plugin and its precondition on the platform. */
export function platformsOfPlugins({ mainSteps, runtimeConfig }: Members): readonly PlatformType[] {
  const steps = isList(mainSteps) ? mainSteps.filter(isObject) : [];
  const found = [
    ...steps.flatMap((step) => platformsOfStep(step)),
    ...(isObject(runtimeConfig) ? Object.keys(runtimeConfig).flatMap(platformsOfPlugin) : []),
  ];
  return PLATFORMS.filter((platform) => found.includes(platform));
}

function platformsOfStep({ action, precondition }: Members): readonly PlatformType[] {
  const platforms = platformsOfPlugin(shown(action));
  const operands = isObject(precondition) ? precondition["StringEquals"] : undefined;
  if (!isList(operands) || !operands.includes("platformType")) return platforms;
  return platforms.filter((platform) => operands.includes(platform));
}
