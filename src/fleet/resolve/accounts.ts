/** Resolves the accounts of the organization: applies the defaults to their settings. */
import type { Account, BlockPublicSharing, OrganizationalUnit } from "../model";
import type { BlockPublicSharingSettings } from "../schema/account";
import type { FleetFile } from "../schema/fleet-file";
import { amiSharing } from "./ami-sharing";
import { ec2Target } from "./ec2-target";
import { roles } from "./roles";
import { accountRunbooks } from "./runbooks";

/** The role that AWS Organizations creates in each account that it creates. */
const ORGANIZATIONS_ROLE_NAME = "OrganizationAccountAccessRole";

/** What an account is resolved with, besides its own settings. */
interface Surroundings {
  readonly rootId: string;
  readonly organizationalUnits: readonly OrganizationalUnit[];
  /** The ids of the accounts that the file names. */
  readonly ids: ReadonlyMap<string, string>;
  /** Absolute path of the folder of the fleet file. */
  readonly folder: string;
}

type MemberInFile = FleetFile["memberAccounts"][number];

/** The management account. It has no defaults, because `defaults` are those of member accounts. */
export function managementAccount({ managementAccount: settings }: FleetFile, surroundings: Surroundings): Account {
  return {
    ...account({ deployRole: false, ...settings }, {}, surroundings),
    isTarget: settings.target ?? false,
  };
}

/** The member accounts, in the file's order. */
export function memberAccounts(file: FleetFile, surroundings: Surroundings): readonly Account[] {
  return file.memberAccounts.map((settings) => account(settings, file.defaults ?? {}, surroundings));
}

function account(
  settings: MemberInFile,
  defaults: NonNullable<FleetFile["defaults"]>,
  { rootId, organizationalUnits, ids, folder }: Surroundings,
): Account {
  return {
    id: settings.id,
    name: settings.name,
    parentId: organizationalUnits.find((unit) => unit.path === settings.ou)?.id ?? rootId,
    tags: { ...defaults.tags, ...settings.tags },
    deployRole: (settings.deployRole ?? defaults.deployRole ?? ORGANIZATIONS_ROLE_NAME) || undefined,
    isTarget: true,
    roles: roles(folder, defaults.roles, settings.roles),
    amazonSSMAutomationRole: settings.amazonSSMAutomationRole ?? defaults.amazonSSMAutomationRole ?? true,
    runbooks: accountRunbooks(settings.runbooks ?? defaults.runbooks ?? []),
    ec2Target: ec2Target(defaults.ec2Target, settings.ec2Target),
    amiSharing: settings.amiSharing && amiSharing(settings.amiSharing, { ids, organizationalUnits }),
    blockPublicSharing: blockPublicSharing(settings.blockPublicSharing ?? defaults.blockPublicSharing),
  };
}

/** Undefined if nothing is to be blocked. */
function blockPublicSharing(settings: BlockPublicSharingSettings = false): BlockPublicSharing | undefined {
  const { images = false, documents = false } =
    typeof settings === "boolean" ? { images: settings, documents: settings } : settings;
  return images || documents ? { images, documents } : undefined;
}
