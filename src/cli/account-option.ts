/** The option --account: an account of the fleet by its name or id. */
import { didYouMean } from "../diagnostics/did-you-mean";
import { ConfigurationError } from "../diagnostics/errors";
import { allAccounts, findAccount, type Account, type Fleet } from "../fleet/model";

/** @throws ConfigurationError if the fleet has no such account */
export function accountOf(fleet: Fleet, nameOrId: string): Account {
  const found = findAccount(fleet, nameOrId);
  if (found !== undefined) return found;
  throw new ConfigurationError({
    message: `The fleet has no account "${nameOrId}".`,
    remedy: didYouMean(
      nameOrId,
      allAccounts(fleet).map(({ name }) => name),
    ),
  });
}
