/** For optional members of AWS's shapes: what has no value is left out. */

type WithoutUndefined<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** The members that have a value. */
export function withoutUndefined<Members extends object>(members: Members): WithoutUndefined<Members> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept as WithoutUndefined<Members>;
}
