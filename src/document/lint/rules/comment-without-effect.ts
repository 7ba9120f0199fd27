/** Comments that look like a setting of Fleetbook and are none. */
import type { Comment } from "../../../diagnostics/yaml-comments";
import type { Path } from "../../../diagnostics/path";
import type { Observation, Rule } from "../rule";
import { targetTypeIn } from "../../target-type";

export const commentWithoutEffect: Rule = {
  id: "comment-without-effect",
  severity: "warning",
  fails: "never",
  why: "The comment looks like a setting and sets nothing, although its author expects it.",
  remedy: "Write the comment in its form and at its place, or in other words.",
  check: ({ text, steps }) => [
    ...(text?.comments ?? []).flatMap(checkComment),
    ...steps.flatMap(({ raw, inputs, path }) => [
      ...checkText(raw["description"], [...path, "description"]),
      ...checkText(inputs["Script"], [...path, "inputs", "Script"]),
    ]),
  ],
  bad: `# targetType: AWS::EC2::Instance
schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `# targetType: /AWS::EC2::Instance
schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};

const TARGET_TYPE = /^#+\s*target[\s_-]*type\s*(?:[:=]|\/?\w+::)/i;
const PERMISSIONS = /^#+\s*permissions?\s*[:=]/i;
const IGNORE = /^#+\s*fleetbook[\s_-]*ignores?\b/i;
/** The form that ignore-comments.ts reads. */
const EFFECTIVE_IGNORE = /^#+\s*fleetbook-ignore\b(?!s)/;
const MISSPELT_PERMISSIONS = /^[ \t]*#[ \t]*(?:permission[ \t]*[:=]|permissions(?:[ \t]*=|[ \t]+:)).*$/im;

function checkComment({ text, position }: Comment): readonly Observation[] {
  const observe = (message: string, remedy: string): readonly Observation[] => [
    { path: [], position, message, remedy },
  ];
  if (TARGET_TYPE.test(text) && (position.column > 1 || targetTypeIn(text) === undefined)) {
    return observe(
      "The comment sets no target type.",
      "Write it in the first column, with a slash: # targetType: /AWS::EC2::Instance",
    );
  }
  if (PERMISSIONS.test(text)) {
    return observe(
      "The comment declares no permissions: AWS does not keep the comments of YAML.",
      "Write it inside of the script, or in the description of the step.",
    );
  }
  if (IGNORE.test(text) && !EFFECTIVE_IGNORE.test(text)) {
    return observe("The comment ignores no rule.", "Write # fleetbook-ignore <rule>: <reason>");
  }
  return [];
}

function checkText(text: unknown, path: Path): readonly Observation[] {
  const match = typeof text === "string" ? MISSPELT_PERMISSIONS.exec(text) : null;
  if (match === null) return [];
  const message = `"${match[0].trim()}" declares no permissions.`;
  return [{ path, message, remedy: "Begin the line with # permissions:" }];
}
