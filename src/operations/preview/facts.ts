/** What is known of AWS in one preview. Several probes need the same facts, and each is read once. */
import type { TrustingRole } from "../../iam/decision/distrust";
import pLimit from "p-limit";
import { UnreadableError } from "../collect/unreadable";
import type { FindingPlace, Unchecked } from "./finding";
import type {
  DocumentFacts,
  Ec2Instance,
  ExecutionPreview,
  InstanceSelection,
  OrganizationAccount,
  PlaceReader,
  PreviewInput,
  PreviewReader,
} from "./ports";

/** What was read; undefined if AWS refused, which is in `unchecked` then. */
export type Fact<T> = { readonly value: T } | undefined;

/** Calls at a time in all accounts together. */
const AT_ONCE = 40;

export class Facts {
  readonly #reader: PreviewReader;
  readonly #limit = pLimit(AT_ONCE);
  readonly #known = new Map<string, Promise<Fact<unknown>>>();
  readonly #unchecked = new Map<string, Unchecked>();

  constructor(reader: PreviewReader) {
    this.#reader = reader;
  }

  get caller(): PreviewReader["caller"] {
    return this.#reader.caller;
  }

  /** What could not be read so far, in a fixed order. */
  get unchecked(): readonly Unchecked[] {
    return [...this.#unchecked].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each);
  }

  /** @param version undefined: the default version */
  document(name: string, version: string | undefined, region: string): Promise<Fact<DocumentFacts | undefined>> {
    return this.#ask(`the runbook ${name}`, { region }, [version], () => this.#reader.document(name, version, region));
  }

  versions(name: string, region: string): Promise<Fact<readonly string[]>> {
    return this.#ask(`the versions of ${name}`, { region }, [], () => this.#reader.versions(name, region));
  }

  sharedWith(name: string, region: string): Promise<Fact<readonly string[]>> {
    return this.#ask(`with which accounts ${name} is shared`, { region }, [], () =>
      this.#reader.sharedWith(name, region),
    );
  }

  mayPassRole(roleArn: string): Promise<Fact<boolean>> {
    return this.#ask("whether you may pass the administration role", {}, [roleArn], () =>
      this.#reader.mayPassRole(roleArn),
    );
  }

  accounts(): Promise<Fact<ReadonlyMap<string, OrganizationAccount>>> {
    return this.#ask("the accounts of the organization", {}, [], () => this.#reader.accounts());
  }

  accountsIn(parentId: string): Promise<Fact<readonly string[] | undefined>> {
    return this.#ask(`the accounts in ${parentId}`, {}, [], () => this.#reader.accountsIn(parentId));
  }

  executionPreview(input: PreviewInput): Promise<Fact<ExecutionPreview>> {
    return this.#ask("AWS's own preview", {}, [JSON.stringify(input)], () => this.#reader.executionPreview(input));
  }

  role(accountId: string, region: string, name: string): Promise<Fact<TrustingRole | undefined>> {
    return this.#askAt(accountId, region, `the role ${name}`, [], (reader) => reader.role(name));
  }

  instances(accountId: string, region: string, selection: InstanceSelection): Promise<Fact<readonly Ec2Instance[]>> {
    return this.#askAt(accountId, region, "its instances", [JSON.stringify(selection)], (reader) =>
      reader.instances(selection),
    );
  }

  nodes(accountId: string, region: string): Promise<Fact<ReadonlyMap<string, string>>> {
    return this.#askAt(accountId, region, "its managed nodes", [], (reader) => reader.nodes());
  }

  executions(accountId: string, region: string): Promise<Fact<number>> {
    return this.#askAt(accountId, region, "its running executions", [], (reader) => reader.executions());
  }

  setting(accountId: string, region: string, id: string): Promise<Fact<string | undefined>> {
    return this.#askAt(accountId, region, `the setting ${id}`, [], (reader) => reader.setting(id));
  }

  async #askAt<T>(
    accountId: string,
    region: string,
    what: string,
    more: readonly (string | undefined)[],
    ask: (reader: PlaceReader) => Promise<T>,
  ): Promise<Fact<T>> {
    const place = { accountId, region };
    const reader = await this.#ask("everything", place, [], () => this.#reader.at(accountId, region));
    return reader && this.#ask(what, place, more, () => ask(reader.value));
  }

  /** @param more what else tells this question from others */
  #ask<T>(
    what: string,
    place: Omit<FindingPlace, "instance">,
    more: readonly (string | undefined)[],
    ask: () => Promise<T>,
  ): Promise<Fact<T>> {
    const key = JSON.stringify([place.accountId ?? "", place.region ?? "", what, ...more]);
    const known = this.#known.get(key);
    if (known !== undefined) return known as Promise<Fact<T>>;
    const asked = this.#limit(async (): Promise<Fact<T>> => {
      try {
        return { value: await ask() };
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error;
        const { message, remedy } = error;
        this.#unchecked.set(key, { what, ...place, message, remedy });
        return undefined;
      }
    });
    this.#known.set(key, asked);
    return asked;
  }
}
