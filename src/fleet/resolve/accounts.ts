/** Resolves the accounts of the organization: applies the defaults to their settings. */
import type { Account, BlockPublicSharing, OrganizationalUnit } from "../model";
import type { BlockPublicSharingSettings } from "../schema/account";
import type { FleetFile } from "../schema/fleet-file";
import { amiSharing } from "./ami-sharing";
import { automation } from "./automation";
import { deployRole } from "./deploy-role";
import { commonTargetTag, ec2Targets } from "./ec2-targets";
import { roles } from "./roles";
import { accountRunbooks } from "./runbooks";

/** The parameter of Amazon's runbooks, and of Fleetbook's, that names an instance. */
export const DEFAULT_TARGET_PARAMETER = "InstanceId";

/** What an account is resolved with, besides its own settings. */
interface Surroundings {
  readonly rootId: string;
  readonly organizationalUnits: readonly OrganizationalUnit[];
  /** The ids of the accounts that the file names. */
  readonly ids: ReadonlyMap<string, string>;
  /** Absolute path of the folder of the fleet file. */
  readonly folder: string;
  /** The fleet's Regions that are not retired, the home Region first. */
  readonly regions: readonly string[];
}

type MemberInFile = FleetFile["memberAccounts"][number];

/** The management account. It has no defaults, because `defaults` are those of member accounts. */
export function managementAccount(
  { managementAccount: settings, registerDelegatedAdministrator }: FleetFile,
  surroundings: Surroundings,
): Account {
  const resolved = account({ deployRole: false, ...settings }, {}, surroundings);
  return {
    ...resolved,
    isTarget: settings.target ?? false,
    emptyStacks: [
      ...(registerDelegatedAdministrator === false ? (["organization"] as const) : []),
      ...(settings.target === false ? (["member"] as const) : []),
      ...resolved.emptyStacks,
    ],
  };
}

/** The member accounts, in the file's order. */
export function memberAccounts(file: FleetFile, surroundings: Surroundings): readonly Account[] {
  return file.memberAccounts.map((settings) => {
    const resolved = account(settings, file.defaults ?? {}, surroundings);
    return settings.retired === true ? { ...resolved, ...RETIRED } : resolved;
  });
}

/** What a retired account has: the stacks of every kind that it may have had, without resources. */
const RETIRED = {
  isTarget: false,
  runbooks: [],
  ec2Targets: [],
  amiSharing: undefined,
  blockPublicSharing: undefined,
  automation: {},
  emptyStacks: ["member", "target", "guards"],
} as const satisfies Partial<Account>;

function account(
  settings: MemberInFile,
  defaults: NonNullable<FleetFile["defaults"]>,
  { rootId, organizationalUnits, ids, folder, regions }: Surroundings,
): Account {
  const own = settings.regions ?? defaults.regions ?? regions;
  const targets = ec2Targets(defaults, settings);
  const guards = blockPublicSharing(settings.blockPublicSharing ?? defaults.blockPublicSharing);
  const isGiven = (key: "ec2Target" | "ec2Targets" | "blockPublicSharing") =>
    (settings[key] ?? defaults[key]) !== undefined;
  return {
    id: settings.id,
    name: settings.name,
    parentId: organizationalUnits.find((unit) => unit.path === settings.ou)?.id ?? rootId,
    tags: { ...defaults.tags, ...settings.tags },
    deployRole: deployRole(defaults.deployRole, settings.deployRole),
    regions: regions.filter((region) => own.includes(region)),
    isTarget: true,
    emptyStacks: [
      ...(targets.length === 0 && (isGiven("ec2Target") || isGiven("ec2Targets")) ? (["target"] as const) : []),
      ...(guards === undefined && isGiven("blockPublicSharing") ? (["guards"] as const) : []),
    ],
    roles: roles(folder, defaults.roles, settings.roles),
    adopt: settings.adopt ?? defaults.adopt ?? false,
    existingExecutionRole: (settings.executionRole ?? defaults.executionRole)?.existing,
    amazonSSMAutomationRole: settings.amazonSSMAutomationRole ?? defaults.amazonSSMAutomationRole ?? true,
    runbooks: accountRunbooks(settings.runbooks ?? defaults.runbooks ?? []),
    associations: (settings.associations ?? defaults.associations ?? []).map((association) => ({
      ...association,
      targetParameter: association.targetParameter ?? DEFAULT_TARGET_PARAMETER,
    })),
    ec2Targets: targets,
    amiSharing:
      settings.amiSharing &&
      amiSharing(settings.amiSharing, { ids, organizationalUnits, targetTag: commonTargetTag(defaults, settings) }),
    blockPublicSharing: guards,
    automation: automation(defaults.automation, settings.automation),
  };
}

/** Undefined if nothing is to be blocked. */
function blockPublicSharing(settings: BlockPublicSharingSettings = false): BlockPublicSharing | undefined {
  const { images = false, documents = false } =
    typeof settings === "boolean" ? { images: settings, documents: settings } : settings;
  return images || documents ? { images, documents } : undefined;
}
