/** `fleetbook sync`: reads the organization from AWS into fleet.lock.yaml. */
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { FLEETBOOK } from "../../diagnostics/called-as";
import { counted } from "../../diagnostics/counted";
import { ConfigurationError } from "../../diagnostics/errors";
import { printable } from "../../diagnostics/printable";
import { shownPath } from "../../diagnostics/shown-path";
import { locateFleetFile } from "../../fleet/locate";
import { PROJECT_FOLDER } from "../../project/folders";
import type { Orphan } from "../../rollout/sync/orphans";
import type { PreparedSync } from "../../rollout/sync/prepare";
import { confirmed, hasTerminal } from "../confirm";
import { formatProblems } from "../format-problems";
import { log } from "../log";
import { program } from "../program";
import type { ExitStatus } from "../run";
import { each } from "./report/formats";
import { changeLines, effectLines, orphanText, totals } from "./sync/words";
import { notes } from "../help/notes";

interface SyncCommandOptions {
  readonly check?: boolean;
  readonly yes?: boolean;
  readonly forget: readonly string[];
  readonly json?: boolean;
  readonly fleet?: string;
}

export function syncCommand(): Command {
  return program("sync", "read the organization's units and accounts from AWS into fleet.lock.yaml")
    .option("--check", "write nothing; exit status 1 if the lock file is behind")
    .option("-y, --yes", "do not ask")
    .addOption(
      new Option("--forget <account>", "remove an account that is gone: its id or stack name; repeatable")
        .argParser(each)
        .default([], "none")
        .conflicts("check"),
    )
    .option("--json", "print what has changed as JSON")
    .option("-f, --fleet <file>", "the fleet file that the lock file is beside (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["sync", "sync --check"],
        text: ["Uses your own AWS credentials: those of the management account, or of a delegated administrator."],
        exitStatus:
          "0 the lock file is up to date, or was written; 1 --check found it behind, or it was not written; 2 wrong usage, or the organization cannot be read",
      }),
    )
    .action(async (options: SyncCommandOptions) => {
      process.exitCode = await sync(options);
    });
}

async function sync({ check, yes, forget, json, fleet }: SyncCommandOptions): Promise<ExitStatus> {
  const fleetFile = fleet === undefined ? locateFleetFile(PROJECT_FOLDER, process.env) : resolve(fleet);
  const [{ interruptible }, { prepareSync }, { orphans }, { suggestedSelection }, { writeLock }] = await Promise.all([
    import("../../rollout/interrupt"),
    import("../../rollout/sync/prepare"),
    import("../../rollout/sync/orphans"),
    import("../../rollout/sync/suggestion"),
    import("../../rollout/sync/write-lock"),
  ]);
  const prepared = await prepareSync({ fleetFile, env: process.env, forget, onProgress: log });
  const { lockFile, after, changes, problems, content } = prepared;
  const isBehind = prepared.before === undefined || totals(changes) !== "";
  const orphaned = await orphans(prepared, fleetFile, process.env);
  const suggestion = suggestedSelection(content, after);
  if (json === true) console.log(JSON.stringify(asJson(prepared, isBehind, orphaned), undefined, 2));
  else show(prepared, isBehind, orphaned, suggestion);
  if (problems.length > 0) {
    log(`${shownPath(fleetFile)} does not fit this organization and needs a change:`);
    console.error(formatProblems(problems));
  }
  if (!isBehind) return 0;
  if (check === true) {
    log(`${shownPath(lockFile)} is behind. Bring it up to date: ${FLEETBOOK} sync`);
    return 1;
  }
  if (yes !== true && !hasTerminal()) {
    throw new ConfigurationError({
      message: "There is no terminal to ask on, and the lock file was not written.",
      remedy: "Add --yes to write it without a question, or --check to only compare.",
    });
  }
  const question = `Write ${shownPath(lockFile)}?`;
  const isWanted =
    yes === true ||
    (await interruptible(
      () => undefined,
      ({ signal }) => confirmed(question, signal),
    ));
  if (!isWanted) {
    log("Nothing was written.");
    return 1;
  }
  writeLock(lockFile, after);
  log(`${shownPath(lockFile)} is written: review and commit it, then ${FLEETBOOK} plan.`);
  return 0;
}

function show(
  prepared: PreparedSync,
  isBehind: boolean,
  orphaned: readonly Orphan[],
  suggestion: string | undefined,
): void {
  const { before, after, lockFile, changes } = prepared;
  const size = `${counted(Object.keys(after.accounts).length, "account")}, ${counted(Object.keys(after.organizationalUnits).length, "organizational unit")}`;
  const name = shownPath(lockFile);
  const outcome = isBehind ? totals(changes) : `up to date with ${size}`;
  const lines = [
    `${name}: ${before === undefined ? `first sync of ${size}` : outcome}`,
    ...changeLines(prepared),
    ...effectLines(prepared),
    ...orphaned.map(orphanText),
  ];
  for (const line of lines) console.log(printable(line));
  if (suggestion === undefined) return;
  console.log("The fleet file lists its accounts. To select the same ones from the lock file, replace memberAccounts,");
  console.log("organization.rootId and organization.organizationalUnits by these lines:");
  console.log(suggestion.trimEnd());
}

function asJson(prepared: PreparedSync, isBehind: boolean, orphaned: readonly Orphan[]): object {
  const { lockFile, changes, joining, leaving, resettled, problems } = prepared;
  return { lockFile, isBehind, ...changes, joining, leaving, resettled, orphans: orphaned, problems };
}
