import { divide, named, shardOf } from "../../../src/rollout/plans/selection";

const stacks = ["administrator", "member-app-dev", "member-app-prod", "target-app-dev"].map((name) => ({ name }));

describe("the stacks that are named", () => {
  it("are all without a name, and those that match a pattern", () => {
    expect(named(stacks, [])).toEqual(stacks);
    expect(named(stacks, ["member-*", "administrator"]).map(({ name }) => name)).toEqual([
      "administrator",
      "member-app-dev",
      "member-app-prod",
    ]);
  });

  it("must exist: the nearest name is suggested for each that does not", () => {
    expect(() => named(stacks, ["member-app-dve", "administrator"])).toThrow(
      'The fleet has no stack "member-app-dve". Did you mean "member-app-dev"?',
    );
  });

  it("are matched literally but for *", () => {
    expect(() => named(stacks, ["member.app.dev"])).toThrow("no stack");
  });
});

describe("a shard", () => {
  it("is written as I/N", () => {
    expect(shardOf("2/8")).toEqual({ index: 2, count: 8 });
    for (const wrong of ["0/8", "9/8", "2", "2/", "a/b", "1/0", "-1/3"]) expect(shardOf(wrong)).toBeUndefined();
  });

  it("takes about as long as the others", () => {
    const weighed = [9, 1, 4, 5, 3, 2].map((weight) => ({ name: `stack-${weight}`, weight }));
    const { shards } = divide(weighed, 2);
    const sums = shards.map((shard) => shard.reduce((sum, { weight }) => sum + weight, 0));
    expect(sums).toEqual([12, 12]);
    expect(shards.flat()).toHaveLength(6);
  });

  it("has a digest that does not depend on the order of the stacks, and differs if they are divided otherwise", () => {
    const weighed = [9, 1, 4].map((weight) => ({ name: `stack-${weight}`, weight }));
    expect(divide([...weighed].reverse(), 2)).toEqual(divide(weighed, 2));
    expect(divide(weighed, 3).digest).not.toBe(divide(weighed, 2).digest);
  });
});
