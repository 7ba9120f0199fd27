/** The least that the engine needs of the world: commands that are answered at once, and scripts where a measurement has them. */
import { randomUUID } from "node:crypto";
import type { AutomationDocument } from "../../src/document/model";
import { SystemClock } from "../../src/engine/clock";
import type { AutomationEngine } from "../../src/engine/engine";
import { ApiCallError } from "../../src/engine/errors";
import type { CommandOutcome, Identity, Platform, Scripts } from "../../src/engine/ports";
import type { Location } from "../../src/iam/location";
import type { ApiParameters, ExecutionRecord } from "../../src/engine/records";

const HOME: Location = { partition: "aws", accountId: "111111111111", region: "eu-west-1" };
const CALLER: Identity = { arn: "arn:aws:iam::111111111111:user/dev" };

/** @param scripts what `aws:executeScript` runs on; left out: there are no scripts */
export function minimalPlatform(document: AutomationDocument, scripts: Scripts = { run: notHere }): Platform {
  const found = { name: "measured", version: "1", targetType: undefined, document };
  const world = {
    api: { call: notHere },
    commands: { run: () => Promise.resolve(outcome()) },
    scripts,
    targets: { resolve: notHere },
  };
  return {
    // The sandbox's time: a real timer is set for the time-out of each step, and taken back.
    clock: new SystemClock(),
    identities: { assumeForExecution: notHere, assume: notHere, authorize: notHere },
    documents: { find: () => Promise.resolve(found) },
    organization: { accountsUnder: notHere },
    world: () => world,
    newId: randomUUID,
  };
}

/**
 * One execution, from its start to its full record with all steps.
 * @throws Error if it does not succeed: a failure would pass for a fast success
 */
export async function runOne(engine: AutomationEngine, parameters: ApiParameters): Promise<ExecutionRecord> {
  const id = await engine.start(HOME, CALLER, { DocumentName: "measured", Parameters: parameters });
  const record = await engine.ended(HOME, id);
  if (record.AutomationExecutionStatus === "Success") return record;
  throw new Error(`The execution ended as ${record.AutomationExecutionStatus}: ${JSON.stringify(record)}`);
}

/** Each command has an id and an output of its own, as on a node, so that what is kept of two executions is not the same text. */
function outcome(): CommandOutcome {
  const commandId = randomUUID();
  const ended = { Status: "Success", StatusDetails: "Success" } as const;
  const plugin = { Name: "aws:runShellScript", ...ended, ResponseCode: 0, Output: `ip-10-0-1-23 ${commandId}\n` };
  return {
    commandId,
    status: "Success",
    statusDetails: "Success",
    invocations: [{ CommandId: commandId, InstanceId: "i-0123456789abcdef0", ...ended, CommandPlugins: [plugin] }],
  };
}

function notHere(): Promise<never> {
  return Promise.reject(new ApiCallError("NotHere", "A measurement does not have this service.", "Measure"));
}
