/** The scripts that teach a shell to complete `fleetbook`. Each asks `fleetbook completion` for the words that fit. */

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# eval "$(npm run -s fleetbook -- completion bash)"
command -v fleetbook > /dev/null || fleetbook() { npm run -s fleetbook -- "$@"; }
_fleetbook() {
  local IFS=$'\\n'
  COMPREPLY=($(fleetbook completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null))
}
complete -o default -F _fleetbook fleetbook
`,
  zsh: `# eval "$(npm run -s fleetbook -- completion zsh)"
(( $+commands[fleetbook] || $+functions[fleetbook] )) || fleetbook() { npm run -s fleetbook -- "$@"; }
_fleetbook() {
  local -a found
  found=(\${(f)"$(fleetbook completion zsh -- "\${(@)words[2,CURRENT]}" 2> /dev/null)"})
  compadd -a found
}
compdef _fleetbook fleetbook
`,
  fish: `# npm run -s fleetbook -- completion fish | source
type -q fleetbook; or function fleetbook; npm run -s fleetbook -- $argv; end
function __fleetbook_complete
  set -l words (commandline -opc) (commandline -ct)
  fleetbook completion fish -- $words[2..-1] 2> /dev/null
end
complete -c fleetbook -f -a '(__fleetbook_complete)'
`,
};
