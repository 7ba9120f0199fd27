/** What ends commands and scripts of the emulated shell before their end. */

/** How a command leaves what it is in. */
export class Leave extends Error {
  constructor(
    readonly what: "exit" | "return" | "break" | "continue",
    /** Exit code, or how many loops. */
    readonly value: number,
  ) {
    super(what);
  }
}

/** A fault that ends the script, in the shell's words. */
export class ShellError extends Error {
  override readonly name = "ShellError";
}
