/**
 * Amazon's documents for patches, inventory, packages and the agent, with the parameters that AWS publishes. The descriptions of the
 * nodes answer them.
 */

export interface AmazonCommandDocument {
  readonly name: string;
  readonly description: string;
  readonly platformTypes: readonly ("Linux" | "MacOS" | "Windows")[];
  /** JSON. */
  readonly content: string;
}

interface Parameter {
  readonly type: "String" | "StringMap";
  readonly description: string;
  readonly default?: string | Readonly<Record<string, string>>;
  readonly allowedValues?: readonly string[];
  readonly allowedPattern?: string;
}

/** A parameter that may be left out. */
function optional(
  description: string,
  preset = "",
  rules: Pick<Parameter, "allowedValues" | "allowedPattern"> = {},
): Parameter {
  return { type: "String", description: `(Optional) ${description}`, default: preset, ...rules };
}

function oneOf(description: string, ...allowedValues: readonly string[]): Parameter {
  return { type: "String", description: `(Required) ${description}`, allowedValues };
}

const enabled = (what: string): Parameter =>
  optional(`Collect ${what}.`, "Enabled", { allowedValues: ["Enabled", "Disabled"] });

function document(
  name: string,
  description: string,
  parameters: Readonly<Record<string, Parameter>>,
  mainSteps: readonly object[],
  platformTypes: AmazonCommandDocument["platformTypes"] = ["Windows", "Linux", "MacOS"],
): AmazonCommandDocument {
  const content = { schemaVersion: "2.2", description, parameters, mainSteps };
  return { name, description, platformTypes, content: JSON.stringify(content, undefined, 2) };
}

/** Each parameter as the plugin's input of the same name. */
function inputsFor(parameters: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, `{{ ${name} }}`]));
}

function patchStep(name: string, action: string, platform: string): object {
  const inputs = { timeoutSeconds: "7200", runCommand: ["# The patches in the description of the node answer."] };
  return { name, action, precondition: { StringEquals: ["platformType", platform] }, inputs };
}

const INVENTORY = {
  applications: enabled("data for installed applications"),
  awsComponents: enabled("data for AWS components such as the SSM Agent"),
  files: optional("Folders and files to collect data of, as JSON."),
  networkConfig: enabled("data for network configurations"),
  windowsUpdates: enabled("data for all Windows updates"),
  instanceDetailedInformation: enabled("more information about the instance, such as CPU model and speed"),
  services: enabled("data for Windows services"),
  windowsRegistry: optional("Registry keys to collect, as JSON."),
  windowsRoles: enabled("data for Windows roles"),
  customInventory: enabled("custom inventory data"),
  billingInfo: enabled("billing information of applications from the marketplace"),
};

const PACKAGE = {
  action: oneOf("Whether to install or uninstall the package.", "Install", "Uninstall"),
  installationType: optional("How to install an update.", "Uninstall and reinstall", {
    allowedValues: ["Uninstall and reinstall", "In-place update"],
  }),
  name: { type: "String", description: "(Required) The package.", allowedPattern: "^[a-zA-Z0-9/:._-]{1,256}$" },
  version: optional("The version to install or uninstall. Default: the latest one, or the installed one."),
  additionalArguments: {
    type: "StringMap",
    description: "(Optional) Further parameters of the scripts of the package.",
    default: {},
  },
} satisfies Readonly<Record<string, Parameter>>;

const AGENT = {
  version: optional("The version to install. Default: the latest one."),
  allowDowngrade: optional("Whether an earlier version may be installed.", "false", {
    allowedValues: ["true", "false"],
  }),
};

export const AGENT_DOCUMENTS: readonly AmazonCommandDocument[] = [
  document(
    "AWS-RunPatchBaseline",
    "Scans for patches that are missing from a node, or installs them.",
    {
      Operation: oneOf("Whether to scan or to install.", "Scan", "Install"),
      AssociationId: optional("For AWS's own use."),
      SnapshotId: optional("Id of the snapshot of the patch baseline."),
      InstallOverrideList: optional("URL of a list of patches to install in place of the baseline's."),
      RebootOption: optional("Whether to reboot after an installation.", "RebootIfNeeded", {
        allowedValues: ["RebootIfNeeded", "NoReboot"],
      }),
      BaselineOverride: optional("URL of patch baselines in place of those of the node."),
    },
    [
      patchStep("PatchWindows", "aws:runPowerShellScript", "Windows"),
      patchStep("PatchMacOS", "aws:runShellScript", "MacOS"),
      patchStep("PatchLinux", "aws:runShellScript", "Linux"),
    ],
  ),
  document("AWS-UpdateSSMAgent", "Updates the SSM Agent to the latest or to a named version.", AGENT, [
    {
      name: "updateSsmAgent",
      action: "aws:updateSsmAgent",
      inputs: { agentName: "amazon-ssm-agent", ...inputsFor(AGENT) },
    },
  ]),
  document("AWS-GatherSoftwareInventory", "Collects inventory of a node.", INVENTORY, [
    { name: "collectSoftwareInventoryItems", action: "aws:softwareInventory", inputs: inputsFor(INVENTORY) },
  ]),
  document(
    "AWS-ConfigureAWSPackage",
    "Installs or uninstalls a package of AWS or of Distributor.",
    PACKAGE,
    [{ name: "configurePackage", action: "aws:configurePackage", inputs: inputsFor(PACKAGE) }],
    ["Windows", "Linux"],
  ),
];
