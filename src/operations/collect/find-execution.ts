/** Finds the execution that is asked for, and says where it is if it is not where one looks. */
import type { AutomationExecution, AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { ConfigurationError, OperationError, type Problem } from "../../diagnostics/errors";
import { allAccounts, type Account, type Fleet } from "../../fleet/model";
import pLimit from "p-limit";
import type { ExecutionReader, Readers } from "./ports";
import type { Place } from "./records";
import { UnreadableError } from "./unreadable";

export interface FoundExecution {
  readonly execution: AutomationExecution;
  readonly place: Place;
  readonly reader: ExecutionReader;
}

const EXECUTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Places that are searched at once for an execution that is not where it should be. */
const AT_ONCE = 20;

/** @throws ConfigurationError if it is not the id of an execution */
export function checkExecutionId(id: string): void {
  if (EXECUTION_ID.test(id)) return;
  throw new ConfigurationError({
    message: `"${id}" is not the id of an execution; expected 36 characters such as 01234567-89ab-cdef-0123-456789abcdef.`,
    remedy: "start-automation-execution prints the id; --last takes the newest execution.",
  });
}

/**
 * An execution by its id, in the account's home Region or in another Region of the fleet.
 * @throws ConfigurationError if the account has no such execution; it names the account that has
 */
export async function findExecution(
  fleet: Fleet,
  readers: Readers,
  account: Account,
  executionId: string,
): Promise<FoundExecution> {
  checkExecutionId(executionId);
  for (const region of regionsOf(fleet)) {
    const found = await executionAt(readers, { accountId: account.id, region }, executionId);
    if (found !== undefined) return found;
  }
  throw new ConfigurationError(await whereItIs(fleet, readers, account, executionId));
}

/** The newest execution of the account's home Region that no other execution has started. @throws OperationError if there is none */
export async function newestExecution(fleet: Fleet, readers: Readers, account: Account): Promise<FoundExecution> {
  const place = { accountId: account.id, region: fleet.homeRegion };
  const reader = await reach(readers, place);
  let newest: AutomationExecutionMetadata | undefined;
  try {
    for await (const page of reader.newest()) {
      const own = page.filter(({ ParentAutomationExecutionId: parent }) => parent === undefined);
      newest = own.reduce((last, each) => (startOf(each) > startOf(last) ? each : last), own[0]);
      if (newest !== undefined) break;
    }
    if (newest?.AutomationExecutionId !== undefined) {
      return { execution: await reader.execution(newest.AutomationExecutionId), place, reader };
    }
  } catch (error) {
    throw asFault(error, place);
  }
  throw new OperationError({
    place: `account ${account.name} (${account.id}), ${fleet.homeRegion}`,
    message: "The account has no execution.",
    remedy: "Start one, or name the account of another with --account.",
  });
}

function startOf(execution: AutomationExecutionMetadata | undefined): number {
  return execution?.ExecutionStartTime?.getTime() ?? 0;
}

function regionsOf(fleet: Fleet): readonly string[] {
  return [...new Set([fleet.homeRegion, ...fleet.regions])];
}

/** Undefined if there is no such execution. @throws OperationError if AWS does not let us see */
async function executionAt(readers: Readers, place: Place, id: string): Promise<FoundExecution | undefined> {
  const reader = await reach(readers, place);
  try {
    return { execution: await reader.execution(id), place, reader };
  } catch (error) {
    if (error instanceof UnreadableError && error.reason === "expired") return undefined;
    throw asFault(error, place);
  }
}

async function reach(readers: Readers, place: Place): Promise<ExecutionReader> {
  try {
    return await readers.at(place.accountId, place.region);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const { accountId, arn } = readers.caller;
    throw new OperationError({
      place: `account ${place.accountId}`,
      message: `The credentials belong to account ${accountId} (${arn}), and the reader role cannot be used: ${error.message}.`,
      remedy: error.remedy,
    });
  }
}

function asFault(error: unknown, { accountId, region }: Place): unknown {
  if (!(error instanceof UnreadableError)) return error;
  return new OperationError({
    place: `account ${accountId}, ${region}`,
    message: `${error.message}.`,
    remedy: error.remedy,
  });
}

/** Looks in the fleet's other accounts, because an id is often copied from one of them. */
async function whereItIs(fleet: Fleet, readers: Readers, account: Account, id: string): Promise<Problem> {
  const limit = pLimit(AT_ONCE);
  const others = allAccounts(fleet).filter((other) => other.id !== account.id);
  const places = others.flatMap((other) => regionsOf(fleet).map((region) => ({ other, region })));
  const answers = await Promise.all(
    places.map(({ other, region }) =>
      limit(async () => {
        try {
          await (await readers.at(other.id, region)).execution(id);
          return { other, region };
        } catch (error) {
          if (error instanceof UnreadableError) return undefined;
          throw error;
        }
      }),
    ),
  );
  const found = answers.find((answer) => answer !== undefined);
  const where = `account ${account.name} (${account.id})`;
  if (found !== undefined) {
    return {
      message: `The execution ${id} is not in ${where}, but in account ${found.other.name} (${found.other.id}), ${found.region}.`,
      remedy: `Add --account ${found.other.name}.`,
    };
  }
  return {
    message: `There is no execution ${id} in ${where}, nor in another account of the fleet that can be read (${regionsOf(fleet).join(", ")}).`,
    remedy:
      "Check the id, and that AWS_PROFILE and AWS_ENDPOINT_URL lead to where it ran. AWS keeps executions for 30 days.",
  };
}
