/** Checks of AMI sharing. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, stringAt, stringsAt } from "../draft";
import { ACCOUNT_ID } from "../formats";
import { everyAccount, organizationAccounts, present } from "./parts";

export function amiSharingHasKnownAccounts(file: Draft): readonly ValueProblem[] {
  const known = new Map(everyAccount(file).map((account) => [account.value.name, account.value.id]));
  const names = present(everyAccount(file).map((account) => stringAt(account, "name")?.value));
  return organizationAccounts(file).flatMap((account) =>
    stringsAt(child(account, "amiSharing"), "shareWith").flatMap(({ value, path }) => {
      const id = ACCOUNT_ID.pattern.test(value) ? value : known.get(value);
      if (id === undefined) {
        const message = `${pathString(path)} is ${quoted(value)}; expected the name of an account in this file, or an account id of 12 digits.`;
        return [{ path, message, remedy: didYouMean(value, names) }];
      }
      if (id !== account.value.id) return [];
      return [
        {
          path,
          message: `${pathString(path)} is the account itself.`,
          remedy: "Remove it: an account may launch its own images.",
        },
      ];
    }),
  );
}
