/**
 * Names the instances of a group as briefly as it can be said: an organizational unit or an account where all of its instances
 * are in the group, else the instances.
 */
import type { Run, UnreadRecord } from "../results/schema";
import { foldNumbers } from "../../diagnostics/text/fold-numbers";
import type { InstanceView } from "./run-view";

interface Counts {
  readonly name: string;
  total: number;
}

/** Instances of an account, and of each unit above it. */
interface Place {
  readonly accountName: string;
  /** From the root down: `workloads`, `workloads/production`. */
  readonly units: readonly string[];
}

export class Whereabouts {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #totals = new Map<string, Counts>();
  /** Accounts and units of which something could not be read: nobody can say that all of them agree. */
  readonly #unknown = new Set<string>();
  readonly #regions: number;

  constructor(
    accounts: Run["accounts"],
    instances: readonly Pick<InstanceView, "accountId" | "region">[],
    unread: readonly Pick<UnreadRecord, "accountId" | "what">[] = [],
  ) {
    this.#places = new Map(
      accounts.map(({ id, name, organizationalUnit }) => {
        const parts = organizationalUnit === "" ? [] : organizationalUnit.split("/");
        return [id, { accountName: name, units: parts.map((_, index) => parts.slice(0, index + 1).join("/")) }];
      }),
    );
    for (const { accountId } of instances) {
      for (const [key, name] of this.#holders(accountId)) {
        const counts = this.#totals.get(key) ?? { name, total: 0 };
        counts.total += 1;
        this.#totals.set(key, counts);
      }
    }
    for (const { accountId } of unread.filter(({ what }) => what === "account" || what === "steps")) {
      for (const [key] of this.#holders(accountId)) this.#unknown.add(key);
    }
    this.#regions = new Set(instances.map(({ region }) => region)).size;
  }

  accountName(accountId: string): string {
    return this.#places.get(accountId)?.accountName ?? accountId;
  }

  /** `app-dev/web-1`, with the Region if the run has several. */
  instanceName({ accountId, region, name }: Pick<InstanceView, "accountId" | "region" | "name">): string {
    return [this.accountName(accountId), ...(this.#regions > 1 ? [region] : []), name].join("/");
  }

  /** The names of all instances, folded, the largest place first. */
  of(instances: readonly InstanceView[]): readonly string[] {
    const counts = new Map<string, number>();
    for (const { accountId } of instances) {
      for (const [key] of this.#holders(accountId)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const isWhole = (key: string): boolean =>
      !this.#unknown.has(key) && counts.get(key) === this.#totals.get(key)?.total && (counts.get(key) ?? 0) > 1;
    const whole = new Map<string, number>();
    const single = new Map<string, string[]>();
    for (const instance of instances) {
      const holder = this.#holders(instance.accountId).find(([key]) => isWhole(key));
      if (holder !== undefined) whole.set(holder[0], (whole.get(holder[0]) ?? 0) + 1);
      else {
        const prefix = this.instanceName({ ...instance, name: "" });
        const names = single.get(prefix);
        if (names === undefined) single.set(prefix, [instance.name]);
        else names.push(instance.name);
      }
    }
    return [
      ...[...whole].map(([key, count]) => `${this.#totals.get(key)?.name ?? key} (all ${count})`),
      ...[...single].flatMap(([prefix, names]) => foldNumbers(names).map((name) => `${prefix}${name}`)),
    ];
  }

  /** Keys and names of what an account is in, the largest first. */
  #holders(accountId: string): readonly (readonly [string, string])[] {
    const place = this.#places.get(accountId);
    return [
      ["fleet", "every instance"] as const,
      ...(place?.units ?? []).map((unit) => [`ou ${unit}`, `OU ${unit}`] as const),
      [`account ${accountId}`, place?.accountName ?? accountId] as const,
    ];
  }
}
