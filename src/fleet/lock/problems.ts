/** The faults of a lock between its values: stack names that two accounts have, parents that do not exist. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Lock } from "../schema/lock-file";

const RESTORE = `Restore the line from version control, and run \`${FLEETBOOK} sync\`.`;

export function lockProblems(lock: Lock): readonly ValueProblem[] {
  return [...repeatedStacks(lock), ...unknownParents(lock), ...withoutManagementAccount(lock)];
}

function repeatedStacks({ accounts }: Lock): readonly ValueProblem[] {
  const first = new Map<string, string>();
  return Object.entries(accounts).flatMap(([id, { stack }]) => {
    const other = first.get(stack);
    if (other === undefined) {
      first.set(stack, id);
      return [];
    }
    return [
      {
        path: ["accounts", id, "stack"],
        message: `The stack name of account ${id} is ${quoted(stack)}, which account ${other} already has.`,
        remedy:
          "Restore the name that is deployed from version control. Of two accounts that are both new, give the one that is not deployed yet another name.",
      },
    ];
  });
}

function unknownParents(lock: Lock): readonly ValueProblem[] {
  const { organization, organizationalUnits, accounts } = lock;
  const isKnown = (parent: string) => parent === organization.rootId || Object.hasOwn(organizationalUnits, parent);
  const units = Object.entries(organizationalUnits).flatMap(([id, { parent }]): readonly ValueProblem[] => {
    const path = ["organizationalUnits", id, "parent"];
    if (!isKnown(parent)) return [noParent(path, `The parent of the unit ${id}`, parent)];
    return isBelowItself(lock, id) ? [{ path, message: `The unit ${id} is below itself.`, remedy: RESTORE }] : [];
  });
  return [
    ...units,
    // The unit of an account that is gone may be gone as well.
    ...Object.entries(accounts).flatMap(([id, { parent, state }]) =>
      isKnown(parent) || state === "gone"
        ? []
        : [noParent(["accounts", id, "parent"], `The parent of account ${id}`, parent)],
    ),
  ];
}

function noParent(path: readonly string[], what: string, parent: string): ValueProblem {
  return { path, message: `${what} is ${parent}, which the lock file does not have.`, remedy: RESTORE };
}

function isBelowItself({ organizationalUnits }: Lock, id: string): boolean {
  const seen = new Set<string>();
  for (let unit: string | undefined = id; unit !== undefined; unit = organizationalUnits[unit]?.parent) {
    if (seen.has(unit)) return true;
    seen.add(unit);
  }
  return false;
}

function withoutManagementAccount({ organization: { managementAccount }, accounts }: Lock): readonly ValueProblem[] {
  if (Object.hasOwn(accounts, managementAccount)) return [];
  return [
    {
      path: ["organization", "managementAccount"],
      message: `The management account ${managementAccount} is not one of the lock file's accounts.`,
      remedy: RESTORE,
    },
  ];
}
