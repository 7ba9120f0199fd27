/** Compares the organization on AWS with the lock file, and says what a new lock file would mean for the fleet. It writes nothing. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { shownPath } from "../../diagnostics/shown-path";
import type { YamlFile } from "../../diagnostics/yaml-file";
import { child, children, draftOf, stringAt, type Draft } from "../../fleet/draft";
import { expand, type ExpandedMember } from "../../fleet/expand/expand";
import { expansionProblems } from "../../fleet/expand/problems";
import { readFleetFile } from "../../fleet/load";
import { lockPath, readLockIfAny, type LockFile } from "../../fleet/lock/lock-file";
import type { Lock } from "../../fleet/schema/lock-file";
import { changesBetween, type Changes } from "./changes";
import { nextLock } from "./next-lock";
import { readOrganization, type FoundOrganization } from "./read-organization";

export interface SyncOptions {
  /** Absolute path. */
  readonly fleetFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ids, stack names or names of accounts that are gone and are to be forgotten. */
  readonly forget: readonly string[];
  readonly onProgress: (line: string) => void;
}

/** An account of the fleet. */
export interface NamedAccount {
  readonly id: string;
  readonly stack: string;
}

export interface PreparedSync {
  /** Absolute path. */
  readonly lockFile: string;
  /** Undefined: there is no lock file yet. */
  readonly before: Lock | undefined;
  readonly after: Lock;
  readonly changes: Changes;
  /** Accounts that become part of the fleet. Empty for a fleet file without `include`. */
  readonly joining: readonly NamedAccount[];
  /** Accounts that are no longer part of the fleet. What is deployed in them stays. */
  readonly leaving: readonly NamedAccount[];
  /** Accounts of the fleet that get other settings. */
  readonly resettled: readonly NamedAccount[];
  /** Accounts that are to be forgotten. */
  readonly forgotten: readonly NamedAccount[];
  /** What is wrong with the selectors of the fleet file once the new lock file is there. */
  readonly problems: readonly Problem[];
  /** The content of the fleet file. */
  readonly content: Readonly<Record<string, unknown>>;
}

const EMPTY = { organizationalUnits: {}, accounts: {} };

/** @throws ConfigurationError if a file cannot be read, or AWS's organization is another one or cannot be read */
export async function prepareSync({ fleetFile, env, forget, onProgress }: SyncOptions): Promise<PreparedSync> {
  const file = readFleetFile(fleetFile);
  const draft = draftOf(file.content);
  const path = lockPath(fleetFile);
  const lockFile = readLockIfAny(path);
  const homeRegion = stringAt(draft, "homeRegion")?.value ?? "us-east-1";
  const found = await readOrganization({ env, homeRegion, onProgress });
  refuseOther(file, draft, lockFile, found);
  const forgotten = accountsToForget(forget, lockFile, found);
  const before = lockFile?.lock;
  const after = nextLock({ before, found, names: namesOf(draft), forget: new Set(forgotten.map(({ id }) => id)) });
  return {
    ...{ lockFile: path, before, after, forgotten, content: file.content },
    changes: changesBetween(before ?? { organization: after.organization, ...EMPTY }, after),
    ...effects(file, before, after, shownPath(path)),
  };
}

/** The names by which the fleet file knows accounts, by id. */
function namesOf(file: Draft): ReadonlyMap<string, string> {
  const accounts = [
    child(file, "managementAccount"),
    ...children(file, "memberAccounts"),
    ...children(file, "externalAccounts"),
  ];
  return new Map(
    accounts.flatMap((account) => {
      const [id, name] = [stringAt(account, "id")?.value, stringAt(account, "name")?.value];
      return id === undefined || name === undefined ? [] : [[id, name]];
    }),
  );
}

/** @throws ConfigurationError if the credentials are of another organization than the files */
function refuseOther(
  file: YamlFile,
  draft: Draft,
  lockFile: LockFile | undefined,
  { organization }: FoundOrganization,
): void {
  const problem = (path: readonly string[], what: string, is: string, onAws: string) =>
    is === onAws
      ? []
      : [
          {
            path,
            message: `${what} is ${is}; the credentials are of an organization in which it is ${onAws}.`,
            remedy: "Use credentials of the organization that the file names, or correct the file.",
          },
        ];
  const given = child(draft, "organization");
  const inFile = [
    { at: stringAt(given, "id"), onAws: organization.id },
    { at: stringAt(given, "rootId"), onAws: organization.rootId },
    { at: stringAt(child(draft, "managementAccount"), "id"), onAws: organization.managementAccount },
  ].flatMap(({ at, onAws }) =>
    at === undefined ? [] : problem(at.path as readonly string[], at.path.join("."), at.value, onAws),
  );
  const locked = lockFile?.lock.organization.id;
  const inLock =
    locked === undefined ? [] : problem(["organization", "id"], "organization.id", locked, organization.id);
  const problems = [...file.placed(inFile), ...(lockFile?.placed(inLock) ?? [])];
  if (problems.length > 0) throw new ConfigurationError(...problems);
}

/** @throws ConfigurationError for an account that is not in the lock file, or that AWS still has */
function accountsToForget(
  forget: readonly string[],
  lockFile: LockFile | undefined,
  found: FoundOrganization,
): readonly NamedAccount[] {
  const all = Object.entries(lockFile?.lock.accounts ?? {});
  const results = forget.map((wanted): NamedAccount | Problem => {
    const [id, account] = all.find(([each, { stack }]) => each === wanted || stack === wanted) ?? [];
    if (id === undefined || account === undefined) {
      const gone = all.filter(([each]) => found.accounts[each] === undefined).map(([, { stack }]) => stack);
      return {
        message: `The lock file has no account ${wanted} that could be forgotten.`,
        remedy:
          gone.length === 0 ? "Nothing is gone from the organization." : `Those that are gone: ${gone.join(", ")}.`,
      };
    }
    if (found.accounts[id] === undefined) return { id, stack: account.stack };
    return {
      message: `${account.stack} (${id}) is still in the organization: AWS says that it is ${found.accounts[id].state}.`,
      remedy: `Leave it out of the fleet with \`exclude: [{account: ${account.stack}}]\`; ${FLEETBOOK} sync keeps it in the lock file.`,
    };
  });
  const problems = results.filter((result): result is Problem => "message" in result);
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return results.filter((result): result is NamedAccount => "id" in result);
}

function effects(
  file: YamlFile,
  before: Lock | undefined,
  after: Lock,
  lockName: string,
): Pick<PreparedSync, "joining" | "leaving" | "resettled" | "problems"> {
  if (file.content["include"] === undefined) return { joining: [], leaving: [], resettled: [], problems: [] };
  const expansion = expand(file.content, after);
  const now = byId(expansion.members);
  const then = byId(before === undefined ? [] : expand(file.content, before).members);
  const named = ({ id, account: { stack } }: ExpandedMember) => ({ id, stack });
  return {
    joining: [...now.values()].filter(({ id }) => !then.has(id)).map(named),
    leaving: [...then.values()].filter(({ id }) => !now.has(id)).map(named),
    resettled: [...now.values()]
      .filter(({ id, settings }) => {
        const earlier = then.get(id);
        return earlier !== undefined && JSON.stringify(earlier.settings.value) !== JSON.stringify(settings.value);
      })
      .map(named),
    problems: file.placed(expansionProblems(file.content, expansion, lockName)),
  };
}

function byId(members: readonly ExpandedMember[]): ReadonlyMap<string, ExpandedMember> {
  return new Map(members.map((member) => [member.id, member]));
}
