/** Resolves `amiSharing`. */
import type { AmiSharing, Ec2Target, OrganizationalUnit } from "../model";
import { WHOLE_ORGANIZATION, type AmiSharingSettings } from "../schema/ami-sharing";

export const DEFAULT_PREFIX = "fleetbook";

/** Seconds. */
const DEFAULT_WAIT_FOR_SUCCESS = 600;

/** What AMI sharing is resolved with, besides its own settings. */
interface Known {
  /** By the names of accounts. */
  readonly ids: ReadonlyMap<string, string>;
  readonly organizationalUnits: readonly OrganizationalUnit[];
  /** The tag of the instances whose images are shared. */
  readonly targetTag: Ec2Target["targetTag"];
}

/** What is not named here passes through to the constructs as the file has it. */
export function amiSharing(settings: AmiSharingSettings, known: Known): AmiSharing {
  const { ids, organizationalUnits, targetTag } = known;
  const { shareWith, association, ...others } = settings;
  const names = shareWith.filter((recipient) => typeof recipient === "string");
  const paths = shareWith.flatMap((recipient) => (typeof recipient === "string" ? [] : [recipient.organizationalUnit]));
  return {
    ...others,
    prefix: settings.prefix ?? DEFAULT_PREFIX,
    targetTag,
    accountIds: [...new Set(names.filter((name) => name !== WHOLE_ORGANIZATION).map((name) => ids.get(name) ?? name))],
    organizationalUnitIds: organizationalUnits.filter(({ path }) => paths.includes(path)).map(({ id }) => id),
    wholeOrganization: names.includes(WHOLE_ORGANIZATION),
    association: {
      ...association,
      waitForSuccessSeconds: association?.waitForSuccessSeconds ?? DEFAULT_WAIT_FOR_SUCCESS,
    },
  };
}
