/** What every look-up of a program needs to know about its caller, in one place because all of `tools/` shares it. */

export interface ToolContext {
  /** The environment to look in and to run programs with; usually `process.env`. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes one line of progress, without a line feed. */
  readonly log: (line: string) => void;
}
