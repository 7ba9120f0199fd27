/** An account that is suspended, or that has left the organization: its execution role trusts nobody then. */
import type { Probe } from "../probe";

export const accountUnavailable: Probe = {
  cause: "account-unavailable",
  cheap: true,
  async find({ accounts, facts }) {
    const known = await facts.accounts();
    if (known === undefined) return [];
    return accounts.flatMap(({ id, name }) => {
      const state = known.value.get(id)?.state;
      if (state === "ACTIVE") return [];
      return [
        {
          cause: "account-unavailable",
          severity: "error",
          place: { accountId: id },
          message:
            state === undefined
              ? "The account is not in the organization, so its execution role cannot be assumed."
              : `The account is ${state.toLowerCase().replaceAll("_", " ")}, so nothing can run in it.`,
          remedy: `Leave it out (--exclude-account ${name}), and retire it in fleet.yaml (retired: true) if it does not come back.`,
        },
      ];
    });
  },
};
