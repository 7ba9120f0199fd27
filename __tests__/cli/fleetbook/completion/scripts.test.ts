import { execFileSync } from "node:child_process";
import { SCRIPTS } from "../../../../src/cli/fleetbook/completion/scripts";

/** What bash completes, with a `fleetbook` that answers with the words that it gets. */
function completed(...words: readonly string[]): readonly string[] {
  const script = `
    fleetbook() { local IFS=' '; printf '%s\\n' "[$*]" "two words"; }
    ${SCRIPTS.bash}
    COMP_WORDS=(fleetbook "$@"); COMP_CWORD=$#
    complete -p fleetbook > /dev/null && _fleetbook
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script, "bash", ...words], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
}

describe("the script for bash", () => {
  it("asks for what fits the words so far, the empty last one included, and takes each line as one candidate", () => {
    expect(completed("preview", "check-os", "--account", "")).toEqual([
      "[completion bash -- preview check-os --account ]",
      "two words",
    ]);
  });
});
