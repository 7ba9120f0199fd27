import * as fc from "fast-check";
import { parse } from "yaml";
import { canonicalLock, lockText } from "../../../src/fleet/lock/lock-text";
import { ACCOUNT_STATES, type Lock } from "../../../src/fleet/schema/lock-file";
import { LOCK } from "../lock-fixture";

const text = fc.string({ unit: "binary", maxLength: 20 });
const locks: fc.Arbitrary<Lock> = fc.record({
  organization: fc.constant(LOCK.organization),
  organizationalUnits: fc.dictionary(
    fc.constantFrom("ou-flt1-aaaaaaaa", "ou-flt1-bbbbbbbb"),
    fc.record({ name: text, parent: fc.constant("r-flt1") }),
    { noNullPrototype: true },
  ),
  accounts: fc.dictionary(
    fc.stringMatching(/^\d{12}$/),
    fc.record({
      stack: fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/),
      name: text,
      parent: fc.constant("ou-flt1-aaaaaaaa"),
      state: fc.constantFrom(...ACCOUNT_STATES),
      tags: fc.dictionary(
        text.filter((key) => key !== "" && key !== "__proto__"),
        text,
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      ),
    }),
    { noNullPrototype: true },
  ),
});

describe("the text of a lock", () => {
  it("is read again as what it was, by YAML and without it", () => {
    fc.assert(
      fc.property(locks, (lock) => {
        expect(canonicalLock(lockText(lock))).toEqual(lock);
        expect(parse(lockText(lock))).toEqual(lock);
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order in which AWS has listed accounts, units and tags", () => {
    const reversed = <T>(of: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(of).reverse());
    const tagsReversed = Object.fromEntries(
      Object.entries(LOCK.accounts).map(([id, { tags, ...of }]) => [
        id,
        { ...of, ...(tags && { tags: reversed(tags) }) },
      ]),
    );
    expect(
      lockText({
        ...LOCK,
        organizationalUnits: reversed(LOCK.organizationalUnits),
        accounts: reversed(tagsReversed),
      }),
    ).toBe(lockText(LOCK));
  });

  it("has one line for each account and unit", () => {
    const accounts = lockText(LOCK)
      .split("\n")
      .filter((line) => line.startsWith('  "'));
    expect(accounts).toHaveLength(Object.keys(LOCK.accounts).length);
    expect(accounts[1]).toBe(
      '  "222222222222": { stack: app-dev, name: "App / Dev", parent: ou-flt1-workload, state: active, tags: { "ssm": "managed" } }',
    );
  });
});
