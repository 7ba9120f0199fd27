/** Checks of the runbooks that accounts and the fleet name. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import type { Surroundings } from "./surroundings";
import { duplicates, organizationAccounts, runbookEntries, runbookNames, unknownUnits } from "./parts";

export function runbooksExist(file: Draft, { runbooks }: Surroundings): readonly ValueProblem[] {
  const named = [
    ...runbookNames(file, "centralRunbooks"),
    ...[child(file, "defaults"), ...organizationAccounts(file)].flatMap((account) => runbookNames(account, "runbooks")),
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
    runbookNames(account, "runbooks"),
  );
  return [runbookNames(file, "centralRunbooks"), ...lists].flatMap((list) =>
    duplicates(list, "each runbook once", "Remove it."),
  );
}

/** Without an execution role in the account, nothing can run them. */
export function managementAccountWithRunbooksIsATarget(file: Draft): readonly ValueProblem[] {
  const account = child(file, "managementAccount");
  if (runbookNames(account, "runbooks").length === 0 || account.value.target === true) return [];
  return [
    {
      path: [...account.path, "runbooks"],
      atKey: true,
      message: "managementAccount has runbooks of its own, but runbooks do not act in it.",
      remedy: "Add `target: true` to managementAccount, or list the runbooks under centralRunbooks.",
    },
  ];
}

export function runbooksActInKnownUnits(file: Draft): readonly ValueProblem[] {
  const runbooks = children(file, "centralRunbooks");
  return unknownUnits(
    file,
    runbooks.flatMap((runbook) => stringsAt(runbook, "organizationalUnits")),
  );
}

/** "DocumentPermissionLimit": https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ModifyDocumentPermission.html */
const ACCOUNTS_OF_A_SHARE = 1000;

export function runbooksAreSharedWithFewEnough(file: Draft): readonly ValueProblem[] {
  const administrator = file.value.administratorAccount;
  const others = organizationAccounts(file)
    .filter(({ value }, index) => index > 0 || value.target === true)
    .filter(({ value }) => value.retired !== true)
    .filter(({ value: { id, name } }) =>
      administrator === undefined
        ? id !== child(file, "managementAccount").value.id
        : ![id, name].includes(administrator),
    );
  return runbookEntries(file, "centralRunbooks")
    .filter(({ value }) => value.shared !== false)
    .flatMap((runbook) => {
      const paths = stringsAt(runbook, "organizationalUnits").map(({ value }) => `${value}/`);
      const count = others.filter(
        (account) =>
          paths.length === 0 || paths.some((path) => `${stringAt(account, "ou")?.value ?? ""}/`.startsWith(path)),
      ).length;
      if (count <= ACCOUNTS_OF_A_SHARE) return [];
      return [
        {
          path: runbook.path,
          message: `${pathString(runbook.path)} would be shared with ${count} accounts; AWS shares a document with ${ACCOUNTS_OF_A_SHARE} at most.`,
          remedy:
            "Deploy the runbook into the accounts (`runbooks` in `defaults`) with `shared: false` here, or limit it to some `organizationalUnits`.",
        },
      ];
    });
}
