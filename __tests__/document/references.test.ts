import { interpolate, referencesIn, referencesWithin } from "../../src/document/references";

const namesIn = (text: string): string[] => referencesIn(text).map(({ name }) => name);

describe("a reference", () => {
  it.each([
    ["{{ InstanceId }}", { kind: "parameter", name: "InstanceId" }],
    ["{{InstanceId}}", { kind: "parameter", name: "InstanceId" }],
    ["{{ find.Topic }}", { kind: "output", step: "find", output: "Topic" }],
    ["{{ variable:payload }}", { kind: "variable", name: "payload" }],
    ["{{ global:REGION }}", { kind: "system", name: "global:REGION" }],
    ["{{ automation:EXECUTION_ID }}", { kind: "system", name: "automation:EXECUTION_ID" }],
    ["{{ ssm:/app/key }}", { kind: "ssm", name: "/app/key" }],
    ["{{ssm-secure:key}}", { kind: "ssm", name: "key" }],
  ])("%s is read", (text, target) => {
    expect(referencesIn(text)[0]?.target).toEqual(target);
  });

  it.each(["{{.Names}}", "{{ }}", "{{ a b }}", "{ x }", "{{RESOURCE_ID}}", "{{ a.b.c }}", "${{ matrix.os-name }}"])(
    "%s is not a reference",
    (text) => {
      expect(namesIn(text)).toEqual([]);
    },
  );

  it("is a whole value if the string has nothing else", () => {
    expect(referencesIn("{{ a }}")[0]?.whole).toBe(true);
    expect(referencesIn("x {{ a }}")[0]?.whole).toBe(false);
    expect(referencesIn("{{ a }}{{ b }}").map(({ whole }) => whole)).toEqual([false, false]);
  });

  it("is found inside outer braces", () => {
    expect(namesIn("echo {The time is now {{global:DATE_TIME}}}")).toEqual(["global:DATE_TIME"]);
  });

  it("is found in maps and lists, with its path", () => {
    expect(referencesWithin({ a: ["x", { b: "{{ p }}" }] }, ["inputs"]).map(({ path }) => path)).toEqual([
      ["inputs", "a", 1, "b"],
    ]);
  });

  it("is replaced once: references in the replacement are not resolved", () => {
    expect(interpolate("{{ a }}-{{ b }}", (name) => (name === "a" ? "{{ b }}" : "$&"))).toBe("{{ b }}-$&");
  });
});
