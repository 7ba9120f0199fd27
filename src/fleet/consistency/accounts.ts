/** Checks of the accounts: unique ids and names, known units, a known administrator. */
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { children, stringAt } from "../draft";
import { accountIsKnown, duplicates, everyAccount, present, unknownUnits } from "./parts";

export function uniqueAccountIds(file: Draft): readonly ValueProblem[] {
  const ids = present(everyAccount(file).map((account) => stringAt(account, "id")));
  return duplicates(ids, "each account once", "Remove one of the two, or correct its id.");
}

export function uniqueAccountNames(file: Draft): readonly ValueProblem[] {
  const names = present(everyAccount(file).map((account) => stringAt(account, "name")));
  return duplicates(names, "a different name for each account", "Rename one of the two.");
}

export function accountsAreInKnownUnits(file: Draft): readonly ValueProblem[] {
  return unknownUnits(file, present(children(file, "memberAccounts").map((account) => stringAt(account, "ou"))));
}

export function administratorAccountIsKnown(file: Draft): readonly ValueProblem[] {
  return accountIsKnown(file, stringAt(file, "administratorAccount"));
}
