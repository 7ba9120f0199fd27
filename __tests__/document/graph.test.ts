import { defineRunbook } from "../../src/document/define";
import { renderGraph } from "../../src/document/graph";
import type { Step } from "../../src/document/model";

const graphOf = (...mainSteps: Step[]): string => renderGraph(defineRunbook({ name: "example", mainSteps }).document);
const pause = (name: string, more: Partial<Step> = {}): Step =>
  ({ name, action: "aws:pause", inputs: {}, ...more }) as Step;

describe("the graph of a runbook", () => {
  it("goes from the start through the steps to the end", () => {
    expect(graphOf(pause("one"), pause("two"))).toBe(
      [
        "flowchart TD",
        '  s0["one<br/>aws:pause"]',
        '  s1["two<br/>aws:pause"]',
        "  start((start)) --> s0",
        "  s0 --> s1",
        "  s1 --> stop",
        "  stop((end))",
        "",
      ].join("\n"),
    );
  });

  it("shows the paths after failures and cancellations", () => {
    const graph = graphOf(
      pause("one", { onFailure: "step:three", onCancel: "step:two" }),
      pause("two"),
      pause("three"),
    );
    expect(graph).toContain("s0 -. on failure .-> s2");
    expect(graph).toContain("s0 -. on cancel .-> s1");
  });

  it("shows a failure that is ignored", () => {
    expect(graphOf(pause("one", { onFailure: "Continue" }), pause("two"))).toContain("s0 -. failure ignored .-> s1");
    expect(graphOf(pause("one", { onFailure: "Continue" }))).toContain("s0 -. failure ignored .-> stop");
  });

  it("ends at a step with isEnd", () => {
    const graph = graphOf(pause("one", { isEnd: true }), pause("two"));
    expect(graph).toContain("s0 --> stop");
    expect(graph).not.toContain("s0 --> s1");
  });

  it("labels choices with their conditions", () => {
    const graph = graphOf(
      {
        name: "choose",
        action: "aws:branch",
        inputs: {
          Choices: [
            { NextStep: "two", Variable: "{{ one.Code }}", NumericGreater: 16 },
            {
              NextStep: "two",
              Or: [{ Variable: "x", StringEquals: "y" }, { Not: { Variable: "z", BooleanEquals: true } }],
            },
          ],
          Default: "three",
        },
      },
      pause("two"),
      pause("three"),
    );
    expect(graph).toContain('s0{"choose<br/>aws:branch"}');
    expect(graph).toContain('s0 -- "#123;#123; one.Code #125;#125; #62; 16" --> s1');
    expect(graph).toContain('s0 -- "x = y or not z is true" --> s1');
    expect(graph).toContain("s0 -- otherwise --> s2");
  });

  it("draws a loop as a frame around its steps", () => {
    const graph = graphOf({
      name: "repeat",
      action: "aws:loop",
      inputs: { Iterators: ["a"], Steps: [pause("one"), pause("two")] },
    });
    expect(graph).toMatch(/subgraph s0 \["repeat<br\/>aws:loop"\]\n +s1.*\n +s2.*\n +s1 --> s2\n +end/);
    expect(graph).not.toContain("s2 --> stop");
  });

  it("escapes names that Mermaid would read as keywords or markup", () => {
    const graph = graphOf(pause("end"), pause('a"]; click'));
    expect(graph).toContain('s0["end<br/>aws:pause"]');
    expect(graph).toContain('s1["a#34;#93;#59; click<br/>aws:pause"]');
  });
});
