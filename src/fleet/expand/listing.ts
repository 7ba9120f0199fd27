/** Checks how a fleet file names its member accounts: it lists them, or it selects them from the lock file. */
import type { ValueProblem } from "../../diagnostics/value-problem";
import { child, draftOf } from "../draft";

export function listingProblems(content: unknown): readonly ValueProblem[] {
  const file = draftOf(content);
  const has = (key: string): boolean => file.value[key] !== undefined;
  const organization = child(file, "organization");
  return has("include")
    ? [
        ...(has("memberAccounts") ? [both()] : []),
        ...(organization.value["organizationalUnits"] === undefined ? [] : [unitsOfTheLock()]),
      ]
    : [
        ...(has("memberAccounts") ? [] : [neither()]),
        ...["exclude", "settings"].filter(has).map(withoutInclude),
        ...(has("organization") && organization.value["rootId"] === undefined ? [withoutRoot()] : []),
      ];
}

function both(): ValueProblem {
  return {
    path: ["include"],
    atKey: true,
    message:
      "The file has `memberAccounts` and `include`: it either lists its accounts or selects them from the lock file.",
    remedy:
      "Remove one of the two; what accounts set in `memberAccounts` belongs into `settings`: docs/organization.md.",
  };
}

function neither(): ValueProblem {
  return {
    path: [],
    message: 'The file lacks the key "memberAccounts".',
    remedy: "Add it, or select accounts of the organization with `include`; docs/fleet-file.md explains every key.",
  };
}

function unitsOfTheLock(): ValueProblem {
  return {
    path: ["organization", "organizationalUnits"],
    atKey: true,
    message: "organization.organizationalUnits is given, and with `include` the lock file has the units.",
    remedy: "Remove it.",
  };
}

function withoutInclude(key: string): ValueProblem {
  return {
    path: [key],
    atKey: true,
    message: `\`${key}\` is for accounts that \`include\` selects, and the file has no \`include\`.`,
    remedy: key === "exclude" ? "Remove it." : "Write the settings into `memberAccounts` and `defaults`.",
  };
}

function withoutRoot(): ValueProblem {
  return {
    path: ["organization"],
    message: 'organization lacks the key "rootId".',
    remedy: "Add it; docs/fleet-file.md explains every key.",
  };
}
