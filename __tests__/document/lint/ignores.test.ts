import { defineRunbook } from "../../../src/document/define";
import { lintRunbook, lintSource } from "../../../src/document/lint/lint";
import type { Ignore } from "../../../src/document/model";
import { parseSource } from "../../../src/document/parse";
import { renderYaml } from "../../../src/document/render";

/** What is found in a document, as `rule:line`, and what is ignored, with the reason. */
function lint(text: string): { readonly findings: readonly string[]; readonly ignored: readonly string[] } {
  const { findings, ignored } = lintSource(parseSource(text, "x.yaml"));
  return {
    findings: findings.map(({ rule, position }) => `${rule}:${position?.line}`),
    ignored: ignored.map(({ rule, position, reason }) => `${rule}:${position?.line} ${reason}`),
  };
}

const messages = (text: string): string[] =>
  lintSource(parseSource(text, "x.yaml")).findings.map(({ message, remedy }) => `${message} ${remedy}`);

/** A document in which each of two steps lacks a time-out, with text above the steps and above the whole. */
const document = (above: Readonly<Record<string, string>> = {}, head = ""): string =>
  `${head}schemaVersion: "0.3"
mainSteps:
${["one", "two"].map((name) => `${above[name] ?? ""}${step(name)}`).join("")}`;
const step = (name: string): string => `  - name: ${name}
    action: aws:runCommand
    inputs:
      DocumentName: example
      InstanceIds: [i-0123456789abcdef0]
`;
const comment = (text: string): string => `  # fleetbook-ignore ${text}\n`;

describe("an ignore comment", () => {
  it("silences the rule for the step below it and for no other", () => {
    expect(lint(document({ two: comment("missing-timeout: it answers at once") }))).toEqual({
      findings: ["missing-timeout:3"],
      ignored: ["missing-timeout:9 it answers at once"],
    });
  });

  it("silences the rule for the next step, across blank lines and other comments", () => {
    const text = document({ two: `${comment("missing-timeout: it answers at once")}\n  # The second.\n` });
    expect(lint(text).findings).toEqual(["missing-timeout:3"]);
  });

  it("silences the rule for the step on one of whose lines it is", () => {
    const text = document().replace("two\n", "two # fleetbook-ignore missing-timeout: it answers at once\n");
    expect(lint(text)).toEqual({
      findings: ["missing-timeout:3"],
      ignored: ["missing-timeout:8 it answers at once"],
    });
  });

  it("silences the rule for the step inside which it is", () => {
    const text = document().replace(
      /inputs:\n/,
      "# fleetbook-ignore missing-timeout: it answers at once\n    inputs:\n",
    );
    expect(lint(text)).toEqual({
      findings: ["missing-timeout:9"],
      ignored: ["missing-timeout:3 it answers at once"],
    });
  });

  it("silences the rule for the whole document if it is above the first key", () => {
    const head = "# An example.\n# fleetbook-ignore missing-timeout: they answer at once\n";
    expect(lint(document({}, head))).toEqual({
      findings: [],
      ignored: ["missing-timeout:5 they answer at once", "missing-timeout:10 they answer at once"],
    });
  });

  it("silences the rule for a step of a loop, and above the loop for all its steps", () => {
    const loop = (above: string, inside: string): string => `schemaVersion: "0.3"
mainSteps:
${above}  - name: loop
    action: aws:loop
    inputs:
      Iterators: [a]
      Steps:
${inside}${step("one").replaceAll(/^/gm, "      ").trimEnd()}
`;
    const reason = "missing-timeout: it answers at once";
    expect(lint(loop("", "")).findings).toEqual(["missing-timeout:8"]);
    expect(lint(loop("", comment(reason))).findings).toEqual([]);
    expect(lint(loop(comment(reason), "")).findings).toEqual([]);
  });

  it("silences the rule for the parameter or variable below it", () => {
    const parameters = `parameters:
  # fleetbook-ignore unused-parameter: callers still give it
  Old: { type: String }
  New: { type: String }
`;
    const { findings, ignored } = lint(`${document({}, "# fleetbook-ignore missing-timeout: no\n")}${parameters}`);
    expect(findings).toEqual(["unused-parameter:17"]);
    expect(ignored).toContain("unused-parameter:16 callers still give it");
  });

  it("can name several rules", () => {
    const text = document({ one: comment("missing-timeout, unknown-output: both") });
    expect(lint(text.replace("i-0123456789abcdef0", '"{{ one.Nothing }}"')).ignored).toContain(
      "missing-timeout:4 both",
    );
  });

  it("can have a colon in its reason", () => {
    expect(lint(document({ one: comment("missing-timeout: seen: it answers") })).ignored).toEqual([
      "missing-timeout:4 seen: it answers",
    ]);
  });

  it("has no effect inside a script", () => {
    const script = `schemaVersion: "0.3"
assumeRole: arn:aws:iam::111122223333:role/x
mainSteps:
  - name: run
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: other
      Script: |
        # fleetbook-ignore script-handler: it is a string here
        def run(events, context):
          pass
`;
    expect(lint(script)).toEqual({ findings: ["script-handler:8"], ignored: [] });
  });

  it("is a finding if there is nothing to ignore", () => {
    expect(messages(document({ one: comment("unknown-output: x") }))).toContain(
      'The rule "unknown-output" finds nothing here that could be ignored. Remove the comment, or the entry of ignore.',
    );
  });

  it("is a finding if there is no such rule, which names the one that was meant", () => {
    expect(messages(document({ one: comment("missing-timout: x") }))).toContain(
      'There is no rule "missing-timout". Did you mean "missing-timeout"?',
    );
  });

  it.each(["missing-timeout", "missing-timeout:", ": why", ""])(
    "is a finding without rule or reason, and silences nothing: %j",
    (text) => {
      const { findings, ignored } = lint(document({ one: comment(text) }));
      expect({ findings, ignored }).toEqual({
        findings: ["invalid-ignore:3", "missing-timeout:4", "missing-timeout:9"],
        ignored: [],
      });
    },
  );

  it("is a finding if it belongs to nothing", () => {
    expect(messages(`${document()}${comment("missing-timeout: x")}`)).toContainEqual(
      expect.stringContaining("The comment belongs to no step, parameter or variable."),
    );
  });

  it.each(["unknown-action", "unused-ignore", "invalid-ignore"])("cannot ignore the rule %s", (rule) => {
    const text = `${document({ one: comment(`${rule}: because`) }).replace("aws:runCommand", "aws:runComand")}`;
    expect(lint(text).findings).toEqual(["invalid-ignore:3", "unknown-action:5", "missing-timeout:9"]);
  });

  it("can ignore an error with which AWS accepts the document", () => {
    const output = `${document({}, "# fleetbook-ignore missing-timeout: no\n")}${comment("unknown-output: AWS has it since last week")}  - name: three
    action: aws:deleteImage
    inputs: { ImageId: "{{ one.Image }}" }
`;
    expect(lint(output).findings).toEqual([]);
  });
});

describe("the ignore property of a runbook in TypeScript", () => {
  const runbook = (...ignore: Ignore[]) =>
    defineRunbook({
      name: "example",
      parameters: { Old: { type: "String" } },
      mainSteps: (["one", "two"] as const).map((name) => ({
        name,
        action: "aws:runCommand",
        inputs: { DocumentName: "example", InstanceIds: ["i-0123456789abcdef0"] },
      })),
      ignore,
    });
  const found = (...ignore: Ignore[]): string[] =>
    lintRunbook(runbook(...ignore), "x.ts").findings.map(({ rule, place }) => `${rule} ${place}`);

  it("silences a rule for a step, for a parameter or for the whole document", () => {
    expect(
      found(
        { rule: "missing-timeout", step: "two", reason: "it answers at once" },
        { rule: "unused-parameter", parameter: "Old", reason: "callers still give it" },
      ),
    ).toEqual(["missing-timeout x.ts: mainSteps[0]"]);
    expect(
      found(
        { rule: "missing-timeout", reason: "they answer at once" },
        { rule: "unused-parameter", reason: "callers still give it" },
      ),
    ).toEqual([]);
  });

  it("leaves the other findings in the order of the document", () => {
    expect(found()).toEqual([
      "unused-parameter x.ts: parameters.Old",
      "missing-timeout x.ts: mainSteps[0]",
      "missing-timeout x.ts: mainSteps[1]",
    ]);
  });

  it("is a finding for an unknown step, an unknown rule, an empty reason and a rule that finds nothing", () => {
    const { findings } = lintRunbook(
      runbook(
        { rule: "missing-timeout", step: "tow", reason: "x" },
        { rule: "missing-timeouts", reason: "x" },
        { rule: "missing-timeout", reason: " " },
        { rule: "unknown-output", reason: "x" },
      ),
      "x.ts",
    );
    expect(
      findings.filter(({ path }) => path[0] === "ignore").map(({ place, rule, message }) => [place, rule, message]),
    ).toEqual([
      ["x.ts: ignore[0]", "invalid-ignore", 'There is no step "tow".'],
      ["x.ts: ignore[1]", "invalid-ignore", 'There is no rule "missing-timeouts".'],
      ["x.ts: ignore[2]", "invalid-ignore", 'There is no reason why "missing-timeout" is ignored.'],
      ["x.ts: ignore[3]", "unused-ignore", 'The rule "unknown-output" finds nothing here that could be ignored.'],
    ]);
  });

  it("does not change the document that AWS receives", () => {
    const { document: plain } = runbook();
    expect(renderYaml(runbook({ rule: "missing-timeout", reason: "x" }).document)).toBe(renderYaml(plain));
  });
});
