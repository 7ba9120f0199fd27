/**
 * Gives back what was adopted: makes it what it was, and takes it out of the state. The role or document is restored first. If
 * something fails after that, the next run begins again: to restore is harmless, and the copy stays until the state has nothing of it.
 */
import pLimit from "p-limit";
import { ConfigurationError, OperationError, type Problem } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { groupBy } from "../../diagnostics/group-by";
import { messageOf } from "../../diagnostics/text/message-of";
import { quoted } from "../../diagnostics/quoted";
import { allAccounts, findAccount, type Account, type Fleet } from "../../fleet/model";
import type { PlacedStack } from "../plans/placed-stack";
import { inWorkplace, type FleetOptions } from "../plans/workplace";
import { preflight } from "../preflight";
import { problemsOf } from "../remedies";
import { createRunner, makeReady, STACKS_AT_ONCE, type StackRunner } from "../stack-run";
import { accountAdoption, type AccountAdoption } from "./accounts";
import { inState } from "./addresses";
import { keptCopies, type KeptCopy } from "./kept-copies";
import { titleOf } from "./planned";

/** Something that an account adopted. */
export interface AdoptedThing {
  readonly account: Account;
  readonly copy: KeptCopy;
}

export interface GivenBack extends AdoptedThing {
  /** Empty: it is what it was. */
  readonly problems: readonly Problem[];
}

export interface GiveBackOptions extends FleetOptions {
  /** Names or ids; none: all accounts. */
  readonly accounts: readonly string[];
  /** Receives what there is before anything is changed. @returns false to change nothing */
  readonly onFound: (found: readonly AdoptedThing[]) => Promise<boolean>;
}

/** @throws ConfigurationError if an account is unknown or cannot be reached */
export async function giveBack(options: GiveBackOptions): Promise<readonly GivenBack[]> {
  const { fleet, env, accounts: names } = options;
  const accounts = names.length === 0 ? allAccounts(fleet) : names.map((name) => knownAccount(fleet, name));
  return inWorkplace("give-back", options, async (workplace) => {
    const adoption = accountAdoption(fleet, await preflight(fleet, env, accounts), env);
    const limit = pLimit(STACKS_AT_ONCE);
    const found = await Promise.all(
      accounts.map((account) =>
        limit(async () => (await keptCopies(adoption.bucketOf(account))).map((copy) => ({ account, copy }))),
      ),
    );
    const things = found.flat();
    if (things.length === 0 || !(await options.onFound(things))) return [];
    const stacks = await workplace.synthesize();
    const runner = createRunner(workplace.rollout);
    const ofStacks = [...groupBy(things, ({ account, copy }) => `${account.id} ${copy.state}`).values()];
    const results = await Promise.all(ofStacks.map((some) => limit(() => giveBackOf(runner, stacks, adoption, some))));
    return results.flat();
  });
}

function knownAccount(fleet: Fleet, name: string): Account {
  const account = findAccount(fleet, name);
  if (account !== undefined) return account;
  const known = allAccounts(fleet).map((each) => each.name);
  throw new ConfigurationError({
    message: `The fleet has no account ${quoted(name)}.`,
    remedy: didYouMean(name, known, "give-back takes names or ids of accounts, and without any all accounts."),
  });
}

/** All that one stack has adopted. */
export async function giveBackOf(
  runner: StackRunner,
  stacks: readonly PlacedStack[],
  adoption: AccountAdoption,
  things: readonly AdoptedThing[],
): Promise<readonly GivenBack[]> {
  const all = (problems: readonly Problem[]) => things.map((thing) => ({ ...thing, problems }));
  const [first] = things;
  const stack = stacks.find(
    ({ account, stateKey }) => account.id === first?.account.id && stateKey === first.copy.state,
  );
  if (stack === undefined) return all([withoutStack(first)]);
  const notReady = await makeReady(runner, stack);
  if (notReady !== undefined)
    return all(notReady.problems.length > 0 ? notReady.problems : [interruptedProblem(stack)]);
  const results: GivenBack[] = [];
  for (const thing of things) results.push({ ...thing, problems: await giveBackOne(runner, stack, adoption, thing) });
  return results;
}

async function giveBackOne(
  runner: StackRunner,
  stack: PlacedStack,
  { readerOf, bucketOf }: AccountAdoption,
  { account, copy }: AdoptedThing,
): Promise<readonly Problem[]> {
  const { signal } = runner.interruption;
  if (signal.aborted) return [interruptedProblem(stack)];
  const [reader, bucket] = [readerOf(account), bucketOf(account)];
  const { was, key } = copy;
  try {
    if ((await reader.read(was)) === undefined) {
      return [
        {
          place: stack.name,
          message: `${titleOf(was)} does not exist any more, so it cannot be given back.`,
          remedy: `Remove the copy of it if nobody needs it: aws s3 rm s3://${bucket.name}/${key}`,
        },
      ];
    }
    const has = inState((await bucket.read(stack.stateKey))?.text, was);
    runner.tell(stack, `giving back ${was.name}`);
    await reader.restore(was, has);
    if (has.addresses.length > 0) {
      const forgotten = await runner.run(stack, ["state", "rm", ...runner.lockTimeout, ...has.addresses]);
      if (forgotten.interrupted) return [interruptedProblem(stack)];
      if (forgotten.exitCode !== 0) return problemsOf(stack.name, forgotten);
    }
    await bucket.remove(key);
    return [];
  } catch (error) {
    if (error instanceof OperationError) return error.problems;
    return [
      {
        place: stack.name,
        message: `${titleOf(was)} could not be given back: ${messageOf(error)}.`,
        remedy: "Correct the cause and run this again. The copy of what it was is still there.",
      },
    ];
  }
}

function withoutStack(thing: AdoptedThing | undefined): Problem {
  return {
    ...(thing === undefined ? {} : { place: `account ${thing.account.name} (${thing.account.id})` }),
    message: `The fleet no longer has the stack of ${thing?.copy.state ?? "the state"}, which adopted ${thing?.copy.was.name ?? "it"}.`,
    remedy: "Put the account or the setting back into the fleet file, retired if it leaves, and run this again.",
  };
}

function interruptedProblem({ name }: PlacedStack): Problem {
  return { place: name, message: "Interrupted before everything was given back.", remedy: "Run this again." };
}
