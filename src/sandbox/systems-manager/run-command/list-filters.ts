/** The filters of ListCommands and ListCommandInvocations. */
import type { CommandFilter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";
import type { Command } from "./command";
import { hasEnded, type Invocation } from "./invocation";

/** By filter key: turns a filter's value into a test of an item. */
type Filters<T> = Readonly<Record<string, (value: string) => (item: T) => boolean>>;

export const COMMAND_FILTERS: Filters<Command> = {
  InvokedAfter: (value) => after(readTime(value)),
  InvokedBefore: (value) => before(readTime(value)),
  Status: (value) => hasStatus(value),
  ExecutionStage: (value) => {
    if (value !== "Executing" && value !== "Complete") {
      throw new AwsError("InvalidFilterKey", `Expected Executing or Complete for ExecutionStage, found ${value}.`);
    }
    return (command) => hasEnded(command) === (value === "Complete");
  },
  DocumentName:
    (value) =>
    ({ request }) =>
      request.DocumentName === value,
};

export interface ListedInvocation {
  readonly command: Command;
  readonly invocation: Invocation;
}

export const INVOCATION_FILTERS: Filters<ListedInvocation> = {
  InvokedAfter: (value) => ofInvocation(after(readTime(value))),
  InvokedBefore: (value) => ofInvocation(before(readTime(value))),
  Status: (value) => ofInvocation(hasStatus(value)),
  DocumentName:
    (value) =>
    ({ command }) =>
      command.request.DocumentName === value,
};

/**
 * A test of whether an item matches all filters.
 * @throws AwsError InvalidFilterKey, also for invalid values, for which AWS has no error of its own
 */
export function readFilters<T>(asked: readonly CommandFilter[], filters: Filters<T>): (item: T) => boolean {
  const tests = asked.map(({ key = "", value = "" }) => {
    const read = Object.hasOwn(filters, key) ? filters[key] : undefined;
    if (read !== undefined) return read(value);
    throw new AwsError(
      "InvalidFilterKey",
      `${key} is not a valid filter key. The valid keys are ${Object.keys(filters).join(", ")}.`,
    );
  });
  return (item) => tests.every((passes) => passes(item));
}

type Requested = Pick<Invocation, "requested">;

function after(time: Date): (item: Requested) => boolean {
  return ({ requested }) => requested > time;
}

function before(time: Date): (item: Requested) => boolean {
  return ({ requested }) => requested < time;
}

function hasStatus(value: string): (item: { readonly status: string; readonly statusDetails: string }) => boolean {
  return ({ status, statusDetails }) => status === value || statusDetails === value;
}

function ofInvocation(passes: (invocation: Invocation) => boolean): (item: ListedInvocation) => boolean {
  return ({ invocation }) => passes(invocation);
}

function readTime(value: string): Date {
  const time = new Date(value);
  if (!Number.isNaN(time.getTime())) return time;
  throw new AwsError("InvalidFilterKey", `${value} is not a time such as 2026-01-31T12:00:00Z.`);
}
