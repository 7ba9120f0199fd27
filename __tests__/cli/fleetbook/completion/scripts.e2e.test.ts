import { execFileSync } from "node:child_process";
import { SCRIPTS, type Shell } from "../../../../src/cli/fleetbook/completion/scripts";
import { describeWith } from "../../../requires";

/** A `fleetbook` that answers with the words that it gets; without an answer where the last word is `nothing`. */
const FLEETBOOK: Readonly<Record<"zsh" | "fish", string>> = {
  zsh: `fleetbook() { [[ \${@[-1]} == nothing ]] || printf '%s\\n' "[$*]" "two words"; }`,
  fish: `function fleetbook; test "$argv[-1]" = nothing; or printf '%s\\n' "[$argv]" "two words"; end`,
};

/** The candidates that a shell gets while these words are typed, the last one to be completed. */
const COMPLETE: Readonly<Record<"zsh" | "fish", string>> = {
  zsh: `
    autoload -Uz compinit; compinit -u -D
    eval "$SCRIPT"
    [[ \${_comps[fleetbook]} == _fleetbook ]] || exit 1
    compadd() { print -rl -- $found; }
    words=(fleetbook "$@"); CURRENT=$#words
    _fleetbook`,
  fish: `
    printf '%s\\n' $SCRIPT | string collect | source
    set -l words (string escape -- $argv[1..-2]) $argv[-1]
    complete -C "fleetbook $words"`,
};

function completed(shell: Shell & ("zsh" | "fish"), path: string, ...words: readonly string[]): readonly string[] {
  const script = `${FLEETBOOK[shell]}\n${COMPLETE[shell]}`;
  const args = shell === "zsh" ? ["-f", "-c", script, "zsh", ...words] : ["--no-config", "-c", script, ...words];
  const printed = execFileSync(path, args, { encoding: "utf8", env: { ...process.env, SCRIPT: SCRIPTS[shell] } });
  return printed.split("\n").filter((line) => line !== "");
}

describe.each(["zsh", "fish"] as const)("the script for %s", (shell) => {
  describeWith([shell], "in the shell itself", (path) => {
    it("asks for what fits the words so far, and takes each line as one candidate", () => {
      expect([...completed(shell, path, "preview", "check-os", "--account", "")].sort()).toEqual([
        `[completion ${shell} -- preview check-os --account ]`,
        "two words",
      ]);
    });

    it("offers nothing where nothing fits", () => {
      expect(completed(shell, path, "preview", "nothing")).toEqual([]);
    });
  });
});
