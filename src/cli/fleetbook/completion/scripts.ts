/** The scripts that teach a shell to complete `fleetbook`. Each asks `fleetbook completion` for the words that fit. */
import { QUIET_FLEETBOOK } from "../../../diagnostics/called-as";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# eval "$(${QUIET_FLEETBOOK} completion bash)"
command -v fleetbook > /dev/null || fleetbook() { ${QUIET_FLEETBOOK} "$@"; }
_fleetbook() {
  local IFS=$'\\n'
  COMPREPLY=($(fleetbook completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null))
}
complete -o default -F _fleetbook fleetbook
`,
  zsh: `# eval "$(${QUIET_FLEETBOOK} completion zsh)"
(( $+commands[fleetbook] || $+functions[fleetbook] )) || fleetbook() { ${QUIET_FLEETBOOK} "$@"; }
_fleetbook() {
  local -a found
  found=(\${(f)"$(fleetbook completion zsh -- "\${(@)words[2,CURRENT]}" 2> /dev/null)"})
  compadd -a found
}
compdef _fleetbook fleetbook
`,
  fish: `# ${QUIET_FLEETBOOK} completion fish | source
type -q fleetbook; or function fleetbook; ${QUIET_FLEETBOOK} $argv; end
function __fleetbook_complete
  set -l words (commandline -opc) (commandline -ct)
  fleetbook completion fish -- $words[2..-1] 2> /dev/null
end
complete -c fleetbook -f -a '(__fleetbook_complete)'
`,
};
