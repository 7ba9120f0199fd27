import fc from "fast-check";
import { defineRunbook } from "../../src/document/define";
import type { AutomationDocument } from "../../src/document/model";
import { parseSource } from "../../src/document/parse";
import { renderJson, renderYaml } from "../../src/document/render";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";

const script = 'def handler(events, context):\n    return {"First": events["Images"][0]}\n';
const { document } = defineRunbook({
  name: "example",
  outputs: ["first.Ami"],
  mainSteps: [
    {
      action: "aws:executeScript",
      inputs: { Script: script, Runtime: "python3.11", Handler: "handler" },
      isEnd: true,
      outputs: [{ Type: "String", Selector: "$.Payload.First", Name: "Ami" }],
      name: "first",
    },
  ],
  parameters: { Zulu: { default: "yes", type: "String" }, Alpha: { type: "Integer", default: 3 } },
  description: "An example.",
});

const read = (text: string): unknown => parseSource(text, "example.yaml").value;

describe("the rendered YAML", () => {
  it("has the keys in the order in which people read them", () => {
    expect([...renderYaml(document).matchAll(/^(\w+):/gm)].map(([, key]) => key)).toEqual([
      "schemaVersion",
      "description",
      "parameters",
      "mainSteps",
      "outputs",
    ]);
    expect([...renderYaml(document).matchAll(/^ {2}(?:- | {2})(\w+):/gm)].map(([, key]) => key)).toEqual([
      "type",
      "default",
      "type",
      "default",
      "name",
      "action",
      "inputs",
      "outputs",
      "isEnd",
    ]);
  });

  it("keeps the author's order of parameters and inputs", () => {
    const text = renderYaml(document);
    expect(text.indexOf("Zulu")).toBeLessThan(text.indexOf("Alpha"));
    expect(text.indexOf("Script:")).toBeLessThan(text.indexOf("Runtime:"));
  });

  it("has scripts as block scalars, line by line", () => {
    expect(renderYaml(document)).toContain("Script: |\n        def handler(events, context):\n            return");
  });

  it("quotes strings that YAML 1.1 reads as another type", () => {
    expect(renderYaml(document)).toMatch(/default: ["']yes["']/);
    expect(renderYaml(document)).toMatch(/schemaVersion: ["']0\.3["']/);
  });

  it("does not cut long lines", () => {
    const long = `${"word ".repeat(100)}end`;
    expect(renderYaml({ ...document, description: long })).toContain(`description: ${long}\n`);
  });

  it("is deterministic", () => {
    expect(renderYaml(structuredClone(document))).toBe(renderYaml(document));
  });

  it("orders the keys of the steps inside a loop too", () => {
    const text = renderYaml({
      schemaVersion: "0.3",
      mainSteps: [
        {
          name: "repeat",
          action: "aws:loop",
          inputs: { Iterators: ["a"], Steps: [{ inputs: { Duration: "PT1M" }, action: "aws:sleep", name: "wait" }] },
        },
      ],
    });
    expect(text).toMatch(/- name: wait\n +action: aws:sleep\n +inputs:/);
  });
});

describe("reading a rendered document", () => {
  it("gives the same document for YAML and JSON", () => {
    expect(read(renderYaml(document))).toEqual(document);
    expect(read(renderJson(document))).toEqual(document);
  });

  it("gives the same document for every runbook that comes with Fleetbook", () => {
    for (const runbook of shippedRunbooks.values())
      expect(read(renderYaml(runbook.document))).toEqual(runbook.document);
  });

  it("gives the same string for any characters", () => {
    const anything = fc.string({
      unit: fc.constantFrom(..."ab:#-'\"{}[]|>&*!%@`, \t\n\r\\01.~yn\u00e9\u3042\u0085\u2028".split("")),
    });
    fc.assert(
      fc.property(anything, fc.array(anything), (text, items) => {
        const changed = {
          ...document,
          description: text,
          mainSteps: [
            { name: "a", action: "aws:executeAwsApi", inputs: { Service: "x", Api: "y", Text: text, Items: items } },
          ],
        } satisfies AutomationDocument;
        expect(read(renderYaml(changed))).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });
});
