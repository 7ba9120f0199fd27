/** Reads the parameters in Parameter Store to which commands refer. moto stores them. */
import { GetParameterCommand, ParameterNotFound, ParameterVersionNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import type { StoredValue } from "../../../document/parameters/parameter-store";
import type { ReadParameters } from "./run-command";

/** One by one: moto's GetParameters does not say which version or label a parameter was asked for with. */
export function parameterReader(ssmOf: (accountId: string, region: string) => SSMClient): ReadParameters {
  return async ({ accountId, region }, names) => {
    const read = names.map(async (name) => [name, await readOne(ssmOf(accountId, region), name)] as const);
    const found = new Map<string, StoredValue>();
    for (const [name, value] of await Promise.all(read)) if (value !== undefined) found.set(name, value);
    return found;
  };
}

async function readOne(ssm: SSMClient, Name: string): Promise<StoredValue | undefined> {
  try {
    const { Parameter: { Type, Value = "" } = {} } = await ssm.send(new GetParameterCommand({ Name }));
    return { type: Type, value: Value };
  } catch (error) {
    if (error instanceof ParameterNotFound || error instanceof ParameterVersionNotFound) return undefined;
    throw error;
  }
}
