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
import {
  organizationAccounts,
  type Fleet,
  type OrganizationAccount,
  type OrganizationalUnit,
} from "../../../fleet/model";

/** The time at which every account joined the organization. */
const JOINED = new Date("2026-01-01T00:00:00Z");

export class OrganizationTree {
  readonly #arnPrefix: string;

  readonly #closed: () => readonly OrganizationAccount[];

  /** @param closed the accounts that are suspended. @default none */
  constructor(
    readonly fleet: Fleet,
    closed: () => readonly OrganizationAccount[] = () => [],
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
      MasterAccountEmail: email({ stack: managementAccount.name }),
      AvailablePolicyTypes: [],
    };
  }

  root(): Root {
    const { rootId } = this.fleet.organization;
    return { Id: rootId, Arn: this.parentArn(rootId), Name: "Root", PolicyTypes: [] };
  }

  account(id: string): OrganizationAccount | undefined {
    return this.accounts().find((account) => account.id === id);
  }

  accounts(): readonly OrganizationAccount[] {
    return [...organizationAccounts(this.fleet).filter(({ state }) => state !== "gone"), ...this.#closed()];
  }

  unit(id: string): OrganizationalUnit | undefined {
    return this.fleet.organization.organizationalUnits.find((unit) => unit.id === id);
  }

  /** Whether this is the id of the root or of an OU. */
  isParent(id: string): boolean {
    return id === this.fleet.organization.rootId || this.unit(id) !== undefined;
  }

  accountsIn(parentId: string): readonly OrganizationAccount[] {
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

  accountRecord(account: OrganizationAccount): AccountRecord {
    const { status, state } = STATES[account.state];
    return {
      Id: account.id,
      Arn: this.#accountArn(account),
      Email: email(account),
      Name: account.name,
      Status: status,
      State: state,
      JoinedMethod: AccountJoinedMethod.CREATED,
      JoinedTimestamp: JOINED,
    };
  }

  unitRecord(unit: OrganizationalUnit): UnitRecord {
    return { Id: unit.id, Arn: this.parentArn(unit.id), Name: unit.name.replaceAll("%2F", "/") };
  }

  /** ARN of a root or OU, whether it exists or not. */
  parentArn(id: string): string {
    return `${this.#arnPrefix}:${id.startsWith("r-") ? "root" : "ou"}/${this.fleet.organization.id}/${id}`;
  }

  #accountArn(account: Pick<OrganizationAccount, "id">): string {
    return `${this.#arnPrefix}:account/${this.fleet.organization.id}/${account.id}`;
  }
}

/** AWS's older attribute of the state has no word for some of the states. */
const STATES = {
  active: { status: AccountStatus.ACTIVE, state: AccountState.ACTIVE },
  "pending-activation": { status: AccountStatus.ACTIVE, state: AccountState.PENDING_ACTIVATION },
  suspended: { status: AccountStatus.SUSPENDED, state: AccountState.SUSPENDED },
  "pending-closure": { status: AccountStatus.PENDING_CLOSURE, state: AccountState.PENDING_CLOSURE },
  closed: { status: AccountStatus.SUSPENDED, state: AccountState.CLOSED },
  gone: { status: AccountStatus.SUSPENDED, state: AccountState.CLOSED },
} as const satisfies Record<OrganizationAccount["state"], object>;

function email({ stack }: Pick<OrganizationAccount, "stack">): string {
  return `${stack}@fleetbook.invalid`;
}
