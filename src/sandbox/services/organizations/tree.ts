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
import type { LivingOrganization } from "../../accounts/living-organization";
import {
  organizationAccounts,
  type Fleet,
  type OrganizationAccount,
  type OrganizationalUnit,
} from "../../../fleet/model";

/** The time at which every account of the files joined the organization. */
const JOINED = new Date("2026-01-01T00:00:00Z");

interface TreeOptions {
  /** The accounts that are closed because the files have them no more. @default none */
  readonly closed?: () => readonly OrganizationAccount[];
  /** What callers have changed. @default nothing */
  readonly edits?: LivingOrganization["edits"];
  /** The state that an account passes through before it is in its own. @default it skips such states */
  readonly passing?: (account: OrganizationAccount) => OrganizationAccount["state"] | undefined;
}

export class OrganizationTree {
  readonly #arnPrefix: string;
  readonly #more: TreeOptions;

  constructor(
    readonly fleet: Fleet,
    more: TreeOptions = {},
  ) {
    this.#more = more;
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
      MasterAccountEmail: this.email({ id: managementAccount.id, stack: managementAccount.name }),
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
    return [
      ...organizationAccounts(this.fleet).filter(({ state }) => state !== "gone"),
      ...(this.#more.closed?.() ?? []),
    ];
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

  /** Tags of an account, a root or an OU. Undefined if nothing has this id. */
  tags(id: string): Readonly<Record<string, string>> | undefined {
    const account = this.account(id);
    if (account !== undefined) return account.tags;
    return this.isParent(id) ? (this.#more.edits?.tagsOfParent(id) ?? {}) : undefined;
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
    const { status, state } = STATES[this.#more.passing?.(account) ?? account.state];
    const created = this.#more.edits?.created(account.id);
    return {
      Id: account.id,
      Arn: this.#accountArn(account),
      Email: this.email(account),
      Name: account.name,
      Status: status,
      State: state,
      JoinedMethod: AccountJoinedMethod.CREATED,
      JoinedTimestamp: created?.createdAt ?? JOINED,
    };
  }

  email({ id, stack }: Pick<OrganizationAccount, "id" | "stack">): string {
    return this.#more.edits?.created(id)?.email ?? `${stack}@fleetbook.invalid`;
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
