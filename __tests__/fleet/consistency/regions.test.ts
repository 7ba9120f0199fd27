import { EXAMPLE, example, load, onlyProblem } from "../fleet-file";

const REGIONS = "regions: [ap-northeast-1, us-east-1, {name: eu-west-1, retired: true}]\n";
const withProd = (setting: string): string =>
  example(["    name: app-prod\n", `    name: app-prod\n    ${setting}\n`]) + REGIONS;
const regionsOf = (file: string): readonly (readonly string[])[] =>
  load(file).memberAccounts.map(({ regions }) => regions);

describe("the fleet's Regions", () => {
  it("may be maps with the name", () => {
    const { regions, retiredRegions } = load(
      `${EXAMPLE}regions: [{name: us-east-1}, {name: ap-northeast-1, retired: false}]\n`,
    );
    expect([regions, retiredRegions]).toEqual([["ap-northeast-1", "us-east-1"], []]);
  });

  it("are apart from those that the fleet leaves", () => {
    const { regions, retiredRegions } = load(EXAMPLE + REGIONS);
    expect([regions, retiredRegions]).toEqual([["ap-northeast-1", "us-east-1"], ["eu-west-1"]]);
  });

  it.each([
    ["a misspelt Region", "[ap-northeast-1, us-esat-1]", 'regions[1] is "us-esat-1"'],
    ["a misspelt Region in a map", "[ap-northeast-1, {name: us-esat-1}]", 'regions[1].name is "us-esat-1"'],
    [
      "a Region that is retired and is not",
      "[ap-northeast-1, us-east-1, {name: us-east-1, retired: true}]",
      "regions[1] already uses",
    ],
    [
      "a retired Region of another partition",
      "[ap-northeast-1, {name: cn-north-1, retired: true}]",
      "in partition aws-cn",
    ],
    ["a retired home Region", "[{name: ap-northeast-1, retired: true}]", "is the home Region, which cannot be retired"],
  ])("may not have %s", (_what, regions, message) => {
    expect(onlyProblem(`${EXAMPLE}regions: ${regions}\n`).message).toContain(message);
  });
});

describe("an account's Regions", () => {
  it("are all of the fleet that are not retired", () => {
    expect(regionsOf(EXAMPLE + REGIONS)).toEqual(Array(3).fill(["ap-northeast-1", "us-east-1"]));
  });

  it("may be some of them, without the home Region too", () => {
    expect(regionsOf(withProd("regions: [us-east-1]"))[2]).toEqual(["us-east-1"]);
  });

  it("may be set for all member accounts in the defaults", () => {
    const file = example(["defaults:\n", "defaults:\n  regions: [us-east-1]\n"]) + REGIONS;
    expect(regionsOf(file)).toEqual(Array(3).fill(["us-east-1"]));
    expect(load(file).managementAccount.regions).toEqual(["ap-northeast-1", "us-east-1"]);
  });

  it.each([
    ["a Region that the fleet does not have", "[us-west-2]", "is not one of the fleet's Regions: ap-northeast-1"],
    ["a Region that the fleet retires", "[us-east-1, eu-west-1]", '"eu-west-1", which the fleet retires'],
    ["a Region twice", "[us-east-1, us-east-1]", "already uses"],
    ["no Region", "[]", "at least 1"],
  ])("may not be %s", (_what, regions, message) => {
    expect(onlyProblem(withProd(`regions: ${regions}`)).message).toContain(message);
  });
});
