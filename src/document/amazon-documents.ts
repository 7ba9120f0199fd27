/** The parameters of the Amazon-owned documents that runbooks call most, so that lint finds a misspelt parameter. */

const COMMANDS = { commands: "required", workingDirectory: "optional", executionTimeout: "optional" } as const;
const INSTANCE = { InstanceId: "required", AutomationAssumeRole: "optional" } as const;

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, "required" | "optional">>>> = {
  "AWS-RunShellScript": COMMANDS,
  "AWS-RunPowerShellScript": COMMANDS,
  "AWS-CreateImage": { ...INSTANCE, NoReboot: "optional" },
  "AWS-StartEC2Instance": INSTANCE,
  "AWS-StopEC2Instance": INSTANCE,
  "AWS-RestartEC2Instance": INSTANCE,
};

/** The parameters of an Amazon-owned document; undefined for any document that is not listed here. */
export function parametersOf(documentName: string): Readonly<Record<string, "required" | "optional">> | undefined {
  return Object.hasOwn(PARAMETERS, documentName) ? PARAMETERS[documentName] : undefined;
}
