/** The parameters of a request, checked against the runbook's own, as AWS gets them. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { ConfigurationError } from "../../diagnostics/errors";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { isList } from "../../diagnostics/json";
import type { ParameterDefinition, Runbook } from "../../document/model";
import { faultOf } from "../../document/parameters/parameter-values";
import { storeNames } from "../../document/parameters/parameter-store";
import { assumeRoleParameter } from "../../document/permissions/role-permissions";
import { plainType, type ValueType } from "../../document/value-types";
import type { Selection } from "./places";

type Strings = Readonly<Record<string, readonly string[]>>;

/**
 * @param filled the parameter that gets a target's id
 * @param administrationRoleArn the role of a runbook that takes one, unless another is given
 */
export function selectParameters(
  runbook: Runbook,
  given: Readonly<Record<string, unknown>>,
  filled: string | undefined,
  administrationRoleArn: string,
): Selection<Strings> {
  const definitions = runbook.document.parameters ?? {};
  const known = Object.keys(definitions);
  const problems: ValueProblem[] = [];
  const strings: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    const path = ["parameters", name];
    if (definition === undefined) {
      const message = `The runbook ${runbook.name} has no parameter "${name}"; it has ${known.join(", ") || "none"}.`;
      problems.push({ path, atKey: true, message, remedy: didYouMean(name, known) });
      continue;
    }
    const type = plainType(definition.type) ?? "String";
    strings[name] = stringsOf(value, type);
    const fault = faultIn(value, type, definition);
    if (fault !== undefined) {
      const message = `The runbook ${runbook.name} does not accept this value of ${name}. ${fault}`;
      problems.push({ path, message, remedy: howToCorrect(definition, type) });
    }
  }
  const role = assumeRoleParameter(runbook.document);
  if (role !== undefined) strings[role] ??= [administrationRoleArn];
  const missing = known.filter(
    (name) => definitions[name]?.default === undefined && strings[name] === undefined && name !== filled,
  );
  for (const name of missing) {
    problems.push({
      path: ["parameters"],
      message: `The runbook ${runbook.name} requires the parameter ${name}.`,
      remedy: `Set it: --set ${name}=VALUE.`,
    });
  }
  return { value: strings, problems };
}

/** Parameters in place of others that are complete. @throws ConfigurationError for those that the runbook does not accept */
export function overridesOf(runbook: Runbook, given: Readonly<Record<string, unknown>>): Strings {
  const { value, problems } = selectParameters(runbook, given, undefined, "");
  const names = Object.keys(given);
  const own = problems.filter(({ path }) => path.length > 1);
  if (own.length === 0) return Object.fromEntries(names.map((name) => [name, value[name] ?? []]));
  throw new ConfigurationError(
    ...own.map(({ path, message, remedy }) => ({ place: `--set ${String(path[1])}`, message, remedy })),
  );
}

/** A parameter's value as AWS has it: one string, one for each item of a list, JSON for maps. */
function stringsOf(value: unknown, type: ValueType): readonly string[] {
  return (isList(value) && (type === "StringList" || type === "MapList") ? value : [value]).map((item) =>
    typeof item === "string" ? item : JSON.stringify(item),
  );
}

/** A value that refers to Parameter Store is known only when the runbook starts. */
function faultIn(value: unknown, type: ValueType, definition: ParameterDefinition): string | undefined {
  if (storeNames(stringsOf(value, type)).length > 0) return undefined;
  if (type === "StringList") return faultOf(isList(value) ? value : [value], type, { ...definition });
  if (type === "Boolean" && typeof value === "string" && /^(true|false)$/i.test(value)) return undefined;
  return faultOf(value, type, { ...definition });
}

function howToCorrect({ allowedValues, allowedPattern }: ParameterDefinition, type: ValueType): string {
  if (isList(allowedValues)) return `Use one of: ${allowedValues.map(String).join(", ")}.`;
  if (allowedPattern !== undefined) return "Write a value that the pattern matches.";
  return `Write a value of type ${type}${type === "StringMap" || type === "MapList" ? ", as JSON" : ""}.`;
}
