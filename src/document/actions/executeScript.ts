/**
 * aws:executeScript: runs a Python or PowerShell script in an environment that AWS provides.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
import { ANY, structure } from "../../botocore/services";
import { defineAction } from "../action";
import { declaredPermissions } from "../permissions/declared-permissions";
import { any, map, required, string } from "../shapes";

/** The runtimes that AWS accepts in new documents. */
const RUNTIMES = ["python3.10", "python3.11", "PowerShell 7.4"] as const;

/** Retired runtimes, each with its replacement. */
export const RETIRED_RUNTIMES: Readonly<Record<string, (typeof RUNTIMES)[number]>> = {
  "python3.6": "python3.11",
  "python3.7": "python3.11",
  "python3.8": "python3.11",
  "python3.9": "python3.11",
  "PowerShell Core 6.0": "PowerShell 7.4",
  "PowerShell 7.0": "PowerShell 7.4",
};

export const executeScript = defineAction({
  name: "aws:executeScript",
  does: "Runs a Python or PowerShell script.",
  inputs: {
    Runtime: required(string({ oneOf: RUNTIMES })),
    Handler: string(),
    InputPayload: map(any()),
    Script: string(),
    Attachment: string(),
  },
  combinations: [{ rule: "at least one", inputs: ["Script", "Attachment"] }],
  outputs: { Payload: "Any" },
  namedOutputs: true,
  result: () => structure({ Payload: ANY }),
  defaultTimeoutSeconds: 600,
  maximumTimeoutSeconds: 600,
  permissions: ({ inputs, context }) => declaredPermissions(inputs["Script"], context),
});
