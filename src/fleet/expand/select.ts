/** Which accounts of the lock a selector of the fleet file means, and how near it is to them. */
import type { Lock, LockedAccount } from "../schema/lock-file";
import type { Selector } from "../schema/selection";

/** The name of the organization's root among organizational units. */
export const ROOT = "root";

/** An account of the lock, with the units that it is in. */
export interface Candidate {
  readonly id: string;
  readonly account: LockedAccount;
  /** Ids from the root down to the unit that the account is in. */
  readonly parents: readonly string[];
}

/** An organizational unit of the lock. */
export interface LockedUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  /** Names from the root down. A slash in a name is `%2F`. */
  readonly path: string;
  /** Ids from the root down, its own last. */
  readonly line: readonly string[];
}

/** The lock, ready for questions. */
export class LockedOrganization {
  readonly lock: Lock;
  /** By id, parents before their children. */
  readonly units: ReadonlyMap<string, LockedUnit>;
  /** By id. The management account is not among them: it has a block of its own in the fleet file. */
  readonly members: ReadonlyMap<string, Candidate>;
  readonly #unitIds: ReadonlyMap<string, string>;

  constructor(lock: Lock) {
    this.lock = lock;
    const { rootId, managementAccount } = lock.organization;
    this.units = unitsOf(lock);
    this.#unitIds = new Map([...this.units.values()].map(({ path, id }) => [path, id]));
    const linesOf = (parent: string) => this.units.get(parent)?.line ?? [rootId];
    this.members = new Map(
      Object.entries(lock.accounts)
        .filter(([id]) => id !== managementAccount)
        .map(([id, account]) => [id, { id, account, parents: linesOf(account.parent) }]),
    );
  }

  /** Id of the root or of a unit. @param pathOrId a path of names, an id, or `root` */
  unitId(pathOrId: string): string | undefined {
    const { rootId } = this.lock.organization;
    if (pathOrId === ROOT || pathOrId === rootId) return rootId;
    return this.units.has(pathOrId) ? pathOrId : this.#unitIds.get(pathOrId);
  }

  /** The accounts of that id or stack name or, if there are none, of that name on AWS. */
  named(idOrName: string): readonly Candidate[] {
    const all = [...this.members.values()];
    const exact = all.filter(({ id, account }) => id === idOrName || account.stack === idOrName);
    return exact.length > 0 ? exact : all.filter(({ account }) => account.name === idOrName);
  }

  /** A test whether a selector selects an account. */
  selects({ ou, tag, account }: Selector): (candidate: Candidate) => boolean {
    if (ou !== undefined) {
      const unit = this.unitId(ou);
      return ({ parents }) => unit !== undefined && parents.includes(unit);
    }
    if (account !== undefined) {
      const ids = new Set(this.named(account).map(({ id }) => id));
      return ({ id }) => ids.has(id);
    }
    const wanted = Object.entries(tag ?? {});
    return ({ account: { tags = {} } }) =>
      wanted.every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
  }

  /** How near a selector is to the accounts that it selects: the greater, the nearer. */
  nearness({ ou, tag }: Selector): number {
    if (ou === undefined) return tag === undefined ? NEAREST : NEAREST - 1;
    return this.units.get(this.unitId(ou) ?? "")?.line.length ?? 0;
  }
}

const NEAREST = Number.MAX_SAFE_INTEGER;

function unitsOf({ organization, organizationalUnits }: Lock): ReadonlyMap<string, LockedUnit> {
  const units = new Map<string, LockedUnit>();
  const below = new Map<string, string[]>();
  for (const [id, { parent }] of Object.entries(organizationalUnits).sort(([one], [other]) => (one < other ? -1 : 1))) {
    below.set(parent, [...(below.get(parent) ?? []), id]);
  }
  const add = (parentId: string, prefix: string, line: readonly string[]): void => {
    for (const id of below.get(parentId) ?? []) {
      const name = organizationalUnits[id]?.name.replaceAll("/", "%2F") ?? id;
      units.set(id, { id, name, parentId, path: prefix + name, line: [...line, id] });
      add(id, `${prefix}${name}/`, [...line, id]);
    }
  };
  add(organization.rootId, "", [organization.rootId]);
  return units;
}
