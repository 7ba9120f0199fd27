/**
 * A second reading of IAM's documentation, written for comparison: a policy as a list of predicates over a request, with regular
 * expressions in place of the decision's own matching. It knows identity policies, the operators of strings, ARNs, booleans and
 * numbers, both set operators, IfExists, Null and policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */

type Values = string | readonly string[];

export interface ReadStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource?: Values;
  readonly NotResource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

export interface ReadRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** An explicit deny wins, then an allow; what nobody allows is denied. */
export function secondReading(
  statements: readonly ReadStatement[],
  request: ReadRequest,
): "allowed" | "denied" | "not-allowed" {
  const effects = new Set(statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect));
  if (effects.has("Deny")) return "denied";
  return effects.has("Allow") ? "allowed" : "not-allowed";
}

const listOf = (values: Values | undefined): readonly string[] => (values === undefined ? [] : [values].flat());

function applies(statement: ReadStatement, request: ReadRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const namesAction = listOf(Action ?? NotAction).some((text) => glob(text, "i").test(request.action));
  const namesResource = listOf(Resource ?? NotResource).some((text) => resourceMatches(text, request));
  return (
    namesAction === (NotAction === undefined) &&
    namesResource === (NotResource === undefined) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, listOf(expected), key.toLowerCase(), request)),
    )
  );
}

/** `*` and `?` are wildcards; what is marked by `literal` is not. */
function glob(text: string, flags = "s"): RegExp {
  const parts = text
    .split(/(\ue000.*?\ue001)/s)
    .map((part) =>
      part.startsWith("\ue000")
        ? escaped(part.slice(1, -1))
        : escaped(part).replace(/\\\*/g, ".*").replace(/\\\?/g, "."),
    );
  return new RegExp(`^${parts.join("")}$`, flags);
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const literal = (text: string) => `\ue000${text}\ue001`;

/** The text with its variables replaced; undefined if one has no value. */
function filled(text: string, { keys }: ReadRequest): string | undefined {
  let missing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const values = keys[name.toLowerCase()];
    if (values?.length !== 1) missing = true;
    return literal(values?.[0] ?? "");
  });
  return missing ? undefined : result;
}

function resourceMatches(text: string, request: ReadRequest): boolean {
  if (text === "*") return true;
  // Variables have a meaning after the fifth colon only.
  const [, head = "", tail = ""] = /^((?:[^:]*:){5})(.*)$/s.exec(text) ?? [];
  const own = filled(tail, request);
  if (own === undefined) return false;
  const wanted = [...head.split(":").slice(0, 5), own];
  const parts = request.resource.split(":");
  const given = [...parts.slice(0, 5), parts.slice(5).join(":")];
  return wanted.every((segment, index) => glob(segment).test(given[index] ?? ""));
}

type Compare = (given: string, expected: string) => boolean;

const plain = (text: string) => text.replace(/[\ue000\ue001]/g, "");
const COMPARE: Readonly<Record<string, Compare>> = {
  StringEquals: (given, expected) => given === plain(expected),
  StringEqualsIgnoreCase: (given, expected) => given.toLowerCase() === plain(expected).toLowerCase(),
  StringLike: (given, expected) => glob(expected).test(given),
  Bool: (given, expected) => given.toLowerCase() === plain(expected).toLowerCase(),
  NumericEquals: (given, expected) => Number(given) === Number(expected),
  NumericLessThan: (given, expected) => Number(given) < Number(expected),
  NumericGreaterThanEquals: (given, expected) => Number(given) >= Number(expected),
};

function holds(operator: string, expected: readonly string[], key: string, request: ReadRequest): boolean {
  const given = request.keys[key] ?? [];
  if (operator === "Null") return expected.includes(String(given.length === 0));
  const [, set, rest = ""] = /^(ForAllValues:|ForAnyValue:)?(.*)$/.exec(operator) ?? [];
  const ifExists = rest.endsWith("IfExists");
  const name = rest.replace(/IfExists$/, "");
  const inverted = name.includes("Not");
  const compare = COMPARE[name.replace("Not", "")] ?? (() => false);
  if (given.length === 0) return ifExists || set === "ForAllValues:" || (set === undefined && inverted);
  const one = (value: string) => {
    const equal = expected.some((each) => {
      const text = filled(each, request);
      return text !== undefined && compare(value, text);
    });
    return equal !== inverted;
  };
  return set === "ForAnyValue:" ? given.some(one) : given.every(one);
}
