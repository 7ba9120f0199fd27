/** The commands of Fleetbook. The module of a command is loaded when the command is called: the help of all needs none of them. */
import type { Command } from "commander";

export interface CommandEntry {
  readonly name: string;
  /** The command's own description: `--help` lists it. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** Whether it works on the accounts of the fleet, and so in a sandbox that runs. @default true */
  readonly usesFleet?: boolean;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "validate",
    summary: "check fleet.yaml and every runbook, and print every fault with its line",
    load: async () => (await import("./validate")).validateCommand(),
  },
  {
    name: "doctor",
    summary: "check tools, credentials, every account and its roles, and say what to do",
    load: async () => (await import("./doctor")).doctorCommand(),
  },
  {
    name: "sync",
    summary: "read the organization's units and accounts from AWS into fleet.lock.yaml",
    load: async () => (await import("./sync")).syncCommand(),
  },
  {
    name: "bootstrap",
    summary:
      "create every account's state bucket, and the deploy roles that fleet.yaml asks for; safe to run again at any time",
    load: async () => (await import("./bootstrap")).bootstrapCommand(),
  },
  {
    name: "plan",
    summary: "plan stacks in parallel, show what would change where, and keep the plans for apply",
    load: async () => (await import("./plan")).planCommand(),
  },
  {
    name: "apply",
    summary: "apply exactly the plans that `plan` has kept; without DIR: plan, show, ask and apply",
    load: async () => (await import("./apply")).applyCommand(),
  },
  {
    name: "give-back",
    summary: "make adopted roles and documents what they were, and manage them no longer",
    load: async () => (await import("./give-back")).giveBackCommand(),
  },
  {
    name: "stacks",
    summary: "show every stack and every state: deployed, never deployed, left behind, locked",
    load: async () => (await import("./stacks")).stacksCommand(),
  },
  {
    name: "unlock",
    summary: "release the lock of a stack's state, if the run that has it is dead",
    load: async () => (await import("./unlock")).unlockCommand(),
  },
  {
    name: "runbook",
    summary: "lint, render, graph and simulate runbooks; print their IAM policy",
    load: async () => (await import("./runbook")).runbookCommand(),
  },
  {
    name: "documents",
    summary: "pull Amazon's public documents, for the sandbox and for simulations",
    load: async () => (await import("./documents")).documentsCommand(),
  },
  {
    name: "preview",
    summary: "show what a start would touch, and what would go wrong; start nothing",
    load: async () => (await import("./preview")).previewCommand(),
  },
  {
    name: "start",
    summary: "start a runbook in many accounts as one run, and print the run's id",
    load: async () => (await import("./start")).startCommand(),
  },
  {
    name: "watch",
    summary: "follow a run: accounts, instances and steps, until it has ended",
    load: async () => (await import("./watch")).watchCommand(),
  },
  {
    name: "stop",
    summary: "cancel a run in every account, and wait until it has stopped",
    load: async () => (await import("./stop")).stopCommand(),
  },
  {
    name: "signal",
    summary: "approve, reject or resume a run in every account where it waits",
    load: async () => (await import("./signal")).signalCommand(),
  },
  {
    name: "retry",
    summary: "run again what failed in a run, or what it did not reach, and nothing else",
    load: async () => (await import("./retry")).retryCommand(),
  },
  {
    name: "runs",
    summary: "list the runs that were started on this machine, with totals",
    load: async () => (await import("./runs")).runsCommand(),
  },
  {
    name: "report",
    summary: "collect the results of an execution from every account, and show them",
    load: async () => (await import("./report")).reportCommand(),
  },
  {
    name: "completion",
    summary: "print a script that completes commands, options, runbooks, accounts and units",
    load: async () => (await import("./completion")).completionCommand(),
    usesFleet: false,
  },
  {
    name: "sandbox",
    summary: "the local AWS organization, made from the fleet file",
    load: async () => (await import("../sandbox/program")).sandboxProgram("sandbox"),
    usesFleet: false,
  },
  {
    name: "demo",
    summary: "try the fleet: deploy it into a local organization, operate it, and remove everything",
    load: async () => (await import("../demo-command")).demoProgram("demo"),
    usesFleet: false,
  },
  {
    name: "init",
    summary: "write a new project into a folder: fleet file, runbook, test, workflows",
    load: async () => (await import("./init")).initCommand(),
    usesFleet: false,
  },
  {
    name: "upgrade-notes",
    summary: "print what changed since a version of Fleetbook",
    load: async () => (await import("./upgrade-notes")).upgradeNotesCommand(),
    usesFleet: false,
  },
  {
    name: "help",
    summary: "show the help of a command, or a page of the documentation",
    load: async () => (await import("../help/command")).helpCommand("page of all commands"),
    usesFleet: false,
  },
];
