/** `review.yaml`: which findings of a review are failures. */
import { z } from "zod";
import { schemaProblems, type FileSchema } from "../../diagnostics/schema-problems";
import { readYamlFile, type YamlFileKind } from "../../diagnostics/yaml-file";

/** What a policy can forbid, and what it means. */
export const FINDINGS = {
  destroy: "A resource is destroyed, or no longer managed.",
  replace: "A resource is destroyed and created again.",
  "wider-trust":
    "A trust policy, a policy of a resource or a sharing lets more principals act, those of new resources included.",
  "wider-permissions": "A policy of a role or user allows more, or limits less, those of new resources included.",
  "new-wildcard": "A policy gets a `*`, or allows everything but what it names.",
  drift: "Something was changed outside Terraform.",
  "not-planned": "A stack could not be planned.",
} as const;

export type Finding = keyof typeof FINDINGS;

const finding = z.enum(Object.keys(FINDINGS) as [Finding, ...Finding[]]);
const accounts = z.array(z.string().min(1)).min(1).describe("Names or ids of accounts; `*` stands for any text.");
const stacks = z.array(z.string().min(1)).min(1).describe("Names of stacks; `*` stands for any text: member-*.");

const reviewPolicy = z
  .strictObject({
    forbid: z.array(finding).describe("The findings that fail a review.").optional(),
    only: z
      .strictObject({ accounts: accounts.optional(), stacks: stacks.optional() })
      .describe("Where anything may change. Default: everywhere.")
      .optional(),
    allow: z
      .array(
        z.strictObject({
          finding: finding.describe("The finding that is allowed here."),
          accounts: accounts.optional(),
          stacks: stacks.optional(),
          resources: z
            .array(z.string().min(1))
            .min(1)
            .describe("Terraform addresses; `*` stands for any text: aws_ssm_association.*.")
            .optional(),
          reason: z.string().min(1).describe("Why; for those who read the file."),
        }),
      )
      .describe("Exceptions, each with its reason.")
      .optional(),
  })
  .meta({ title: "Fleetbook review policy", description: "Which findings of a review of a plan are failures." });

export type ReviewPolicy = z.output<typeof reviewPolicy>;

/** The JSON Schema (draft 7) of a policy file, which `npm run generate` writes to `review.schema.json`. */
export function reviewJsonSchema(): object {
  return z.toJSONSchema(reviewPolicy, { target: "draft-7" });
}

const EXPLAINED_IN = "docs/review.md";

const POLICY_FILE: YamlFileKind & FileSchema = {
  name: "review policy",
  whenMissing: `Write one, for example with \`forbid: [destroy, wider-trust]\` (${EXPLAINED_IN}), or leave --policy out.`,
  whenNotMap: `Begin with \`forbid:\`; ${EXPLAINED_IN} explains every key.`,
  schema: reviewPolicy,
  jsonSchema: reviewJsonSchema,
  explainedIn: EXPLAINED_IN,
};

/** @throws ConfigurationError with every fault of the file, each with line and column */
export function readReviewPolicy(path: string): ReviewPolicy {
  const file = readYamlFile(path, POLICY_FILE);
  file.refuse(schemaProblems(file.content, POLICY_FILE));
  return reviewPolicy.parse(file.content);
}
