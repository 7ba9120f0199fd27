/** What every search for a program needs from its caller. */

export interface ToolContext {
  /** The environment in which programs are searched for and run, usually `process.env`. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes one line of progress, without a line feed. */
  readonly log: (line: string) => void;
}
