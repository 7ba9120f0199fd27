/** The parameters of Amazon's own documents that runbooks call most, so that a misspelt one is found before AWS does. */

const COMMANDS = { commands: "required", workingDirectory: "optional", executionTimeout: "optional" } as const;
const OF_AN_INSTANCE = { InstanceId: "required", AutomationAssumeRole: "optional" } as const;

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, "required" | "optional">>>> = {
  "AWS-RunShellScript": COMMANDS,
  "AWS-RunPowerShellScript": COMMANDS,
  "AWS-CreateImage": { ...OF_AN_INSTANCE, NoReboot: "optional" },
  "AWS-StartEC2Instance": OF_AN_INSTANCE,
  "AWS-StopEC2Instance": OF_AN_INSTANCE,
  "AWS-RestartEC2Instance": OF_AN_INSTANCE,
};

/** The parameters of one of Amazon's documents; undefined for every other document. */
export function parametersOf(documentName: string): Readonly<Record<string, "required" | "optional">> | undefined {
  return Object.hasOwn(PARAMETERS, documentName) ? PARAMETERS[documentName] : undefined;
}
