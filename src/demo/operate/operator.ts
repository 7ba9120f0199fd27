/** Operates the local fleet with the functions behind `fleetbook preview`, `start`, `watch`, `retry` and `report`. */
import type { CatalogueEntry } from "../../catalogue/catalogue";
import { accountAccess, type AccountAccess } from "../../operations/collect/aws/readers";
import { previewReaderWith } from "../../operations/preview/aws/preview-reader";
import { preview, type Preview } from "../../operations/preview/preview";
import { requestFromOptions } from "../../operations/request/given";
import type { ResolvedRequest } from "../../operations/request/request";
import { resolveRequest } from "../../operations/request/resolve";
import type { StartRequest } from "../../operations/request/schema";
import { Runs } from "../../operations/runs/runs";
import type { LocalFleet } from "../local-fleet";

export class Operator {
  readonly #access: AccountAccess;

  private constructor(
    readonly local: LocalFleet,
    readonly entry: CatalogueEntry,
    readonly runs: Runs,
    access: AccountAccess,
  ) {
    this.#access = access;
  }

  /** @param runsFolder where the runs are kept */
  static async open(
    local: LocalFleet,
    entry: CatalogueEntry,
    runsFolder: string,
    signal: AbortSignal,
  ): Promise<Operator> {
    const access = await accessOf(local, signal);
    return new Operator(local, entry, Runs.with(access, { fleet: local.fleet, signal }, runsFolder), access);
  }

  /** What somebody asks for who names the runbook and `--all-instances`. */
  request(more: Partial<StartRequest> = {}): ResolvedRequest {
    const { fleet } = this.local;
    const { runbook } = this.entry;
    const asked = { runbook: runbook.name, targets: { allInstances: true as const }, ...more };
    return resolveRequest(fleet, runbook, requestFromOptions(asked));
  }

  preview(): Promise<Preview> {
    const { fleet } = this.local;
    // A reader keeps no answers, and the preview asks each question once.
    const reader = previewReaderWith(this.#access, { fleet });
    return preview({ fleet, request: this.request(), entry: this.entry, reader });
  }
}

/** Starts as the administrator account, and reads the other accounts as the principal that the reader roles trust. */
async function accessOf(local: LocalFleet, signal: AbortSignal): Promise<AccountAccess> {
  const { fleet } = local;
  const as = async (accountId: string): Promise<AccountAccess> => {
    const { endpoint, credentials } = await local.accessTo(accountId);
    return accountAccess({ fleet, endpoint, credentials: () => Promise.resolve(credentials), signal });
  };
  const administrator = await as(fleet.administratorAccount.id);
  const { accountId: own } = administrator.caller;
  const [, , , , readerAccount = own] = fleet.readerPrincipalArns[0]?.split(":") ?? [];
  if (readerAccount === own) return administrator;
  const reader = await as(readerAccount);
  return {
    ...administrator,
    at: (accountId, region, connect) => (accountId === own ? administrator : reader).at(accountId, region, connect),
  };
}
