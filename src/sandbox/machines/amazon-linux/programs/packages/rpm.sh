query= all= format= names= last= info= list= verify= which= change=
while [ $# -gt 0 ]; do
  case $1 in
  --queryformat | --qf) format=$2; shift ;;
  --queryformat=* | --qf=*) format=${1#*=} ;;
  --last) last=1 ;;
  --query) query=1 ;;
  --all) all=1 ;;
  --quiet) quiet=1 ;;
  --version) echo "RPM version 4.16.1.3"; exit ;;
  --import | --rebuilddb) exit ;;
  --eval | --showrc) no_answer "$@" ;;
  --*) no_answer "$@" ;;
  -*)
    case $1 in *q*) query=1 ;; esac
    case $1 in *a*) all=1 ;; esac
    case $1 in *i*) info=1 ;; esac
    case $1 in *l*) list=1 ;; esac
    case $1 in *V*) verify=1 ;; esac
    case $1 in -[Uie]* ) [ -n "$query" ] || change=1 ;; esac
    case $1 in *f*) which=1 ;; esac
    ;;
  *) names="$names $1" ;;
  esac
  shift
done
[ -z "${verify:-}" ] || exit 0
[ -z "${change:-}" ] || fail 1 "error: the node has no package files; install with dnf or yum, or describe programs.rpm in the nodes file"
[ -n "$query" ] || no_answer "$@"
print_rows() {
  if [ -n "$format" ]; then
    awk -F'\t' -v format="$format" '{
      text = format; split($3, parts, "-")
      gsub(/%\{(NAME|name)\}/, $1, text); gsub(/%\{(EPOCH|epoch)\}/, $2 == "0" ? "(none)" : $2, text)
      gsub(/%\{(VERSION|version)\}/, parts[1], text); gsub(/%\{(RELEASE|release)\}/, parts[2], text)
      gsub(/%\{(ARCH|arch)\}/, $4, text); gsub(/%\{(SUMMARY|summary)\}/, $1, text)
      printf "%s", text
    }'
  elif [ -n "$info" ]; then
    awk -F'\t' '{ split($3, p, "-"); printf "Name        : %s\nVersion     : %s\nRelease     : %s\nArchitecture: %s\nVendor      : Amazon Linux\n", $1, p[1], p[2], $4 }'
  elif [ -n "$last" ]; then
    awk -F'\t' -v when="$(date -u '+%a %d %b %Y %I:%M:%S %p UTC')" '{ printf "%-44s %s\n", $1 "-" $3 "." $4, when }'
  else
    awk -F'\t' '{ print $1 "-" $3 "." $4 }'
  fi
}
if [ -n "$which" ]; then
  code=0
  for name in $names; do
    [ -e "$name" ] && echo "file $name is not owned by any package" || echo "error: file $name: No such file or directory" >&2
    code=1
  done
  exit $code
fi
if [ -n "$all" ]; then
  pattern=$(printf %s "${names# }" | sed 's/[.]/\\./g; s/\*/.*/g')
  packages | awk -F'\t' -v pattern="$pattern" 'pattern == "" || match($1, "^" pattern "$")' | print_rows
  exit
fi
code=0
for name in $names; do
  rows=$(packages | awk -F'\t' -v name="$name" '$1 == name || ($1 "-" $3) == name || ($1 "-" $3 "." $4) == name || ($1 "." $4) == name')
  if [ -n "$rows" ]; then printf '%s\n' "$rows" | print_rows
  else echo "package $name is not installed"; code=1
  fi
done
exit $code
