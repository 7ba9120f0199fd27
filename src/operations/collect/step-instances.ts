/** The instances that a step sends its command to, by its inputs. */
import type { StepExecution } from "@aws-sdk/client-ssm";

/** Ids in the input InstanceIds of aws:runCommand; empty for targets by tag, and for other actions. */
export function instancesOf({ Action: action, Inputs: inputs = {} }: StepExecution): readonly string[] {
  const text = inputs.InstanceIds;
  if (action !== "aws:runCommand" || text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.filter((id) => typeof id === "string")
      : typeof value === "string"
        ? [value]
        : [];
  } catch {
    return [text];
  }
}
