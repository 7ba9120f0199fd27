/**
 * The states between of database instances, in the answers of RDS.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
import { locationKey } from "../../../iam/location";
import { stringOf } from "../../protocol/input";
import { locationOf } from "../../protocol/location";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { xmlText } from "../../protocol/xml";
import type { PassingStates } from "../passing-states";

/** The state that each operation begins. */
const BEGINS: Readonly<Record<string, string>> = {
  CreateDBInstance: "creating",
  ModifyDBInstance: "modifying",
  RebootDBInstance: "rebooting",
  StartDBInstance: "starting",
  StopDBInstance: "stopping",
};

export function databaseStates(states: PassingStates): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    if (response.status !== 200) return response;
    const id = stringOf(request.input, "DBInstanceIdentifier");
    const begun = BEGINS[request.operation];
    if (begun !== undefined && id !== undefined) states.begin(keyOf(request, id), begun);
    return withStates(request, response, states);
  };
}

function withStates(request: CallerRequest, response: AwsResponse, states: PassingStates): AwsResponse {
  const body = response.body.toString();
  const shown = body.replace(/<DBInstance>[^]*?<\/DBInstance>/g, (instance) => {
    const state = states.of(keyOf(request, xmlText(instance, "DBInstanceIdentifier") ?? ""));
    if (state === undefined) return instance;
    return instance.replace(/(<DBInstanceStatus>)[^<]*/, (_, tag: string) => tag + state);
  });
  return shown === body ? response : { ...response, body: Buffer.from(shown) };
}

function keyOf(request: CallerRequest, id: string): string {
  return `rds ${locationKey(locationOf(request))} ${id.toLowerCase()}`;
}
