/** Parameters as late as AWS's: `{{ssm:name}}` gets the old value, and what is new is not found. */
import * as sdk from "@aws-sdk/client-ssm";
import { isObject } from "../../diagnostics/json";
import { locationKey, type Location } from "../../iam/location";
import { AwsError } from "../protocol/aws-error";
import { objectsOf, stringOf, stringsOf, type Input } from "../protocol/input";
import { locationOf } from "../protocol/location";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../protocol/message";
import type { Lateness } from "./lateness";
import { readKey } from "./past";
import type { ReadOf } from "./late-client";

type SsmOf = (accountId: string, region: string) => sdk.SSMClient;

const WRITES = new Set(["PutParameter", "DeleteParameter"]);
const READS = new Set(["GetParameter", "GetParameterHistory"]);
/** Reads of several parameters, which leave out what is not found. */
const LISTS = new Set(["DescribeParameters", "GetParameters", "GetParametersByPath"]);

export function parameterReads(location: Location): ReadOf {
  return (command, input) =>
    command === "GetParameter"
      ? { resource: nameOf(location, stringOf(input, "Name") ?? ""), key: readKey(command) }
      : undefined;
}

/** @param ssmOf Parameter Store as it is */
export function lateParameters(lateness: Lateness, ssmOf: SsmOf): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region, connection } = request;
    const location = locationOf(request);
    const hides = (name: string): boolean => lateness.hides(nameOf(location, name), connection);
    const Name = stringOf(input, "Name") ?? "";
    if (READS.has(operation) && hides(Name)) {
      throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
    }
    if (LISTS.has(operation)) return withoutHidden(request, next, hides);
    if (!WRITES.has(operation)) return next(request);
    const first = () => ({
      key: readKey("GetParameter"),
      answer: ssmOf(caller.accountId, region).send(new sdk.GetParameterCommand({ Name })),
    });
    return lateness.write(
      { resource: nameOf(location, Name), connection, readBefore: { first, rest: () => Promise.resolve([]) } },
      () => next(request),
      { succeeded: ({ status }) => status === 200 },
    );
  };
}

/** GetParameters names what it has not found. */
async function withoutHidden(
  request: CallerRequest,
  next: (request: CallerRequest) => Promise<AwsResponse>,
  hides: (name: string) => boolean,
): Promise<AwsResponse> {
  const response = await next(request);
  const body: unknown = response.status === 200 ? JSON.parse(response.body.toString()) : undefined;
  if (!isObject(body)) return response;
  const nameOfEach = (parameter: Input): string => stringOf(parameter, "Name") ?? "";
  const all = objectsOf(body, "Parameters");
  const hidden = all.map(nameOfEach).filter(hides);
  if (hidden.length === 0) return response;
  const shown = {
    ...body,
    Parameters: all.filter((parameter) => !hidden.includes(nameOfEach(parameter))),
    ...(request.operation === "GetParameters" && {
      InvalidParameters: [...stringsOf(body, "InvalidParameters"), ...hidden],
    }),
  };
  return { ...response, body: Buffer.from(JSON.stringify(shown)) };
}

/** A name may end in a version or label. */
function nameOf(location: Location, name: string): string {
  return `parameter ${locationKey(location)} ${name.split(":")[0] ?? ""}`;
}
