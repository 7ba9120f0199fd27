// A small platform for tests of the engine: scripted responses, documents by name, an organization as a table, a virtual
// clock. It records every call with its identity.
import type { Json, JsonObject } from "../../src/document/json";
import type { AutomationDocument } from "../../src/document/model";
import { VirtualClock } from "../../src/engine/clock";
import { ApiCallError, AutomationError, ScriptError } from "../../src/engine/errors";
import type { CommandOutcome, FoundDocument, Identity, Platform, ScriptCall } from "../../src/engine/ports";
import type { Location } from "../../src/iam/location";
import type { Target } from "../../src/engine/records";

export const HOME: Location = { partition: "aws", accountId: "111111111111", region: "eu-west-1" };
export const CALLER: Identity = { arn: "arn:aws:iam::111111111111:user/dev" };

/** Where and in whose name something is asked for, and the signal of the step that asks. */
export interface Asked {
  readonly location: Location;
  readonly identity: Identity;
  readonly hasRole: boolean;
  readonly signal: AbortSignal;
}

type Answer<Question, Result> = (question: Question, asked: Asked) => Result | Promise<Result>;

export interface Fakes {
  /** By name or ARN. */
  readonly documents?: Readonly<Record<string, AutomationDocument | FoundDocument>>;
  /** By `service:Operation` as the step writes them. */
  readonly api?: Readonly<Record<string, Answer<JsonObject, JsonObject>>>;
  readonly commands?: Answer<JsonObject, CommandOutcome>;
  readonly scripts?: Answer<ScriptCall, Json>;
  readonly targets?: Answer<readonly Target[], readonly string[]>;
  /** Accounts directly in an organizational unit or root, and the units below it. */
  readonly organization?: Readonly<
    Record<string, { readonly accounts: readonly string[]; readonly units?: readonly string[] }>
  >;
  /** Whether a role can be assumed. @default every role can */
  readonly assumable?: (roleArn: string, from: Identity) => boolean;
  /** Whether an action is allowed. @default every action is */
  readonly allowed?: (action: string, resource: string, identity: Identity) => boolean;
}

export interface FakePlatform extends Platform {
  readonly clock: VirtualClock;
  /** Every call of an API, in order. */
  readonly calls: (Omit<Asked, "signal"> & { readonly name: string; readonly parameters: JsonObject })[];
  /** Every role that was assumed, in order. */
  readonly assumed: { readonly roleArn: string; readonly from: string; readonly location: Location }[];
}

export function fakePlatform(fakes: Fakes = {}): FakePlatform {
  const clock = new VirtualClock(new Date("2026-01-15T10:00:00Z"));
  const calls: FakePlatform["calls"] = [];
  const assumed: FakePlatform["assumed"] = [];
  let ids = 0;

  const assume = (location: Location, roleArn: string, from: Identity, session: string): Identity | undefined => {
    if (fakes.assumable?.(roleArn, from) === false) return undefined;
    assumed.push({ roleArn, from: from.arn, location });
    const [, , , , account, role] = roleArn.split(":");
    return { arn: `arn:aws:sts::${account}:assumed-role/${role?.split("/").at(-1)}/${session}` };
  };

  const accountsUnder = (parent: string, deep: boolean): readonly string[] => {
    const unit = fakes.organization?.[parent];
    if (unit === undefined)
      throw new ApiCallError("ParentNotFoundException", `No parent ${parent}.`, "ListAccountsForParent");
    return [...unit.accounts, ...(deep ? (unit.units ?? []).flatMap((child) => accountsUnder(child, true)) : [])];
  };

  return {
    clock,
    calls,
    assumed,
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`,
    identities: {
      assumeForExecution: (location, executionId, roleArn, caller) =>
        settle(() => {
          const identity = assume(location, roleArn, caller, `Automation-${executionId}`);
          if (identity !== undefined) return identity;
          throw new AutomationError(
            "InvalidAutomationExecutionParametersException",
            "The defined assume role is unable to be assumed.",
          );
        }),
      assume: (location, from, roleArn, sessionName) =>
        settle(() => {
          const identity = assume(location, roleArn, from, sessionName);
          if (identity !== undefined) return identity;
          throw new ApiCallError("AccessDenied", `${from.arn} may not assume ${roleArn}.`, "AssumeRole");
        }),
      authorize: (_location, identity, action, resource) =>
        settle(() => {
          if (fakes.allowed?.(action, resource, identity) !== false) return;
          throw new ApiCallError(
            "AccessDeniedException",
            `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource}`,
            action.split(":")[1] ?? action,
          );
        }),
    },
    documents: {
      find: (_location, _caller, name, version) =>
        settle(() => {
          const found = fakes.documents?.[name];
          if (found === undefined) {
            throw new AutomationError("AutomationDefinitionNotFoundException", `Document ${name} does not exist.`);
          }
          if ("document" in found) return found;
          const number = version?.startsWith("$") === false ? version : "1";
          return { name, version: number, targetType: undefined, document: found };
        }),
    },
    organization: {
      accountsUnder: (_location, _identity, parentId, includeChildOrganizationUnits) =>
        settle(() => accountsUnder(parentId, includeChildOrganizationUnits)),
    },
    world: (location, identity, hasRole) => ({
      api: {
        call: async ({ service, api, parameters }, signal) => {
          calls.push({ location, identity, hasRole, name: `${service}:${api}`, parameters });
          const answer = fakes.api?.[`${service}:${api}`];
          if (answer === undefined) throw new ApiCallError("UnknownOperation", `${service} has no ${api} here.`, api);
          return clock.during(Promise.resolve(answer(parameters, { location, identity, hasRole, signal })));
        },
      },
      commands: {
        run: async (input, signal) => {
          if (fakes.commands === undefined)
            throw new ApiCallError("UnknownOperation", "There are no nodes here.", "SendCommand");
          return fakes.commands(input, { location, identity, hasRole, signal });
        },
      },
      scripts: {
        run: async (script, signal) => {
          if (fakes.scripts === undefined) throw new ScriptError("There are no scripts here.");
          return fakes.scripts(script, { location, identity, hasRole, signal });
        },
      },
      targets: {
        resolve: async (targets, _targetType, signal) =>
          fakes.targets === undefined ? [] : fakes.targets(targets, { location, identity, hasRole, signal }),
      },
    }),
  };
}

/** The result as a promise, thrown errors as rejections. */
function settle<Result>(run: () => Result): Promise<Result> {
  return new Promise((resolve) => resolve(run()));
}

/** A command that ended on one node, with what it printed. */
export function commandOutcome(output: string, exitCode = 0, instanceId = "i-0123456789abcdef0"): CommandOutcome {
  const status = exitCode === 0 ? "Success" : "Failed";
  const commandId = "5d3c8c1f-0000-4000-8000-000000000000";
  return {
    commandId,
    status,
    statusDetails: status,
    invocations: [
      {
        CommandId: commandId,
        InstanceId: instanceId,
        Status: status,
        StatusDetails: status,
        CommandPlugins: [
          { Name: "aws:runShellScript", Status: status, StatusDetails: status, ResponseCode: exitCode, Output: output },
        ],
      },
    ],
  };
}
