/**
 * What callers of AWS Organizations have changed, laid over what the files say. A change stays over every reload, until the files say the
 * same, or something that neither they nor a caller has said before.
 */
import { isDeepStrictEqual } from "node:util";
import { allAccounts, organizationAccounts } from "../../fleet/model";
import type { Account, Fleet, OrganizationAccount, OrganizationalUnit } from "../../fleet/model";
import { newStackName } from "../../fleet/lock/stack-names";

/** What was asked for when an account was created. */
export interface CreatedAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The role that trusts the management account. */
  readonly roleName: string;
  readonly createdAt: Date;
}

type AccountValues = Pick<OrganizationAccount, "parentId" | "state" | "tags">;
type Unit = Omit<OrganizationalUnit, "path">;

/** A value, and those that it was before: whoever still says one of them has not seen the change. */
interface Edit {
  readonly now: unknown;
  readonly earlier: readonly unknown[];
}

export class OrganizationEdits {
  readonly #created = new Map<string, OrganizationAccount & CreatedAccount>();
  readonly #createdUnits = new Map<string, Unit>();
  readonly #deletedUnits = new Set<string>();
  /** By id of the account or unit, and by name of the value. */
  readonly #edits = new Map<string, Map<string, Edit>>();
  /** Tags of roots and units, by id; files have none. */
  readonly #tagsOfParents = new Map<string, Readonly<Record<string, string>>>();

  /** Undefined: no caller has created it. */
  created(accountId: string): CreatedAccount | undefined {
    return this.#created.get(accountId);
  }

  tagsOfParent(id: string): Readonly<Record<string, string>> {
    return this.#tagsOfParents.get(id) ?? {};
  }

  /** Creates an account in the root. @param fleet as it is now */
  createAccount(fleet: Fleet, account: CreatedAccount, tags: Readonly<Record<string, string>>): void {
    const taken = new Set(
      [...organizationAccounts(fleet), ...fleet.externalAccounts.map(named)].map(({ stack }) => stack),
    );
    this.#created.set(account.id, {
      ...account,
      stack: newStackName(account.name, account.id, taken),
      ...{ parentId: fleet.organization.rootId, state: "active", tags, isSelected: false },
    });
  }

  /** @param account as it is now */
  editAccount(account: OrganizationAccount, values: Partial<AccountValues>): void {
    this.#edit(account.id, account, values);
  }

  tagParent(id: string, tags: Readonly<Record<string, string>>): void {
    this.#tagsOfParents.set(id, tags);
  }

  createUnit(unit: Unit): void {
    this.#createdUnits.set(unit.id, unit);
  }

  /** @param unit as it is now */
  renameUnit(unit: Unit, name: string): void {
    this.#edit(unit.id, unit, { name });
  }

  deleteUnit(id: string): void {
    this.#createdUnits.delete(id);
    this.#deletedUnits.add(id);
    this.#tagsOfParents.delete(id);
  }

  /** Accounts that are otherwise than the files say. */
  editedAccounts(files: Fleet): readonly OrganizationAccount[] {
    const said = new Map(organizationAccounts(files).map((account) => [account.id, account]));
    return this.#accountsOver(files).filter((account) => !isDeepStrictEqual(said.get(account.id), account));
  }

  /** The fleet of the files, in the organization as callers have left it. */
  over(files: Fleet): Fleet {
    if ([this.#created, this.#createdUnits, this.#deletedUnits, this.#edits].every(({ size }) => size === 0))
      return files;
    const accounts = this.#accountsOver(files);
    const organizationalUnits = this.#unitsOver(files, accounts);
    const there = new Set([files.organization.rootId, ...organizationalUnits.map(({ id }) => id)]);
    // The files may no longer have the unit into which a caller has moved an account.
    const placed = accounts.map((account) =>
      there.has(account.parentId) ? account : { ...account, parentId: files.organization.rootId },
    );
    const parents = new Map(placed.map(({ id, parentId }) => [id, parentId]));
    const moved = new Map(
      allAccounts(files).map((account) => [
        account.id,
        { ...account, parentId: parents.get(account.id) ?? account.parentId } satisfies Account,
      ]),
    );
    const now = (account: Account): Account => moved.get(account.id) ?? account;
    return {
      ...files,
      organization: { ...files.organization, organizationalUnits },
      managementAccount: now(files.managementAccount),
      administratorAccount: now(files.administratorAccount),
      memberAccounts: files.memberAccounts.map(now),
      pipeline: files.pipeline && { ...files.pipeline, account: now(files.pipeline.account) },
      lock: { file: files.lock?.file ?? files.file, accounts: placed },
    };
  }

  /** Forgets the changes that the files have by now, and those that the files have overtaken. */
  filesHaveChanged(files: Fleet): void {
    const units = files.organization.organizationalUnits;
    for (const saying of [...organizationAccounts(files), ...units]) this.#compare(saying.id, saying);
    for (const { id } of units) this.#createdUnits.delete(id);
    for (const id of this.#deletedUnits) if (!units.some((unit) => unit.id === id)) this.#deletedUnits.delete(id);
  }

  #edit(id: string, was: object, values: object): void {
    const edits = this.#edits.get(id) ?? new Map<string, Edit>();
    for (const [name, now] of Object.entries(values)) {
      edits.set(name, { now, earlier: [...(edits.get(name)?.earlier ?? []), Reflect.get(was, name)] });
    }
    this.#edits.set(id, edits);
  }

  #compare(id: string, saying: object): void {
    const edits = this.#edits.get(id);
    for (const [name, { now, earlier }] of edits ?? []) {
      const says: unknown = Reflect.get(saying, name);
      const isUnaware = earlier.some((value) => isDeepStrictEqual(value, says)) && !isDeepStrictEqual(now, says);
      if (!isUnaware) edits?.delete(name);
    }
  }

  #valuesOf(id: string): object {
    return Object.fromEntries([...(this.#edits.get(id) ?? [])].map(([name, { now }]) => [name, now]));
  }

  #accountsOver(files: Fleet): readonly OrganizationAccount[] {
    const said = organizationAccounts(files);
    const ids = new Set(said.map(({ id }) => id));
    const created = [...this.#created.values()].filter(({ id }) => !ids.has(id));
    return [...said, ...created].map((account) => ({ ...account, ...this.#valuesOf(account.id) }));
  }

  #unitsOver(files: Fleet, accounts: readonly OrganizationAccount[]): readonly OrganizationalUnit[] {
    const { rootId, organizationalUnits: said } = files.organization;
    const all = new Map<string, Unit>([...said, ...this.#createdUnits.values()].map((unit) => [unit.id, unit]));
    // A unit is deleted empty. If the files put something into it afterwards, it is there again.
    const filled = new Set([...accounts, ...all.values()].map(({ parentId }) => parentId));
    const units = [...all.values()]
      .filter(({ id }) => !this.#deletedUnits.has(id) || filled.has(id))
      .map((unit): Unit => ({ ...unit, ...this.#valuesOf(unit.id) }));
    const names = new Map(units.map((unit) => [unit.id, unit]));
    const pathOf = ({ name, parentId }: Unit): string => {
      const parent = parentId === rootId ? undefined : names.get(parentId);
      return parent === undefined ? name : `${pathOf(parent)}/${name}`;
    };
    const depth = (unit: OrganizationalUnit) => unit.path.split("/").length;
    return units.map((unit) => ({ ...unit, path: pathOf(unit) })).sort((one, other) => depth(one) - depth(other));
  }
}

function named({ name }: { readonly name: string }): Pick<OrganizationAccount, "stack"> {
  return { stack: name };
}
