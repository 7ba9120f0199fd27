case $PROGRAM in yum) [ "$RELEASE" != amzn2 ] && version=4.14.0 || version=3.4.3 ;; *) version=4.14.0 ;; esac
yes= quiet= words=
for word; do
  case $word in
  -y | --assumeyes) yes=1 ;;
  -q | --quiet) quiet=1 ;;
  --version) echo "$version"; exit ;;
  -*) ;;
  *) words="$words $word" ;;
  esac
done
set -f
set -- $words
set +f
verb=${1:-help}
[ $# -eq 0 ] || shift
heading() {
  [ -z "$quiet" ] || return 0
  if [ "$RELEASE" = amzn2 ]; then echo 'Loaded plugins: extras_suggestions, langpacks, priorities, update-motd'
  else echo 'Last metadata expiration check: 0:12:41 ago.'
  fi
}
table() { awk -F'\t' '{ printf "%-40s %-36s %s\n", $1 "." $4, ($2 == "0" ? "" : $2 ":") $3, $5 }'; }
consent() { [ -n "$yes" ] || { echo 'Is this ok [y/N]: '; fail 1 'Operation aborted.'; }; }
# Rows of standard input whose name, with or without architecture or version, matches a word.
chosen() {
  awk -F'\t' -v words="$*" '
  BEGIN { n = split(words, word, " "); for (i = 1; i <= n; i++) { gsub(/[.+]/, "\\\\&", word[i]); gsub(/\*/, ".*", word[i]) } }
  words == "" { print; next }
  { for (i = 1; i <= n; i++) if (match($1, "^(" word[i] ")$") || match($1 "." $4, "^(" word[i] ")$") || match($1 "-" $3, "^(" word[i] ")$") || match($1 "-" $3 "." $4, "^(" word[i] ")$")) { print; next } }'
}
apply() {
  rows=$1
  count=$(printf '%s\n' "$rows" | grep -c .)
  heading
  [ -n "$quiet" ] || {
    echo 'Dependencies resolved.'
    printf '%s\n' "$rows" | table | sed 's/^/ /'
    echo
    if [ "$count" = 1 ]; then echo "$2  1 Package"; else echo "$2  $count Packages"; fi
  }
  consent
  printf '%s\n' "$rows" | while IFS="$TAB" read -r name rest; do
    change_package "$3" "$name"
    journal "$PROGRAM" 2711 "$4: $name"
  done
  [ -n "$quiet" ] || { echo; echo "$4:"; printf '%s\n' "$rows" | awk -F'\t' '{ print "  " $1 "-" $3 "." $4 }'; echo; echo 'Complete!'; }
}
case $verb in
check-update | check-upgrade)
  heading
  open=$(updates | chosen "$@")
  [ -n "$open" ] || exit 0
  echo
  printf '%s\n' "$open" | table
  exit 100
  ;;
update | upgrade | update-minimal | upgrade-minimal | distro-sync)
  open=$(updates | chosen "$@")
  if [ -n "$open" ]; then apply "$open" Upgrade ^ Upgraded
  else
    heading
    [ "$RELEASE" = amzn2 ] && echo 'No packages marked for update' || printf '%s\n' 'Dependencies resolved.' 'Nothing to do.' 'Complete!'
  fi
  ;;
install | localinstall | reinstall)
  [ $# -gt 0 ] || fail 1 "Error: Need to pass a list of pkgs to $verb"
  wanted= unknown=
  for word; do
    if [ -n "$(packages | chosen "$word")" ]; then [ -n "$quiet" ] || echo "Package $(packages | chosen "$word" | awk -F'\t' 'NR == 1 { print $1 "-" $3 "." $4 }') is already installed."
    else
      rows=$(cat $MODEL/available $MODEL/packages | chosen "$word")
      if [ -n "$rows" ]; then wanted="$wanted$rows
"
      else unknown="$unknown $word"
      fi
    fi
  done
  for word in $unknown; do echo "No match for argument: $word" >&2; done
  if [ -n "$unknown" ]; then
    echo "$PROGRAM: describe the package's installation under programs.$PROGRAM in the nodes file" >&2
    [ "$RELEASE" = amzn2 ] && [ -n "$wanted" ] || fail 1 "Error: Unable to find a match:$unknown"
  fi
  if [ -n "$wanted" ]; then apply "$(printf %s "$wanted")" Install + Installed
  else [ -n "$quiet" ] || printf '%s\n' 'Dependencies resolved.' 'Nothing to do.' 'Complete!'
  fi
  ;;
remove | erase)
  [ $# -gt 0 ] || fail 1 "Error: Need to pass a list of pkgs to $verb"
  rows=$(packages | chosen "$@")
  if [ -n "$rows" ]; then apply "$rows" Remove - Removed
  else
    for word; do echo "No match for argument: $word" >&2; done
    echo 'No packages marked for removal.'
  fi
  ;;
list)
  kind=all rows= others=
  case $1 in installed | available | updates | all | upgrades) kind=$1; shift ;; esac
  heading
  if [ "$kind" = updates ] || [ "$kind" = upgrades ]; then
    title='Available Upgrades'
    rows=$(updates | chosen "$@")
  elif [ "$kind" != available ]; then
    title='Installed Packages'
    rows=$(packages | chosen "$@")
  fi
  if [ "$kind" = available ] || [ "$kind" = all ]; then
    others=$({ packages | sed 's/^/!/'; cat $MODEL/available; } | awk -F'\t' '/^!/ { have[substr($1, 2)] = 1; next } !($1 in have)' | chosen "$@")
  fi
  [ -n "$rows$others" ] || fail 1 'Error: No matching Packages to list'
  [ -z "$rows" ] || { echo "$title"; printf '%s\n' "$rows" | table; }
  [ -z "$others" ] || { echo 'Available Packages'; printf '%s\n' "$others" | table; }
  ;;
info)
  heading
  rows=$(packages | chosen "$@")
  [ -n "$rows" ] || rows=$(chosen "$@" < $MODEL/available)
  [ -n "$rows" ] || fail 1 'Error: No matching Packages to list'
  printf '%s\n' "$rows" | awk -F'\t' '{ split($3, p, "-"); printf "Name         : %s\nVersion      : %s\nRelease      : %s\nArchitecture : %s\nRepository   : %s\n\n", $1, p[1], p[2], $4, $5 }'
  ;;
repolist)
  if [ "$RELEASE" = amzn2 ]; then printf '%s\n' 'repo id                       repo name' 'amzn2-core/2/x86_64           Amazon Linux 2 core repository'
  else printf '%s\n' 'repo id                    repo name' 'amazonlinux                Amazon Linux 2023 repository' 'kernel-livepatch           Amazon Linux 2023 Kernel Livepatch repository'
  fi
  ;;
search)
  heading
  awk -F'\t' -v words="$*" 'index($1, words) { print $1 "." $4 " : " $1 }' $MODEL/packages $MODEL/available
  ;;
updateinfo | list-security | check-release-update | autoremove | history | makecache | clean | config-manager | groupinstall | versionlock | module) heading ;;
help) no_answer ;;
*) no_answer "$verb" "$@" ;;
esac
