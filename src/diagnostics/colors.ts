/** Colours for a terminal, and plain text everywhere else. */
import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Picocolors alone would decide by the environment, and colour what a CI system redirects into a file.
 * @param isTerminal `isTTY` of the stream that is written to, which is undefined if it is no terminal
 * @param env NO_COLOR (https://no-color.org) and TERM=dumb turn colours off
 */
export function colorsFor(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv = process.env): Colors {
  return pc.createColors(isTerminal === true && !env.NO_COLOR && env.TERM !== "dumb");
}
