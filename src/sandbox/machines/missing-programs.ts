/** What a node says beside the shell's message when a script calls a program that the node does not have. */

/** The message of bash, and of the emulated shell. */
const NOT_FOUND = /^(?:\S+: line \d+: |bash: |sh: )([A-Za-z0-9_[][\w.+-]*): command not (?:found$|available)/gm;

/** The standard error of a script, with the remedy for each program that was not found. */
export function withRemedies(stderr: string): string {
  const names = new Set([...stderr.matchAll(NOT_FOUND)].map(([, name = ""]) => name));
  const remedies = [...names].map(
    (name) => `${name}: this node has no such program; describe it under programs.${name} in the nodes file\n`,
  );
  return stderr + remedies.join("");
}
