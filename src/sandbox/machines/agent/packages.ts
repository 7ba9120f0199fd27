/** The plugin aws:configurePackage: installs and uninstalls the packages of the node's description. */
import type { JsonObject } from "../../../document/json";
import type { NodeDescription } from "../description";
import type { InstalledPackages, Printed } from "./agent-state";

export function configurePackage(node: NodeDescription, inputs: JsonObject, installed: InstalledPackages): Printed {
  const { action, name: given, version: wanted } = inputs;
  // The name may be the ARN of a package that another account shares.
  const name = asString(given).split("/").at(-1) ?? "";
  const known = node.packages[name];
  const present = installed.get(name);
  if (asString(action).toLowerCase() === "uninstall") {
    if (present === undefined) return failed(`${name} is not installed`);
    if (asString(wanted) !== "" && wanted !== present) return failed(`${name} ${asString(wanted)} is not installed`);
    installed.delete(name);
    return {
      exitCode: 0,
      stdout: `Initiating ${name} ${present} uninstall\nSuccessfully uninstalled ${name} ${present}\n`,
    };
  }
  const available = known?.available ?? (known?.installed === undefined ? [] : [known.installed]);
  const version = asString(wanted) === "" ? available.at(-1) : available.find((each) => each === wanted);
  if (version === undefined) {
    const versions = available.length === 0 ? "" : ` The available versions are ${available.join(", ")}.`;
    return failed(
      `failed to find platform: the package ${name} ${asString(wanted)} is not available.${versions} Describe it under \`packages\` in the nodes file`,
    );
  }
  if (known?.fails === true) return failed(`failed to install package: ${name} ${version}`);
  if (present === version)
    return { exitCode: 0, stdout: `Initiating ${name} ${version} install\n${name} ${version} is already installed\n` };
  installed.set(name, version);
  return { exitCode: 0, stdout: `Initiating ${name} ${version} install\nSuccessfully installed ${name} ${version}\n` };
}

function failed(why: string): Printed {
  return { exitCode: 1, stdout: "", stderr: `${why}\n` };
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
