/** Checks of the runbooks that accounts and the fleet name. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import type { Surroundings } from "./surroundings";
import { duplicates, organizationAccounts, present } from "./parts";

function centralRunbooks(file: Draft): readonly Located<string>[] {
  return present(children(file, "centralRunbooks").map((runbook) => stringAt(runbook, "name")));
}

export function runbooksExist(file: Draft, { runbooks }: Surroundings): readonly ValueProblem[] {
  const named = [
    ...centralRunbooks(file),
    ...[child(file, "defaults"), ...organizationAccounts(file)].flatMap((account) => stringsAt(account, "runbooks")),
  ];
  return named
    .filter(({ value }) => !runbooks.includes(value))
    .map(({ value, path }) => ({
      path,
      message: `${pathString(path)} is ${quoted(value)}, but runbooks/ has no runbook of that name.`,
      remedy: `${didYouMean(value, runbooks)} A runbook of your own is one file in runbooks/.`,
    }));
}

export function runbooksAreNamedOnce(file: Draft): readonly ValueProblem[] {
  const lists = [child(file, "defaults"), ...organizationAccounts(file)].map((account) =>
    stringsAt(account, "runbooks"),
  );
  return [centralRunbooks(file), ...lists].flatMap((list) => duplicates(list, "each runbook once", "Remove it."));
}

/** Without an execution role in the account, nothing can run them. */
export function managementAccountWithRunbooksIsATarget(file: Draft): readonly ValueProblem[] {
  const account = child(file, "managementAccount");
  if (stringsAt(account, "runbooks").length === 0 || account.value.target === true) return [];
  return [
    {
      path: [...account.path, "runbooks"],
      atKey: true,
      message: "managementAccount has runbooks of its own, but runbooks do not act in it.",
      remedy: "Add `target: true` to managementAccount, or list the runbooks under centralRunbooks.",
    },
  ];
}
