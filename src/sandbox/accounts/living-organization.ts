/**
 * The organization as its files were last read, with what callers have changed since. The sandbox shares one fleet and one description of
 * the nodes, whose members a reload or a change replaces. An account that is gone from the file is closed: on AWS it is suspended, and keeps what it holds.
 */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { organizationAccounts, type Fleet, type OrganizationAccount } from "../../fleet/model";
import type { NodeDescriptions } from "../machines/description";
import { sandboxAccounts } from "./access";
import { OrganizationEdits } from "./organization-edits";
import { accountInOrganization } from "./organization-paths";
import { SANDBOX } from "../../diagnostics/called-as";

/** What the files say. */
export interface OrganizationFiles {
  readonly fleet: Fleet;
  readonly nodes: NodeDescriptions;
}

/** What a reload has changed, each account as `name (id)`. */
export interface OrganizationChanges {
  readonly added: readonly string[];
  /** Accounts that were closed before. */
  readonly reopened: readonly string[];
  readonly moved: readonly string[];
  readonly closed: readonly string[];
  /** Accounts that callers have created or changed, and of which the files say something else. */
  readonly edited: readonly string[];
}

export class LivingOrganization {
  readonly fleet: Fleet;
  readonly nodes: NodeDescriptions;
  readonly #edits = new OrganizationEdits();
  /** As the files have it. */
  #files: Fleet;
  /** By id, as they were last. */
  readonly #closed = new Map<string, OrganizationAccount>();
  /** Ids of closed accounts, those outside the organization included. */
  readonly #refused = new Set<string>();

  constructor({ fleet, nodes }: OrganizationFiles) {
    this.#files = fleet;
    this.fleet = { ...fleet };
    this.nodes = { ...nodes };
  }

  /** Whether the file has had the account and has it no more, or the lock file says that AWS has suspended it. */
  readonly isClosed = (accountId: string): boolean =>
    this.#refused.has(accountId) || NOT_USABLE.has(accountInOrganization(this.fleet, accountId)?.state);

  /** Accounts of the organization that are closed. One whose OU is gone is in the root. */
  readonly closedAccounts = (): readonly OrganizationAccount[] => {
    const { rootId, organizationalUnits } = this.fleet.organization;
    return [...this.#closed.values()].map((account) => {
      const isThere = organizationalUnits.some(({ id }) => id === account.parentId);
      return { ...account, state: "suspended", parentId: isThere ? account.parentId : rootId };
    });
  };

  /** What callers have changed. */
  get edits(): Pick<OrganizationEdits, "created" | "tagsOfParent"> {
    return this.#edits;
  }

  /** Changes the organization as a caller asks. */
  edit(change: (edits: OrganizationEdits) => void): void {
    change(this.#edits);
    refill(this.fleet, this.#edits.over(this.#files));
  }

  /** @throws ConfigurationError if the file describes another organization; nothing is changed then */
  check({ fleet }: OrganizationFiles): void {
    const problems = otherOrganization(this.fleet, fleet);
    if (problems.length > 0) throw new ConfigurationError(...problems);
  }

  /** Replaces what the files said. @throws ConfigurationError as `check` does */
  replace(files: OrganizationFiles): OrganizationChanges {
    this.check(files);
    const before = new Map(sandboxAccounts(this.fleet).map((account) => [account.id, account]));
    const parents = new Map(organizationAccounts(this.fleet).map((account) => [account.id, account]));
    this.#files = files.fleet;
    this.#edits.filesHaveChanged(files.fleet);
    const edited = this.#edits.editedAccounts(files.fleet);
    refill(this.fleet, this.#edits.over(files.fleet));
    refill(this.nodes, files.nodes);
    const after = sandboxAccounts(this.fleet);
    const isNew = after.filter(({ id }) => !before.has(id));
    const changes = {
      added: isNew.filter(({ id }) => !this.#refused.has(id)).map(named),
      reopened: isNew.filter(({ id }) => this.#refused.has(id)).map(named),
      moved: organizationAccounts(this.fleet)
        .filter(({ id, parentId }) => before.has(id) && parents.get(id)?.parentId !== parentId)
        .map(({ id, stack }) => named({ id, name: stack })),
      closed: [...before.values()].filter(({ id }) => !after.some((one) => one.id === id)).map(named),
      edited: edited.map(({ id, stack }) => named({ id, name: stack })),
    };
    for (const { id } of after) {
      this.#closed.delete(id);
      this.#refused.delete(id);
    }
    for (const id of before.keys()) {
      if (after.some((one) => one.id === id)) continue;
      this.#refused.add(id);
      const account = parents.get(id);
      // AWS does not list an account any more that the lock file has as gone.
      const isGone = this.fleet.lock?.accounts.some((one) => one.id === id) ?? false;
      if (account !== undefined && !isGone) this.#closed.set(id, account);
    }
    return changes;
  }
}

/** States of an account in which AWS lets nobody in. */
const NOT_USABLE: ReadonlySet<string | undefined> = new Set(["suspended", "pending-closure", "closed"]);

/** The ids that every ARN, path and trust policy of the sandbox has. */
function otherOrganization(before: Fleet, after: Fleet): readonly Problem[] {
  const ids: readonly (readonly [key: string, before: string, after: string])[] = [
    ["organization.id", before.organization.id, after.organization.id],
    ["organization.rootId", before.organization.rootId, after.organization.rootId],
    ["managementAccount.id", before.managementAccount.id, after.managementAccount.id],
    ["the Regions' partition", before.partition, after.partition],
  ];
  return ids
    .filter(([, then, now]) => then !== now)
    .map(([key, then, now]) => ({
      place: after.file,
      message: `${key} is ${now}, and was ${then} when the sandbox was started: this is another organization.`,
      remedy: `Run \`${SANDBOX} down\` and \`up\`, or restore the id.`,
    }));
}

function named({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${name} (${id})`;
}

/** Gives an object the members of another, and no others. */
function refill<T extends object>(object: T, content: T): void {
  for (const key of Object.keys(object)) if (!Object.hasOwn(content, key)) Reflect.deleteProperty(object, key);
  Object.assign(object, content);
}
