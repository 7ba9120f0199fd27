/** Clients of moto that meet resources as others do: as they were before the writes that are not seen yet. */
import type { IAMClient } from "@aws-sdk/client-iam";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { Input } from "../protocol/input";
import type { Lateness } from "./lateness";
import type { Answer } from "./past";

/** The resource that a command of the SDK reads, and the key of the command among its reads. Undefined if it is never late. */
export type ReadOf = (command: string, input: Input) => { readonly resource: string; readonly key: string } | undefined;

/** Adds lateness to a new client. */
export function lateClient<Client extends IAMClient | SSMClient>(
  client: Client,
  lateness: Pick<Lateness, "answerTo">,
  readOf: ReadOf,
): Client {
  const { middlewareStack } = client as { readonly middlewareStack: Pick<IAMClient["middlewareStack"], "add"> };
  middlewareStack.add(
    (next, { commandName = "" }) =>
      async (given) => {
        const read = readOf(commandName.replace(/Command$/, ""), given.input as Input);
        const late = read && lateness.answerTo(read.resource, read.key);
        return late === undefined ? next(given) : { output: outputOf(late) as never, response: {} };
      },
    { step: "initialize" },
  );
  return client;
}

function outputOf(answer: Answer): unknown {
  if ("error" in answer) throw answer.error;
  return answer.output;
}
