/** Checks of retired accounts: nothing may still use them, because what they have is destroyed. */
import { pathString } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import { namesOf, organizationAccounts, present } from "./parts";
import { trustedPrincipals } from "./principals";

export function retiredAccountsAreNotUsed(file: Draft): readonly ValueProblem[] {
  const accounts = children(file, "memberAccounts");
  const principals = trustedPrincipals(file);
  const sharing = organizationAccounts(file)
    .filter((account) => account.value.retired !== true)
    .flatMap((account) => stringsAt(child(account, "amiSharing"), "shareWith"));
  return accounts
    .filter((account) => account.value.retired === true)
    .flatMap((retired) => {
      const known = namesOf(retired);
      const uses = [
        ...present([stringAt(file, "administratorAccount"), stringAt(child(file, "pipeline"), "account")]).filter(
          ({ value }) => known.includes(value),
        ),
        ...sharing.filter(({ value }) => known.includes(value)),
        ...principals.filter(({ value }) => known.includes(value.split(":")[4] ?? "")),
      ];
      return uses.map(({ path }) => ({
        path,
        message: `${pathString(path)} refers to ${known[0]}, which is retired (${pathString([...retired.path, "retired"])}).`,
        remedy: "Name another account here, or keep the account in the fleet: remove `retired`.",
      }));
    });
}
