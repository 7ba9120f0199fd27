/** Resolves `amiSharing`. */
import type { AmiSharing } from "../model";
import type { AmiSharingSettings } from "../schema/ami-sharing";

/** Seconds. */
const DEFAULT_WAIT_FOR_SUCCESS = 600;

/**
 * What is not named here passes through to the constructs as the file has it.
 * @param ids the ids of the accounts that the file names
 */
export function amiSharing(settings: AmiSharingSettings, ids: ReadonlyMap<string, string>): AmiSharing {
  const { shareWith, association, ...others } = settings;
  return {
    ...others,
    prefix: settings.prefix ?? "fleetbook",
    accountIds: [...new Set(shareWith.map((account) => ids.get(account) ?? account))],
    association: {
      ...association,
      waitForSuccessSeconds: association?.waitForSuccessSeconds ?? DEFAULT_WAIT_FOR_SUCCESS,
    },
  };
}
