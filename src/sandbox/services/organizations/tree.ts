/** The fleet's organization as AWS Organizations describes it: ids, ARNs, parents and children. */
import {
  type Account as AccountRecord,
  AccountJoinedMethod,
  AccountState,
  AccountStatus,
  type Child,
  ChildType,
  type Organization,
  OrganizationFeatureSet,
  type OrganizationalUnit as UnitRecord,
  type Parent,
  ParentType,
  type Root,
} from "@aws-sdk/client-organizations";
import { allAccounts, type Account, type Fleet, type OrganizationalUnit } from "../../../fleet/model";

/** The time at which every account joined the organization. */
const JOINED = new Date("2026-01-01T00:00:00Z");

export class OrganizationTree {
  readonly #arnPrefix: string;

  readonly #closed: () => readonly Account[];

  /** @param closed the accounts that are suspended. @default none */
  constructor(
    readonly fleet: Fleet,
    closed: () => readonly Account[] = () => [],
  ) {
    this.#closed = closed;
    this.#arnPrefix = `arn:${fleet.partition}:organizations::${fleet.managementAccount.id}`;
  }

  organization(): Organization {
    const { organization, managementAccount } = this.fleet;
    return {
      Id: organization.id,
      Arn: `${this.#arnPrefix}:organization/${organization.id}`,
      FeatureSet: OrganizationFeatureSet.ALL,
      MasterAccountId: managementAccount.id,
      MasterAccountArn: this.#accountArn(managementAccount),
      MasterAccountEmail: email(managementAccount),
      AvailablePolicyTypes: [],
    };
  }

  root(): Root {
    const { rootId } = this.fleet.organization;
    return { Id: rootId, Arn: this.parentArn(rootId), Name: "Root", PolicyTypes: [] };
  }

  account(id: string): Account | undefined {
    return this.accounts().find((account) => account.id === id);
  }

  accounts(): readonly Account[] {
    return [...allAccounts(this.fleet), ...this.#closed()];
  }

  unit(id: string): OrganizationalUnit | undefined {
    return this.fleet.organization.organizationalUnits.find((unit) => unit.id === id);
  }

  /** Whether this is the id of the root or of an OU. */
  isParent(id: string): boolean {
    return id === this.fleet.organization.rootId || this.unit(id) !== undefined;
  }

  accountsIn(parentId: string): readonly Account[] {
    return this.accounts().filter((account) => account.parentId === parentId);
  }

  unitsIn(parentId: string): readonly OrganizationalUnit[] {
    return this.fleet.organization.organizationalUnits.filter((unit) => unit.parentId === parentId);
  }

  /** Tags of an account. Roots and OUs have none in a fleet. Undefined if nothing has this id. */
  tags(id: string): readonly { Key: string; Value: string }[] | undefined {
    const account = this.account(id);
    if (account === undefined) return this.isParent(id) ? [] : undefined;
    return Object.entries(account.tags).map(([Key, Value]) => ({ Key, Value }));
  }

  children(parentId: string, type: string): readonly Child[] {
    return type === ChildType.ACCOUNT
      ? this.accountsIn(parentId).map(({ id }) => ({ Id: id, Type: ChildType.ACCOUNT }))
      : this.unitsIn(parentId).map(({ id }) => ({ Id: id, Type: ChildType.ORGANIZATIONAL_UNIT }));
  }

  parent(childId: string): Parent | undefined {
    const parentId = (this.account(childId) ?? this.unit(childId))?.parentId;
    if (parentId === undefined) return undefined;
    const isRoot = parentId === this.fleet.organization.rootId;
    return { Id: parentId, Type: isRoot ? ParentType.ROOT : ParentType.ORGANIZATIONAL_UNIT };
  }

  accountRecord(account: Account): AccountRecord {
    const isClosed = this.#closed().some(({ id }) => id === account.id);
    return {
      Id: account.id,
      Arn: this.#accountArn(account),
      Email: email(account),
      Name: account.name,
      Status: isClosed ? AccountStatus.SUSPENDED : AccountStatus.ACTIVE,
      State: isClosed ? AccountState.SUSPENDED : AccountState.ACTIVE,
      JoinedMethod: AccountJoinedMethod.CREATED,
      JoinedTimestamp: JOINED,
    };
  }

  unitRecord(unit: OrganizationalUnit): UnitRecord {
    return { Id: unit.id, Arn: this.parentArn(unit.id), Name: unit.name };
  }

  /** ARN of a root or OU, whether it exists or not. */
  parentArn(id: string): string {
    return `${this.#arnPrefix}:${id.startsWith("r-") ? "root" : "ou"}/${this.fleet.organization.id}/${id}`;
  }

  #accountArn(account: Account): string {
    return `${this.#arnPrefix}:account/${this.fleet.organization.id}/${account.id}`;
  }
}

function email(account: Account): string {
  return `${account.name}@fleetbook.invalid`;
}
