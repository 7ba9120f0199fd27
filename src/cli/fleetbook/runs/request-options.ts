/** The options of `preview` and `start`: what starts, where, on what, within which limits. */
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Catalogue } from "../../../catalogue/catalogue";
import { findRunbook } from "../../../catalogue/find-runbook";
import type { Fleet } from "../../../fleet/model";
import { ConfigurationError } from "../../../diagnostics/errors";
import { pairOf, parametersFrom } from "../../../document/parameters/given-parameters";
import type { GivenOption } from "../../../operations/request/given";
import type { ResolvedRequest } from "../../../operations/request/request";
import type { StartRequest } from "../../../operations/request/schema";
import type { GivenGate } from "../../../operations/request/waves";
import { each } from "../report/formats";

export interface RequestOptions {
  readonly set: readonly string[];
  readonly from?: string;
  readonly documentVersion?: string;
  readonly tag: readonly string[];
  readonly instance: readonly string[];
  readonly resourceGroup?: string;
  readonly allInstances?: true;
  readonly targetParameter?: string;
  readonly ou: readonly string[];
  readonly account: readonly string[];
  readonly excludeAccount: readonly string[];
  /** Commander's form of --no-child-ous. */
  readonly childOus: boolean;
  readonly region: readonly string[];
  readonly executionRole?: string;
  readonly maxConcurrency?: string;
  readonly maxErrors?: string;
  readonly accountConcurrency?: string;
  readonly accountErrors?: string;
  /** Of `start` alone. */
  readonly waves?: string;
  /** Of every wave of `waves`. */
  readonly gate?: GivenGate;
}

/** Adds the argument for the runbook and all options. */
export function withRequestOptions(command: Command): Command {
  return command
    .argument("[runbook]", "name of a runbook of centralRunbooks, or of a pulled one of Amazon's (or in --from)")
    .option("-s, --set <name=value>", "a parameter; a list is a,b or JSON, or repeat the option", each, [])
    .option("--from <file>", "a request file; options win over what it says")
    .option("--document-version <version>", "version of the document (default: the default version)")
    .option("--tag <key=value>", "instances with this tag; repeat it for more values or tags", each, [])
    .option("--instance <id>", "an instance of the one --account; repeatable", each, [])
    .option("--resource-group <name>", "members of this resource group in each account")
    .option("--all-instances", "every instance of each account")
    .option("--target-parameter <name>", "parameter that gets the id of each target (default: InstanceId)")
    .option("--ou <path or id>", "accounts of this unit; root: of all; repeatable", each, [])
    .option("-a, --account <name or id>", "this account; repeatable", each, [])
    .option("--exclude-account <name or id>", "not this account; repeatable", each, [])
    .option("--no-child-ous", "not the accounts of units below --ou")
    .option("-r, --region <region>", "in this Region; repeatable (default: all of each account)", each, [])
    .option("--execution-role <name>", "role to act with in each account (default: as fleet.yaml says)")
    .option("--max-concurrency <n>", "instances at a time in an account: a number or a percentage")
    .option("--max-errors <n>", "errors in an account after which no further instance starts")
    .option("--account-concurrency <n>", "accounts at a time")
    .option("--account-errors <n>", "accounts with errors after which no further account starts");
}

/**
 * What the command line asks for, checked against the fleet and the runbook.
 * @throws ConfigurationError with every fault, each with its option or its line in the request file
 */
export async function requestOf(
  fleet: Fleet,
  catalogue: Catalogue,
  runbookName: string | undefined,
  options: RequestOptions,
): Promise<ResolvedRequest> {
  const { requestFromFile, requestFromOptions } = await import("../../../operations/request/given");
  const { resolveRequest } = await import("../../../operations/request/resolve");
  const { wavesFrom } = await import("../../../operations/request/waves");
  const base = options.from === undefined ? undefined : requestFromFile(resolve(options.from));
  const name = runbookName ?? base?.request.runbook;
  if (name === undefined) {
    throw new ConfigurationError({
      message: "Expected the name of a runbook, or --from with a request file.",
      remedy: `Runbooks that are started centrally are in centralRunbooks of fleet.yaml.`,
    });
  }
  const { runbook } = findRunbook(name, catalogue);
  const parameters = parametersFrom(options.set, runbook);
  if (options.waves === undefined && Object.values(options.gate ?? {}).some((each) => each !== undefined)) {
    throw new ConfigurationError({
      message: "--wave-max-errors, --wave-wait, --wave-alarm and --wave-confirm are of the waves that --waves names.",
      remedy: "Add --waves, or give the waves of the request file maxErrors, waitSeconds, alarm and confirm.",
    });
  }
  const waves = options.waves === undefined ? undefined : wavesFrom(options.waves, options.gate ?? {});
  const given = membersOf(options);
  const request = requestFromOptions(
    {
      ...{ runbook: runbook.name, ...given.request },
      parameters: parameters as NonNullable<StartRequest["parameters"]>,
      ...(waves !== undefined && { waves: [...waves] }),
    },
    [
      ...(runbookName === undefined ? [] : [{ path: ["runbook"], text: runbookName }]),
      ...Object.keys(parameters).map((key): GivenOption => ({ path: ["parameters", key], text: `--set ${key}` })),
      ...(options.waves === undefined ? [] : [{ path: ["waves"], text: `--waves ${options.waves}` }]),
      ...given.options,
    ],
    base,
  );
  return resolveRequest(fleet, runbook, request);
}

/** The members that options set, with the option of each. */
function membersOf(options: RequestOptions): {
  readonly request: Partial<StartRequest>;
  readonly options: readonly GivenOption[];
} {
  const given: GivenOption[] = [];
  const list = (
    key: "organizationalUnits" | "accounts" | "excludeAccounts" | "regions",
    flag: string,
    values: readonly string[],
  ) => {
    values.forEach((value, index) => given.push({ path: [key, index], text: `${flag} ${value}` }));
    return values.length === 0 ? {} : { [key]: [...values] };
  };
  const single = (path: readonly string[], flag: string, value: string | undefined) => {
    if (value !== undefined) given.push({ path, text: `${flag} ${value}` });
    return value === undefined ? {} : { [path.at(-1) ?? ""]: value };
  };
  const limits = {
    ...single(["limits", "maxConcurrency"], "--max-concurrency", options.maxConcurrency),
    ...single(["limits", "maxErrors"], "--max-errors", options.maxErrors),
    ...single(["limits", "accountConcurrency"], "--account-concurrency", options.accountConcurrency),
    ...single(["limits", "accountErrors"], "--account-errors", options.accountErrors),
  };
  const targets = targetsOf(options, given);
  const request = {
    ...single(["documentVersion"], "--document-version", options.documentVersion),
    ...(targets !== undefined && { targets }),
    ...single(["targetParameter"], "--target-parameter", options.targetParameter),
    ...list("organizationalUnits", "--ou", options.ou),
    ...list("accounts", "--account", options.account),
    ...list("excludeAccounts", "--exclude-account", options.excludeAccount),
    ...(!options.childOus && { childOrganizationalUnits: false }),
    ...list("regions", "--region", options.region),
    ...single(["executionRole"], "--execution-role", options.executionRole),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
  return { request, options: given };
}

function targetsOf(options: RequestOptions, given: GivenOption[]): StartRequest["targets"] {
  const { tag, instance, resourceGroup, allInstances } = options;
  const tags: Record<string, string[]> = {};
  for (const argument of tag) {
    const [key, value] = pairOf(argument);
    if (value === undefined) {
      throw new ConfigurationError({
        place: `--tag ${argument}`,
        message: "A tag has a key and a value.",
        remedy: "Write --tag KEY=VALUE.",
      });
    }
    (tags[key] ??= []).push(value);
    given.push({ path: ["targets", "tags"], text: `--tag ${argument}` });
  }
  instance.forEach((id, index) => given.push({ path: ["targets", "instances", index], text: `--instance ${id}` }));
  if (resourceGroup !== undefined) given.push({ path: ["targets", "resourceGroup"], text: "--resource-group" });
  if (allInstances !== undefined) given.push({ path: ["targets", "allInstances"], text: "--all-instances" });
  const targets = {
    ...(tag.length > 0 && { tags }),
    ...(instance.length > 0 && { instances: [...instance] }),
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(allInstances !== undefined && { allInstances }),
  };
  return Object.keys(targets).length === 0 ? undefined : targets;
}
