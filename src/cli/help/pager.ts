/** Long texts on a terminal go through the user's pager, as those of git and man do. */
import { spawnSync } from "node:child_process";

/** Quit if it fits, colours as they are, no other screen: as git starts it. */
const LESS = "FRX";

/** @param text with a line feed at its end */
export function show(text: string): void {
  const { isTTY, rows = 24 } = process.stdout;
  const isLong = text.split("\n").length > rows;
  if (isTTY && isLong && page(text)) return;
  process.stdout.write(text);
}

/** @returns whether the pager has shown it */
function page(text: string): boolean {
  const { PAGER = "less", TERM } = process.env;
  if (PAGER === "" || PAGER === "cat" || TERM === "dumb") return false;
  // Ctrl-C belongs to the pager: without a listener it would end this process and leave the terminal as the pager has set it.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    const { error, status } = spawnSync(PAGER, {
      shell: true,
      input: text,
      stdio: ["pipe", "inherit", "inherit"],
      env: { LESS, ...process.env },
    });
    // A pager that its user leaves before the end has not read everything, which is no failure.
    const wasFound = status !== 127 && status !== 126;
    return wasFound && (error === undefined || (error as NodeJS.ErrnoException).code === "EPIPE");
  } finally {
    process.off("SIGINT", ignore);
  }
}
