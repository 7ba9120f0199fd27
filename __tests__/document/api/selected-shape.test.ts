import { ANY, structure, VALUE, type Shape } from "../../../src/botocore/services";
import { deadEnd, wayTo } from "../../../src/document/api/selected-shape";
import { selectorSteps } from "../../../src/document/selector";

const list = (of: Shape): Shape => ({ kind: "list", of });
const instance = structure({ Id: VALUE, State: structure({ Name: VALUE }), Tags: { kind: "map", of: VALUE } });
const response = structure({ Reservations: list(structure({ Instances: list(instance) })), Next: VALUE });

const findsAnything = (selector: string, shape: Shape = response) =>
  deadEnd(shape, selectorSteps(selector)) === undefined;

describe("a selector in a response of a known shape", () => {
  it.each([
    "$",
    "$.Next",
    "Reservations[0].Instances[-1].State.Name",
    "$.Reservations..Name",
    "$..Id",
    "$..Instances[0].Id",
    "$.Reservations[*].Instances[?(@.Id == 'i-1')].State",
    "$.Reservations[0:1].Instances",
    "$.Reservations[0].Instances[0]['Id','State']",
    "$.Reservations[0].Instances[0].Tags.AnyKey",
    "$.Reservations[0].Instances[0].State[?(@.Name)].Name",
  ])("can find something: %s", (selector) => {
    expect(findsAnything(selector)).toBe(true);
  });

  it.each([
    ["a name that does not exist", "$.Instances"],
    ["a name in another case", "$.reservations"],
    ["a member of a list", "$.Reservations.Instances"],
    ["an index of a map", "$.Reservations[0].Instances[0].State[0]"],
    ["a member of a value", "$.Next.Token"],
    ["a name that no depth has", "$..State..Platform"],
    ["a name below what a filter selects", "$.Reservations[?(@.Owner)].Owner"],
    ["an item of a value", "$.Next[*]"],
  ])("cannot find %s: %s", (_what, selector) => {
    expect(findsAnything(selector)).toBe(false);
  });

  it("can find everything below a value of which no more is known", () => {
    expect(findsAnything("$.Payload.a[0]..b", structure({ Payload: ANY }))).toBe(true);
    expect(findsAnything("$.a", structure({ Payload: ANY }))).toBe(false);
  });

  it("ends where a shape contains itself", () => {
    const members = new Map<string, Shape>([["Value", VALUE]]);
    const nested: Shape = { kind: "structure", members, required: [] };
    members.set("Inner", list(nested));
    expect(findsAnything("$..Inner[0].Value", nested)).toBe(true);
    expect(findsAnything("$..Outer", nested)).toBe(false);
    expect(wayTo("Outer", nested)).toBeUndefined();
  });
});

describe("the way to a member", () => {
  it("is the shortest one", () => {
    expect(wayTo("Instances", response)).toEqual(["Reservations", 0, "Instances"]);
    expect(wayTo("Name", response)).toEqual(["Reservations", 0, "Instances", 0, "State", "Name"]);
  });

  it("leads through a value of which no more is known if nothing else has the member", () => {
    const result = structure({ Payload: ANY, Status: structure({ Code: VALUE }) });
    expect(wayTo("Code", result)).toEqual(["Status", "Code"]);
    expect(wayTo("Name", result)).toEqual(["Payload", "Name"]);
  });
});
