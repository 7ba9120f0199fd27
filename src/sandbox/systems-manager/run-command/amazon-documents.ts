/** Amazon's Command documents that are built in, with the parameters and plugins that AWS publishes. */
import { AGENT_DOCUMENTS, type AmazonCommandDocument } from "./agent-documents";

/** 1 to 172800. */
const SECONDS = "([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)";

function runsCommands(
  name: string,
  plugin: string,
  description: string,
  platformTypes: AmazonCommandDocument["platformTypes"],
): AmazonCommandDocument {
  const content = {
    schemaVersion: "1.2",
    description,
    parameters: {
      commands: {
        type: "StringList",
        description: "(Required) The lines of the script.",
        minItems: 1,
        displayType: "textarea",
      },
      workingDirectory: {
        type: "String",
        default: "",
        description: "(Optional) Path of the folder on the node that the script runs in.",
        maxChars: 4096,
      },
      executionTimeout: {
        type: "String",
        default: "3600",
        description: "(Optional) Seconds that the script may take, at most 172800 (48 hours).",
        allowedPattern: SECONDS,
      },
    },
    runtimeConfig: {
      [plugin]: {
        properties: [
          {
            id: `0.${plugin}`,
            runCommand: "{{ commands }}",
            workingDirectory: "{{ workingDirectory }}",
            timeoutSeconds: "{{ executionTimeout }}",
          },
        ],
      },
    },
  };
  return { name, description, platformTypes, content: JSON.stringify(content, undefined, 2) };
}

export const COMMAND_DOCUMENTS: readonly AmazonCommandDocument[] = [
  runsCommands("AWS-RunShellScript", "aws:runShellScript", "Runs a shell script on nodes.", ["Linux", "MacOS"]),
  runsCommands("AWS-RunPowerShellScript", "aws:runPowerShellScript", "Runs a PowerShell script on nodes.", [
    "Windows",
    "Linux",
    "MacOS",
  ]),
  ...AGENT_DOCUMENTS,
];
