import { selectorOf } from "../../../src/engine/program/selectors";

const RESPONSE = {
  Reservations: [
    {
      Instances: [
        { Id: "i-1", State: { Name: "running" } },
        { Id: "i-2", State: { Name: "stopped" } },
      ],
    },
    { Instances: [{ Id: "i-3", State: { Name: "running" } }] },
  ],
  "odd-name": 1,
  Nothing: null,
  constructor: "own",
};

describe("a selector", () => {
  it.each([
    ["$", RESPONSE],
    ["$.Reservations[0].Instances[1].Id", "i-2"],
    ["$.Reservations[0]['Instances'][0]", { Id: "i-1", State: { Name: "running" } }],
    ["$.odd-name", 1],
    ["$.constructor", "own"],
    ["$.Reservations[-1].Instances[0].Id", "i-3"],
  ])("that can match one value gives that value: %s", (text, expected) => {
    expect(selectorOf(text)(RESPONSE)).toEqual(expected);
  });

  it.each([
    ["$.Reservations..Id", ["i-1", "i-2", "i-3"]],
    ["$.Reservations[*].Instances[*].State.Name", ["running", "stopped", "running"]],
    ["$..Instances[?(@.State.Name == 'stopped')].Id", ["i-2"]],
    ["$.Reservations[0].Instances[0:1].Id", ["i-1"]],
  ])("that can match several values gives a list: %s", (text, expected) => {
    expect(selectorOf(text)(RESPONSE)).toEqual(expected);
  });

  it.each(["$.Missing", "$.Reservations[9].Instances[0]", "$.Reservations.Instances", "$.toString"])(
    "that leads nowhere gives nothing: %s",
    (text) => {
      expect(selectorOf(text)(RESPONSE)).toBeUndefined();
    },
  );

  it.each(["$..Missing", "$.Missing[*].Id", "$..Instances[?(@.State.Name == 'terminated')].Id"])(
    "that may lead to several places and leads to none gives an empty list: %s",
    (text) => {
      expect(selectorOf(text)(RESPONSE)).toEqual([]);
    },
  );

  it("that is not valid JSONPath fails when it is used, with the selector in the message", () => {
    expect(() => selectorOf("$.a[")(RESPONSE)).toThrow("The selector $.a[ cannot be used");
  });

  it("finds deeply nested values", () => {
    let deep: object = { Id: "found" };
    for (let level = 0; level < 200; level++) deep = { Next: deep };
    expect(selectorOf("$..Id")(deep as never)).toEqual(["found"]);
  });
});
