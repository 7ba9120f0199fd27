/** Makes a fleet from the checked content of a fleet file: applies defaults and resolves references. */
import type { Account, AmiSharing, BlockPublicSharing, Ec2Target, Fleet, OrganizationalUnit } from "./model";
import { partitionOf } from "./regions";
import type { AmiSharingSettings, BlockPublicSharingSettings, Ec2TargetSettings, FleetFile } from "./schema";

/** The role that AWS Organizations creates in each account that it creates. */
const ORGANIZATIONS_ROLE_NAME = "OrganizationAccountAccessRole";

export const DEFAULT_EC2_TARGET: Ec2Target = {
  vpcCidr: "10.0.0.0/16",
  subnetCidr: "10.0.1.0/24",
  instanceType: "t4g.nano",
  architecture: "arm64",
  image: "amazon-linux-2",
  encryptedRootVolume: true,
  targetTag: { key: "MyDocument", value: "Group1" },
  tags: {},
};

/** Seconds. */
const DEFAULT_WAIT_FOR_SUCCESS = 600;

/** @param path absolute path of the fleet file */
export function resolveFleet(file: FleetFile, path: string): Fleet {
  const partition = partitionOf(file.homeRegion);
  if (partition === undefined) throw new Error(`unchecked Region ${file.homeRegion}`);
  const { organization } = file;
  const organizationalUnits = flatten(organization.organizationalUnits ?? [], organization.rootId, "");
  const ids = new Map(
    [file.managementAccount, ...file.memberAccounts, ...(file.externalAccounts ?? [])].map(({ name, id }) => [
      name,
      id,
    ]),
  );

  const management = file.managementAccount;
  const managementAccount: Account = {
    id: management.id,
    name: management.name,
    parentId: organization.rootId,
    tags: management.tags ?? {},
    deployRole: management.deployRole || undefined,
    isTarget: management.target ?? false,
    runbooks: management.runbooks ?? [],
    ec2Target: ec2Target(management.ec2Target),
    amiSharing: undefined,
    blockPublicSharing: blockPublicSharing(management.blockPublicSharing),
  };
  const defaults = file.defaults ?? {};
  const memberAccounts = file.memberAccounts.map((account): Account => ({
    id: account.id,
    name: account.name,
    parentId: organizationalUnits.find((unit) => unit.path === account.ou)?.id ?? organization.rootId,
    tags: { ...defaults.tags, ...account.tags },
    deployRole: (account.deployRole ?? defaults.deployRole ?? ORGANIZATIONS_ROLE_NAME) || undefined,
    isTarget: true,
    runbooks: account.runbooks ?? defaults.runbooks ?? [],
    ec2Target: ec2Target(defaults.ec2Target, account.ec2Target),
    amiSharing: account.amiSharing && amiSharing(account.amiSharing, ids),
    blockPublicSharing: blockPublicSharing(account.blockPublicSharing ?? defaults.blockPublicSharing),
  }));
  const administratorAccount =
    memberAccounts.find(({ id, name }) => [id, name].includes(file.administratorAccount ?? "")) ?? managementAccount;
  const principal = file.reader.principal;

  return {
    file: path,
    partition,
    organization: { id: organization.id, rootId: organization.rootId, organizationalUnits },
    homeRegion: file.homeRegion,
    regions: [file.homeRegion, ...(file.regions ?? []).filter((region) => region !== file.homeRegion)],
    managementAccount,
    administratorAccount,
    memberAccounts,
    externalAccounts: file.externalAccounts ?? [],
    centralRunbooks: (file.centralRunbooks ?? []).map(({ name, shared }) => ({ name, shared: shared ?? true })),
    state: {
      bucketPrefix: file.state.bucketPrefix,
      encryption: file.state.encryption ?? "aws:kms",
      noncurrentVersionDays: file.state.noncurrentVersionDays ?? 90,
    },
    readerPrincipalArn: principal.startsWith("arn:")
      ? principal
      : `arn:${partition}:iam::${administratorAccount.id}:${principal}`,
  };
}

type UnitsInFile = NonNullable<FleetFile["organization"]["organizationalUnits"]>;

function flatten(units: UnitsInFile, parentId: string, prefix: string): readonly OrganizationalUnit[] {
  return units.flatMap(({ id, name, organizationalUnits }) => {
    const path = prefix + name;
    return [{ id, name, path, parentId }, ...flatten(organizationalUnits ?? [], id, `${path}/`)];
  });
}

/**
 * What is not named here passes through to the constructs as the file has it.
 * @param ids the ids of the accounts that the file names
 */
function amiSharing(settings: AmiSharingSettings, ids: ReadonlyMap<string, string>): AmiSharing {
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

/** Undefined if nothing is to be blocked. */
function blockPublicSharing(settings: BlockPublicSharingSettings = false): BlockPublicSharing | undefined {
  const { images = false, documents = false } =
    typeof settings === "boolean" ? { images: settings, documents: settings } : settings;
  return images || documents ? { images, documents } : undefined;
}

/** Later settings override earlier ones key by key, and `false` removes the target. */
function ec2Target(...settings: readonly (Ec2TargetSettings | boolean | undefined)[]): Ec2Target | undefined {
  return settings.reduce<Ec2Target | undefined>((target, setting) => {
    if (setting === undefined) return target;
    if (setting === false) return undefined;
    const base = target ?? DEFAULT_EC2_TARGET;
    if (setting === true) return base;
    const given = Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined));
    return { ...base, ...given, tags: { ...base.tags, ...setting.tags } };
  }, undefined);
}
