/** `fleetbook signal`: approves, rejects or resumes a run in every account where it waits. */
import { Argument, type Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { ConfigurationError, InterruptedError, OperationError } from "../../diagnostics/errors";
import { counted } from "../../diagnostics/counted";
import { allAccounts, type Fleet } from "../../fleet/model";
import type { SignalOutcome } from "../../operations/runs/signals/send";
import type { Signal, Waiting, WaitingStep } from "../../operations/runs/signals/waiting";
import { callerCredentials } from "../../rollout/aws-client";
import { interruptible } from "../../rollout/interrupt";
import { accountOf } from "../account-option";
import { confirmed, hasTerminal } from "../confirm";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import type { ExitStatus } from "../run";
import { each } from "./report/formats";
import { openRuns } from "./runs/open-runs";
import { waitingText, whereItWaits } from "./runs/waiting-text";
import { FLEETBOOK } from "../../diagnostics/called-as";
import { notes } from "../help/notes";

const SIGNALS: Readonly<Record<string, Signal>> = {
  approve: "Approve",
  reject: "Reject",
  resume: "Resume",
  "start-step": "StartStep",
  "stop-step": "StopStep",
};

interface SignalCommandOptions {
  readonly step?: string;
  readonly message?: string;
  readonly account: readonly string[];
  readonly role?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly fleet?: string;
}

export function signalCommand(): Command {
  return program("signal", "approve, reject or resume a run in every account where it waits")
    .argument("<id>", "id of a run, or of an execution")
    .addArgument(new Argument("[type]", "what to send (default: only show what waits)").choices(Object.keys(SIGNALS)))
    .option("--step <name>", "only executions that wait at this step")
    .option("-m, --message <text>", "a comment, which AWS keeps with the decision; for approve and reject")
    .option("-a, --account <name or id>", "only in this account; repeatable (default: in all)", each, [])
    .option("--role <name>", "role to send with in each account (default: FleetbookApproverRole)")
    .option("-y, --yes", "do not ask")
    .option("--json", "print what waited and what took the signal as JSON")
    .option("--out <dir>", "where runs are kept (default: out/runs)")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: [
          "signal ID",
          "signal ID approve --message 'seen by the team'",
          "signal ID reject --step Approve --account app-dev",
        ],
        exitStatus:
          "0 everything took the signal; 1 something did not, or nothing waits; 2 wrong usage or declined; 130 interrupted",
      }),
    )
    .action(async (id: string, type: string | undefined, options: SignalCommandOptions) => {
      process.exitCode = await interruptible(
        () => log("stopping"),
        ({ signal }) => send(id, type, options, signal),
      );
    });
}

async function send(
  id: string,
  type: string | undefined,
  options: SignalCommandOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  checkUsage(type, options);
  const fleet = loadProjectFleet(readCatalogue(), options.fleet);
  const accounts = options.account.map((nameOrId) => accountOf(fleet, nameOrId));
  const runs = await openRuns(fleet, options.out, signal);
  try {
    const waiting = await runs.waiting(id, accounts);
    const chosen = choose(id, type, waiting, options);
    const lines = waitingText(fleet, chosen, new Date(), process.stderr.columns || 80);
    if (type !== undefined || options.json === true) for (const line of lines) log(line);
    else console.log(lines.join("\n"));
    const outcomes = type === undefined ? [] : await sendAll(fleet, type, chosen, options, signal);
    if (options.json === true) console.log(JSON.stringify(resultOf(id, type, chosen, outcomes, waiting), undefined, 2));
    const taken = outcomes.filter(({ refusal }) => refusal === undefined).length;
    if (type !== undefined) log(`${type}: ${taken} of ${counted(chosen.length, "execution")} took it`);
    const problems = [...refusals(fleet, outcomes), ...unreadProblems(fleet, waiting)];
    if (problems.length > 0) throw new OperationError(...problems);
    return 0;
  } catch (error) {
    if (signal.aborted)
      throw new InterruptedError(
        `Interrupted: what took the signal goes on. See what still waits: ${FLEETBOOK} signal ${id}`,
      );
    throw error;
  }
}

function checkUsage(type: string | undefined, { message, yes = false }: SignalCommandOptions): void {
  if (message !== undefined && type !== "approve" && type !== "reject") {
    throw new ConfigurationError({
      place: "--message",
      message: "AWS keeps a comment with an approval or a rejection alone.",
      remedy: "Leave it out, or name approve or reject.",
    });
  }
  if (type === undefined || yes || hasTerminal()) return;
  throw new ConfigurationError({
    message: `Nobody can be asked whether to ${type}: this is no terminal.`,
    remedy: "Look at what waits (the same command without the type), then add --yes.",
  });
}

/** @throws OperationError if nothing waits for the signal */
function choose(
  id: string,
  type: string | undefined,
  waiting: Waiting,
  { step }: SignalCommandOptions,
): readonly WaitingStep[] {
  const signal = type === undefined ? undefined : SIGNALS[type];
  const chosen = waiting.steps.filter(
    (each) => (step === undefined || each.step === step) && (signal === undefined || each.takes.includes(signal)),
  );
  if (chosen.length > 0) return chosen;
  const forWhat = `${type === undefined ? "" : ` for ${type}`}${step === undefined ? "" : ` at the step ${step}`}`;
  throw new OperationError({
    place: id,
    message: `Nothing of the run waits${forWhat}${whatIsThere(waiting)}`,
    remedy:
      waiting.ended === undefined
        ? `${FLEETBOOK} watch ${id} shows where it is.`
        : `${FLEETBOOK} report ${id} shows what became of it.`,
  });
}

/** What there is in place of that which was looked for. */
function whatIsThere({ ended, steps, unread }: Waiting): string {
  if (ended !== undefined) return `: it has ended, with ${ended}.`;
  if (steps.length > 0) return `. What waits: ${whereItWaits(steps)}.`;
  if (unread.length === 0) return ".";
  return ` in the accounts that can be read; ${counted(unread.length, "account")} cannot.`;
}

async function sendAll(
  fleet: Fleet,
  type: string,
  chosen: readonly WaitingStep[],
  { message, role, yes = false }: SignalCommandOptions,
  signal: AbortSignal,
): Promise<readonly SignalOutcome[]> {
  if (!yes && !(await confirmed(`Send ${type} to ${counted(chosen.length, "execution")}?`, signal))) {
    throw new ConfigurationError({ message: "Not confirmed, so nothing was sent.", remedy: "Answer y to send it." });
  }
  const { signalSender } = await import("../../operations/runs/aws/signal-sender");
  const { sendSignals } = await import("../../operations/runs/signals/send");
  const sender = await signalSender({ fleet, credentials: callerCredentials(process.env), signal }, role);
  return sendSignals(chosen, SIGNALS[type] ?? "Resume", message, sender);
}

function refusals(fleet: Fleet, outcomes: readonly SignalOutcome[]) {
  return outcomes.flatMap(({ waiting, refusal }) =>
    refusal === undefined ? [] : [{ place: `${placeOf(fleet, waiting)}, ${waiting.executionId}`, ...refusal }],
  );
}

function unreadProblems(fleet: Fleet, { unread }: Waiting) {
  return unread.map(({ message, remedy, ...place }) => ({
    place: placeOf(fleet, place),
    message: `Whether something waits there cannot be read: ${message}.`,
    remedy,
  }));
}

function placeOf(fleet: Fleet, { accountId, region }: { readonly accountId: string; readonly region: string }): string {
  const account = allAccounts(fleet).find(({ id }) => id === accountId);
  return `account ${account?.name ?? accountId}, ${region}`;
}

function resultOf(
  id: string,
  type: string | undefined,
  chosen: readonly WaitingStep[],
  outcomes: readonly SignalOutcome[],
  { unread }: Waiting,
): object {
  return {
    id,
    ...(type !== undefined && { signal: type }),
    waiting: chosen.map((step) => {
      const outcome = outcomes.find(({ waiting }) => waiting === step);
      return {
        ...step,
        ...(outcome !== undefined && { taken: outcome.refusal === undefined, refusal: outcome.refusal }),
      };
    }),
    unread,
  };
}
