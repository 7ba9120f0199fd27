/** Checks of the accounts: unique ids and names, known units, a known administrator. */
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, children, stringAt } from "../draft";
import { accountIsKnown, duplicates, everyAccount, namesOf, present, unknownUnits } from "./parts";

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

/** AWS registers no management account as delegated administrator. */
export function onlyMembersAreRegistered(file: Draft): readonly ValueProblem[] {
  if (file.value.registerDelegatedAdministrator !== true) return [];
  const named = stringAt(file, "administratorAccount");
  const isManagement = named === undefined || namesOf(child(file, "managementAccount")).includes(named.value);
  return isManagement
    ? [
        {
          path: [...file.path, "registerDelegatedAdministrator"],
          atKey: true,
          message:
            "registerDelegatedAdministrator is true, and the administrator account is the management account, which AWS does not register; expected a member account.",
          remedy:
            "Name a member account with administratorAccount. To end a registration, set registerDelegatedAdministrator to false and deploy.",
        },
      ]
    : [];
}
