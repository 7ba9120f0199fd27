/** Programs that scripts on a node expect and just-bash does not have, as shell scripts. */

const program = (body: string): string => `#!/bin/sh\n${body}\n`;

export const SMALL_PROGRAMS: Readonly<Record<string, string>> = {
  id: program(`case "$*" in
-u|-g|-G) echo 0 ;;
-un|-gn|-Gn|"-u -n"|"-n -u") echo root ;;
*) echo 'uid=0(root) gid=0(root) groups=0(root)' ;;
esac`),
  whoami: program("echo root"),
  nproc: program("echo 2"),
  realpath: program('readlink -f -- "$@"'),
  umask: program("[ $# -gt 0 ] || echo 0022"),
  mktemp: program(`folder=
[ "$1" != -d ] || { folder=1; shift; }
path=\${1:-/tmp/tmp.XXXXXXXXXX}
path=\${path%%X*}$RANDOM$RANDOM
if [ -n "$folder" ]; then mkdir "$path"; else : > "$path"; fi && echo "$path"`),
  // The emulated shell runs nothing in the background.
  kill: program('echo "kill: ($*): No such process" >&2; exit 1'),
  ulimit: program("[ $# -gt 1 ] || echo unlimited"),
  // It succeeds, so that a script with a trap still works under `set -e`, and warns that the trap will never run.
  trap: program('echo "trap: not emulated, it will not run: $*" >&2'),
};
