/** Takes changed files over into a running organization; nothing else in it changes. */
import type { FirstTouch } from "./accounts/first-touch";
import type { LivingOrganization, OrganizationChanges, OrganizationFiles } from "./accounts/living-organization";
import { sandboxAccounts } from "./accounts/access";
import { seedKey } from "./accounts/seed";
import type { DelegatedAdministrators } from "./services/organizations/delegated-administrators";
import type { SystemsManager } from "./systems-manager/service";

/** What has changed. */
export interface Reloaded extends OrganizationChanges {
  /** Ids of instances that are described otherwise. */
  readonly nodes: readonly string[];
}

interface ReloaderOptions {
  readonly living: LivingOrganization;
  readonly accounts: FirstTouch;
  readonly systems: Pick<SystemsManager, "describeNodesAnew">;
  readonly delegated: Pick<DelegatedAdministrators, "filesHaveChanged">;
}

export function reloader({ living, accounts, systems, delegated }: ReloaderOptions) {
  return async (files: OrganizationFiles): Promise<Reloaded> => {
    living.check(files);
    const seeds = new Map(sandboxAccounts(living.fleet).map(({ id }) => [id, seedKey(living.fleet, id)]));
    let changes: OrganizationChanges | undefined;
    const nodes = await systems.describeNodesAnew(() => {
      changes = living.replace(files);
    });
    delegated.filesHaveChanged();
    for (const { id } of sandboxAccounts(living.fleet)) {
      if (seeds.get(id) !== seedKey(living.fleet, id)) accounts.seedAgain(id);
    }
    return { added: [], reopened: [], moved: [], closed: [], edited: [], ...changes, nodes };
  };
}
