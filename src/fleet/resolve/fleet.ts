/** Makes a fleet from the checked content of a fleet file: applies defaults and resolves references. */
import { dirname } from "node:path";
import type { Fleet } from "../model";
import { partitionOf } from "../regions";
import type { FleetFile } from "../schema/fleet-file";
import { managementAccount, memberAccounts } from "./accounts";
import { accountsOfLock, type Locked } from "./locked-accounts";
import { operations } from "./operations";
import { organizationalUnitsOf } from "./organizational-units";
import { pipeline } from "./pipeline";
import { regionsOf } from "./regions";
import { centralRunbooks } from "./runbooks";
import { stateSettings } from "./state";

/**
 * @param path absolute path of the fleet file
 * @param locked the lock file that the accounts are from; undefined: the fleet file lists them
 */
export function resolveFleet(file: FleetFile, path: string, locked?: Locked): Fleet {
  const partition = partitionOf(file.homeRegion);
  if (partition === undefined) throw new Error(`unchecked Region ${file.homeRegion}`);
  const { organization } = file;
  const organizationalUnits = organizationalUnitsOf(organization.organizationalUnits ?? [], organization.rootId, "");
  const ids = new Map(
    [file.managementAccount, ...file.memberAccounts, ...(file.externalAccounts ?? [])].map(({ name, id }) => [
      name,
      id,
    ]),
  );

  const { regions, retiredRegions } = regionsOf(file);
  const surroundings = { rootId: organization.rootId, organizationalUnits, ids, folder: dirname(path), regions };
  const management = managementAccount(file, surroundings);
  const members = memberAccounts(file, surroundings);
  const administratorAccount =
    members.find(({ id, name }) => [id, name].includes(file.administratorAccount ?? "")) ?? management;

  const principalArn = (name: string): string =>
    name.startsWith("arn:") ? name : `arn:${partition}:iam::${administratorAccount.id}:${name}`;

  return {
    file: path,
    lock: locked && { file: locked.lock.path, accounts: accountsOfLock(locked) },
    partition,
    organization: { id: organization.id, rootId: organization.rootId, organizationalUnits },
    homeRegion: file.homeRegion,
    regions,
    retiredRegions,
    managementAccount: management,
    administratorAccount,
    registerDelegatedAdministrator: file.registerDelegatedAdministrator,
    memberAccounts: members,
    externalAccounts: file.externalAccounts ?? [],
    centralRunbooks: centralRunbooks(file.centralRunbooks ?? [], organizationalUnits),
    state: stateSettings(file.state),
    operations: operations(file.operations),
    outputs: outputsSettings(file.outputs),
    pipeline: pipeline(file.pipeline, { partition, management, members }),
    readerPrincipalArns: [file.reader.principal].flat().map(principalArn),
    approverPrincipalArns: [file.approver?.principal ?? []].flat().map(principalArn),
  };
}

function outputsSettings(outputs: FleetFile["outputs"]): Fleet["outputs"] {
  return outputs && { bucketPrefix: outputs.bucketPrefix, expirationDays: outputs.expirationDays ?? 30 };
}
