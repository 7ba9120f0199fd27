# pgrep, pkill, pidof: the processes whose name or command line matches.
full= exact= names= count= signal=TERM pattern= user= newest= oldest=
while [ $# -gt 0 ]; do
  case $1 in
  -f) full=1 ;;
  -x) exact=1 ;;
  -l | -a) names=$1 ;;
  -fl | -lf) full=1 names=-l ;;
  -af | -fa) full=1 names=-a ;;
  -c) count=1 ;;
  -n) newest=1 ;;
  -o) [ "$PROGRAM" = pidof ] && shift || oldest=1 ;;
  -s) ;;
  -u | -U | -P) user=$2; shift ;;
  --signal) signal=$2; shift ;;
  -[0-9A-Z]*) signal=${1#-} ;;
  -*) no_answer "$@" ;;
  *) pattern=$1 ;;
  esac
  shift
done
[ -n "$pattern" ] || fail 2 "$PROGRAM: no matching criteria specified"
[ "$PROGRAM" != pidof ] || { exact=1; pattern=${pattern##*/}; }
found=$(processes | awk -F'\t' -v full="$full" -v exact="$exact" -v pattern="$pattern" -v self="/$PROGRAM" '
{
  command = $4; split(command, word, " "); name = word[1]
  sub(/.*\//, "", name); sub(/:$/, "", name)
  # The shell that runs this program is not itself a match.
  if (word[2] ~ (self "$")) next
  if (exact && !full ? name == pattern : exact ? command == pattern : full ? command ~ pattern : name ~ pattern) print $1 "\t" name "\t" command
}')
[ -z "$newest" ] || found=$(printf '%s\n' "$found" | tail -n 1)
[ -z "$oldest" ] || found=$(printf '%s\n' "$found" | head -n 1)
if [ -n "$count" ]; then printf '%s' "$found" | grep -c . ; [ -n "$found" ]; exit; fi
[ -n "$found" ] || exit 1
case $PROGRAM in
pkill) for id in $(printf '%s\n' "$found" | cut -f1); do /usr/bin/kill -"$signal" "$id" || exit 1; done ;;
pidof) printf '%s\n' "$found" | cut -f1 | sort -rn | tr '\n' ' ' | sed 's/ $//'; echo ;;
*)
  case $names in
  -l) printf '%s\n' "$found" | awk -F'\t' '{ print $1 " " $2 }' ;;
  -a) printf '%s\n' "$found" | awk -F'\t' '{ print $1 " " $3 }' ;;
  *) printf '%s\n' "$found" | cut -f1 ;;
  esac
  ;;
esac
