/**
 * The schema of a nodes file: what the sandbox's managed nodes answer. Types, the checks of single values and the JSON
 * Schema for editors come from it; what several values must agree on is in `read-nodes.ts`.
 */
import { z } from "zod";

/** The root itself is read-only on a node. */
const NODE_PATH = /^(?!.*\/\.{1,2}(\/|$))\/(etc|home|mnt|opt|root|run|srv|tmp|var|usr\/local)\/[^\0]*[^/\0]$/;

/** A program's name is a file name in the node's PATH. */
const programName = z.string().regex(/^[A-Za-z0-9_[][A-Za-z0-9_.+-]*$/);

const text = (what: string) =>
  z.string().describe(`${what} A line feed is added at the end where there is none.`).optional();
const exitCode = z.int().min(0).max(255).describe("Exit code. Default: 0.").optional();
const takesSeconds = z.number().min(0).max(172_800).describe("Seconds that pass before it answers.").optional();

const answer = z
  .strictObject({
    args: z
      .string()
      .describe(
        "Shell pattern that the arguments, joined by blanks, must match, alternatives divided by `|`: `check-update*|update`. Default: any.",
      )
      .optional(),
    stdout: text("What it prints on standard output."),
    stderr: text("What it prints on standard error."),
    exitCode,
    takesSeconds,
    script: z.string().min(1).describe("POSIX shell text that answers in place of the fixed texts.").optional(),
  })
  .refine(
    ({ script, stdout, stderr, exitCode }) => script === undefined || (stdout ?? stderr ?? exitCode) === undefined,
    "`script` answers alone: print and exit there, in place of stdout, stderr and exitCode",
  );

const program = z
  .union([answer, z.array(answer).min(1), z.literal(false)])
  .describe(
    "What the program answers: one answer, a list of which the first that fits is taken, or false (the node does not have it). What the profile answers is asked last.",
  );

const windowsAnswer = z
  .strictObject({
    contains: z
      .string()
      .min(1)
      .describe("Text that the script must contain; upper and lower case are the same.")
      .optional(),
    matches: z
      .string()
      .min(1)
      .refine(isRegularExpression, "it is not a regular expression")
      .describe("Regular expression that the script must match; $1, $2, … in the texts are its groups.")
      .optional(),
    stdout: text("What it prints on standard output; {hostname} is the node's name."),
    stderr: text("What it prints on standard error; {hostname} is the node's name."),
    exitCode,
    takesSeconds,
  })
  .refine(
    ({ contains, matches }) => (contains === undefined) !== (matches === undefined),
    "it needs either `contains` or `matches`",
  );

const parts = {
  hostname: z
    .string()
    .min(1)
    .refine((name) => !/[\n\0]/.test(name), "a host name has no line feed")
    .describe("Host name. Default: made from the private address, as on EC2.")
    .optional(),
  platform: z
    .strictObject({
      name: z.string().min(1).describe("PlatformName: `Amazon Linux`.").optional(),
      version: z.string().min(1).describe('PlatformVersion, in quotes: `"2023"`.').optional(),
    })
    .describe("What DescribeInstanceInformation reports.")
    .optional(),
  agent: z
    .strictObject({
      version: z.string().min(1).describe("AgentVersion.").optional(),
      responds: z
        .boolean()
        .describe("false: the node is registered, but takes no command: delivery times out. Default: true.")
        .optional(),
      startsAfterSeconds: z.number().min(0).describe("Seconds until the agent takes a command. Default: 0.").optional(),
    })
    .describe("The SSM Agent.")
    .optional(),
  programs: z.record(programName, program).describe("Linux: programs by name, and what they answer.").optional(),
  files: z
    .record(z.string().regex(NODE_PATH), z.string())
    .describe("Linux: files by absolute path, and their content.")
    .optional(),
  scripts: z
    .array(windowsAnswer)
    .describe(
      "Windows: what PowerShell scripts answer. The first entry that fits is taken, the profile's own are asked last.",
    )
    .optional(),
  codePage: z
    .union([z.literal(437), z.literal(850), z.literal(932)])
    .describe("Windows: the console's code page, which garbles what is not ASCII until `chcp 65001`. Default: 437.")
    .optional(),
};

const profile = z
  .strictObject({
    extends: z.string().describe("Name of the profile that this one builds on.").optional(),
    platformType: z.enum(["Linux", "Windows"]).describe("Default: that of the profile it extends.").optional(),
    ...parts,
  })
  .describe("A kind of node.");

const match = z
  .strictObject({
    instanceId: z
      .string()
      .regex(/^m?i-\w+$/)
      .describe("Id of the instance.")
      .optional(),
    account: z.string().min(1).describe("Name or id of the account.").optional(),
    region: z.string().min(1).describe("Region.").optional(),
    tags: z.record(z.string(), z.string()).describe("Tags that the instance must have, with these values.").optional(),
  })
  .describe("Which nodes are meant: everything that is named must fit. Empty: all nodes.");

export const nodesFileSchema = z
  .strictObject({
    profiles: z.record(z.string(), profile).describe("Profiles by name, in addition to the built-in ones.").optional(),
    nodes: z
      .array(
        z.strictObject({
          match,
          profile: z
            .string()
            .describe(
              "amazon-linux-2, amazon-linux-2023, windows-2022 or one of this file. Default: by the instance's image.",
            )
            .optional(),
          ...parts,
        }),
      )
      .describe(
        "Nodes and what is special about them. All entries that fit apply; where two say the same, the later one wins.",
      )
      .optional(),
  })
  .meta({ title: "Fleetbook nodes file", description: "What the sandbox's managed nodes answer." });

/** What a built-in profile's file holds. */
export const profileSchema = profile;

export type NodesFile = z.infer<typeof nodesFileSchema>;
export type NodeEntry = NonNullable<NodesFile["nodes"]>[number];
export type Profile = z.infer<typeof profile>;
export type ProgramAnswer = z.infer<typeof answer>;
export type WindowsAnswer = z.infer<typeof windowsAnswer>;

/** The JSON Schema (draft 7, which editors understand) of a nodes file. */
export function nodesJsonSchema(): object {
  return z.toJSONSchema(nodesFileSchema, { target: "draft-7" });
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
