/**
 * The schema of a nodes file, which describes how the sandbox's managed nodes answer. Types, the checks of single values
 * and the JSON Schema for editors come from it. Checks that involve several values are in `read-nodes.ts`.
 */
import { z } from "zod";
import type { Format } from "../../diagnostics/schema-problems";

/** The root itself is read-only on a node. */
const NODE_PATH: Format = {
  pattern: /^(?!.*\/\.{1,2}(\/|$))\/(etc|home|mnt|opt|root|run|srv|tmp|var|usr\/local)\/[^\0]*[^/\0]$/,
  expected:
    "the absolute path of a file below /etc, /home, /mnt, /opt, /root, /run, /srv, /tmp, /var or /usr/local, without `.` and `..` in it",
  remedy: "The other folders of a node are read-only.",
};

/** A program's name is a file name in the node's PATH. */
const PROGRAM_NAME: Format = {
  pattern: /^[A-Za-z0-9_[][A-Za-z0-9_.+-]*$/,
  expected: "the name of a program: letters, digits and characters of _[.+-, without its folder",
  remedy: "Write the name as scripts call it, without arguments: `args` matches those.",
};

const INSTANCE_ID: Format = {
  pattern: /^m?i-\w+$/,
  expected: 'the id of an instance: "i-" and letters or digits',
  remedy: "`aws ec2 describe-instances` prints the ids; entries can also match account, region and tags.",
};

const INVENTORY_TYPE: Format = {
  pattern: /^(AWS|Custom):[A-Za-z0-9_.:-]+$/,
  expected: "a type of inventory, such as AWS:Application or Custom:RackInfo",
  remedy: "Write the type as Systems Manager names it; entries are lists of maps.",
};

/** The formats of a nodes file, so that a message can find the format of a pattern that did not match. */
export const NODES_FORMATS: readonly Format[] = [NODE_PATH, PROGRAM_NAME, INSTANCE_ID, INVENTORY_TYPE];

const output = (what: string) =>
  z.string().describe(`${what} A line feed is added at the end if it is missing.`).optional();
const exitCode = z.int().min(0).max(255).describe("Exit code. Default: 0.").optional();
const takesSeconds = z.number().min(0).max(172_800).describe("Seconds until it answers.").optional();

const answer = z
  .strictObject({
    args: z
      .string()
      .describe(
        "Shell pattern that the arguments, joined by spaces, must match. `|` separates alternatives: `check-update*|update`. Default: any.",
      )
      .optional(),
    stdout: output("Standard output of the program."),
    stderr: output("Standard error of the program."),
    exitCode,
    takesSeconds,
    script: z.string().min(1).describe("POSIX shell script that runs in place of the fixed answer.").optional(),
  })
  .refine(
    ({ script, stdout, stderr, exitCode }) => script === undefined || (stdout ?? stderr ?? exitCode) === undefined,
    {
      message: "`script` excludes stdout, stderr and exitCode",
      params: { remedy: "Print and exit in the script, or remove it." },
    },
  );

const program = z
  .union([answer, z.array(answer).min(1), z.literal(false)])
  .describe(
    "The program's answers: one answer, a list of answers of which the first that matches is used, or false if the node does not have the program. The profile's answers come last.",
  );

const windowsAnswer = z
  .strictObject({
    contains: z.string().min(1).describe("String that the script must contain, ignoring case.").optional(),
    matches: z
      .string()
      .min(1)
      .refine(isRegularExpression, {
        message: "it is not a regular expression",
        params: { remedy: "Escape characters such as ( and [ with a backslash, or use `contains`." },
      })
      .describe("Regular expression that the script must match. $1, $2, … in stdout and stderr are its groups.")
      .optional(),
    stdout: output("Standard output of the script. {hostname} is replaced by the node's host name."),
    stderr: output("Standard error of the script. {hostname} is replaced by the node's host name."),
    exitCode,
    takesSeconds,
  })
  .refine(({ contains, matches }) => (contains === undefined) !== (matches === undefined), {
    message: "it needs either `contains` or `matches`",
    params: { remedy: "Write one of the two: which scripts the entry answers." },
  });

const parts = {
  hostname: z
    .string()
    .min(1)
    .refine((name) => !/[\n\0]/.test(name), {
      message: "a host name has no line feed",
      params: { remedy: "Write it on one line." },
    })
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
      latestVersion: z
        .string()
        .min(1)
        .describe("The version to which AWS-UpdateSSMAgent updates the agent. Default: its version.")
        .optional(),
      responds: z
        .boolean()
        .describe("false: the node is registered, but accepts no commands, so their delivery times out. Default: true.")
        .optional(),
      startsAfterSeconds: z
        .number()
        .min(0)
        .describe("Seconds until the agent accepts a command. Default: 0.")
        .optional(),
    })
    .describe("The SSM Agent.")
    .optional(),
  programs: z
    .record(z.string().regex(PROGRAM_NAME.pattern), program)
    .describe("Linux: answers of programs, by program name.")
    .optional(),
  files: z
    .record(z.string().regex(NODE_PATH.pattern), z.string())
    .describe("Linux: contents of files, by absolute path.")
    .optional(),
  patches: z
    .strictObject({
      missing: z
        .array(z.string().min(1))
        .describe("Names of patches that are not installed. Default: none.")
        .optional(),
      failing: z.array(z.string().min(1)).describe("Missing patches that cannot be installed.").optional(),
      pendingReboot: z
        .array(z.string().min(1))
        .describe("Missing patches that need a reboot after their installation.")
        .optional(),
      installed: z.int().min(0).describe("Number of patches that are installed. Default: 0.").optional(),
      takesSeconds,
    })
    .describe("What AWS-RunPatchBaseline finds and installs.")
    .optional(),
  inventory: z
    .record(z.string().regex(INVENTORY_TYPE.pattern), z.array(z.record(z.string(), z.string())))
    .describe("What AWS-GatherSoftwareInventory collects: entries by type, such as AWS:Application.")
    .optional(),
  packages: z
    .record(
      z.string().min(1),
      z.strictObject({
        installed: z.string().min(1).describe("The installed version. Default: it is not installed.").optional(),
        available: z
          .array(z.string().min(1))
          .min(1)
          .describe("Versions that can be installed, the latest last. Default: the installed one.")
          .optional(),
        fails: z.boolean().describe("Whether an installation fails. Default: false.").optional(),
      }),
    )
    .describe("Packages of AWS-ConfigureAWSPackage, by name.")
    .optional(),
  scripts: z
    .array(windowsAnswer)
    .describe(
      "Windows: answers to PowerShell scripts. The first entry that matches is used. The profile's entries come last.",
    )
    .optional(),
  codePage: z
    .union([z.literal(437), z.literal(850), z.literal(932)])
    .describe(
      "Windows: the console's code page. It garbles characters other than ASCII until `chcp 65001`. Default: 437.",
    )
    .optional(),
};

const profile = z
  .strictObject({
    extends: z.string().describe("Name of the profile that this one extends.").optional(),
    platformType: z.enum(["Linux", "Windows"]).describe("Default: that of the profile it extends.").optional(),
    ...parts,
  })
  .describe("A kind of node.");

const match = z
  .strictObject({
    instanceId: z.string().regex(INSTANCE_ID.pattern).describe("Id of the instance.").optional(),
    account: z.string().min(1).describe("Name or id of the account.").optional(),
    region: z.string().min(1).describe("Region.").optional(),
    tags: z.record(z.string(), z.string()).describe("Tags that the instance must have, with these values.").optional(),
  })
  .describe("The nodes that the entry matches. Every property must match. Empty: all nodes.");

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
              "amazon-linux-2, amazon-linux-2023, windows-2022, windows-2025 or a profile of this file. Default: by the instance's image.",
            )
            .optional(),
          ...parts,
        }),
      )
      .describe(
        "Nodes and how they differ from their profile. All matching entries apply. If two set the same key, the later one wins.",
      )
      .optional(),
  })
  .meta({ title: "Fleetbook nodes file", description: "How the sandbox's managed nodes answer." });

/** The schema of a built-in profile's file. */
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
