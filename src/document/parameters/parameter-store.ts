/**
 * References to Parameter Store in the values of parameters: `{{ssm:name}}`, alone or within a text.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-param-runcommand.html
 */

const REFERENCE = /\{\{\s*ssm:([^\s{}]+)\s*\}\}/g;
const WHOLE = new RegExp(`^\\s*${REFERENCE.source}\\s*$`);

export interface StoredValue {
  /** `String`, `StringList`, `SecureString` */
  readonly type: string | undefined;
  /** The items of a StringList are separated by commas. */
  readonly value: string;
}

/** By name, with version or label if the reference has one: `name:3`. */
export type StoredValues = ReadonlyMap<string, StoredValue>;

/** The names that the strings refer to, each once. */
export function storeNames(strings: readonly string[]): readonly string[] {
  // Every start asks this of every value, and next to none has one.
  if (!strings.some((string) => string.includes("{{"))) return [];
  return [...new Set(strings.flatMap((string) => [...string.matchAll(REFERENCE)].map(([, name = ""]) => name)))];
}

/** Why a name cannot be referred to, as a sentence; undefined if it can. */
export function storeFault(name: string, found: StoredValues): string | undefined {
  const entry = found.get(name);
  if (entry === undefined) return `Parameter Store has no ${name}.`;
  return entry.type === "SecureString" ? `${name} is secret: a SecureString cannot be used.` : undefined;
}

/**
 * The strings with their references replaced; every name has been found.
 * @param isList whether they are the items of a list, in which a reference to a StringList becomes the items of that list
 */
export function fillStored(strings: readonly string[], found: StoredValues, isList: boolean): readonly string[] {
  return strings.flatMap((string) => {
    const whole = WHOLE.exec(string)?.[1];
    const entry = whole === undefined ? undefined : found.get(whole);
    if (isList && entry !== undefined && entry.type !== "String") return entry.value.split(",");
    return string.replace(REFERENCE, (_all, name: string) => found.get(name)?.value ?? "");
  });
}
