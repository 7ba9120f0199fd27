/**
 * A parameter that the deployed version does not accept. The request was checked against the repository's runbook before; AWS
 * checks it against the version that it starts.
 */
import { isList } from "../../../document/json";
import { faultOf } from "../../../document/parameters/parameter-values";
import { storeNames } from "../../../document/parameters/parameter-store";
import { plainType, type ValueType } from "../../../document/value-types";
import { didYouMean } from "../../../diagnostics/did-you-mean";
import { parametersOf } from "../deployed";
import { documentMend } from "../document-mend";
import type { Finding } from "../finding";
import type { Probe, ProbeContext } from "../probe";

export const parameterRefused: Probe = {
  cause: "parameter-refused",
  cheap: true,
  async find(context) {
    const found = await Promise.all(context.regions.map((region) => refusalsIn(context, region)));
    return found.flat();
  },
};

interface Refusal {
  readonly message: string;
  readonly otherwise: string;
}

async function refusalsIn(context: ProbeContext, region: string): Promise<readonly Finding[]> {
  const { fleet, request, facts } = context;
  const { documentName: name, documentVersion: version, parameters, targetParameter } = request;
  const deployed = (await facts.document(name, version, region))?.value;
  if (deployed === undefined) return [];
  const definitions = parametersOf(deployed.content);
  const what = `version ${deployed.version} of ${name}`;
  const missing = [...definitions].filter(
    ([parameter, definition]) =>
      definition["default"] === undefined && parameters[parameter] === undefined && parameter !== targetParameter,
  );
  const refusals = [
    ...Object.entries(parameters).flatMap(([parameter, values]): readonly Refusal[] => {
      const definition = definitions.get(parameter);
      if (definition === undefined) {
        return [
          {
            message: `The parameter ${parameter} is unknown to ${what}, which is what would start.`,
            otherwise: didYouMean(parameter, [...definitions.keys()]),
          },
        ];
      }
      const fault = faultIn(values, definition);
      if (fault === undefined) return [];
      return [
        { message: `The parameter ${parameter} is refused by ${what}: ${fault}`, otherwise: "Use another value." },
      ];
    }),
    ...missing.map(([parameter]) => ({
      message: `The parameter ${parameter} is required by ${what}, which is what would start.`,
      otherwise: `Set it: --set ${parameter}=VALUE.`,
    })),
  ];
  if (refusals.length === 0) return [];
  // The repository's runbook accepts them, or the request would have been refused before.
  const mend = version === undefined ? await documentMend(context, region) : undefined;
  return refusals.map(({ message, otherwise }) => ({
    cause: "parameter-refused",
    severity: "error",
    place: { accountId: fleet.administratorAccount.id, region },
    message,
    ...(mend ?? { remedy: `${otherwise} Or leave out --document-version.` }),
  }));
}

/** A value that refers to Parameter Store is known only when the runbook starts. */
function faultIn(values: readonly string[], definition: Readonly<Record<string, unknown>>): string | undefined {
  const type = plainType(definition["type"]);
  if (type === undefined || storeNames(values).length > 0) return undefined;
  return faultOf(valueOf(values, type), type, definition);
}

function valueOf(values: readonly string[], type: ValueType): unknown {
  if (type === "StringList") return values;
  const [first = ""] = values;
  if (type === "Boolean") return /^(true|false)$/i.test(first) ? first.toLowerCase() === "true" : first;
  if (type === "MapList" && isList(values)) return values.length === 1 ? first : values.map(parsed);
  return first;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
