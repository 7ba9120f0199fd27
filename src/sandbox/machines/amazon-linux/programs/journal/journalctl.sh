unit= lines= tag= pattern= format=short reverse= kernel= since= heading=1
while [ $# -gt 0 ]; do
  case $1 in
  -u | --unit) unit=$2; shift ;;
  -u?*) unit=${1#-u} ;;
  --unit=*) unit=${1#*=} ;;
  -t | --identifier) tag=$2; shift ;;
  --identifier=*) tag=${1#*=} ;;
  -t?*) tag=${1#-t} ;;
  -n | --lines) case ${2:-} in [0-9]*) lines=$2; shift ;; *) lines=10 ;; esac ;;
  -n?*) lines=${1#-n} ;;
  --lines=*) lines=${1#*=} ;;
  -g | --grep) pattern=$2; shift ;;
  --grep=*) pattern=${1#*=} ;;
  -o | --output) format=$2; shift ;;
  --output=*) format=${1#*=} ;;
  -o?*) format=${1#-o} ;;
  --since | -S) since=$2; shift ;;
  --since=*) since=${1#*=} ;;
  --until | -U | -p | --priority) shift ;;
  -r | --reverse) reverse=1 ;;
  -k | --dmesg) kernel=1 ;;
  --disk-usage) echo 'Archived and active journals take up 16.0M in the file system.'; exit ;;
  --vacuum-* | --rotate | --flush | --sync) exit ;;
  --list-boots) echo " 0 00000000000000000000000000000000 $(date -u '+%a %Y-%m-%d') UTC"; exit ;;
  -f | --follow) no_answer "$@" ;;
  -b | --boot | -e | -x | -xe | -xeu | -q | --quiet | -a | --all | --no-pager | --no-full | -l | --full | --utc | -m | --no-hostname | --boot=* | --until=* | --priority=* | -p?*)
    case $1 in -xeu) unit=$2; shift ;; -q | --quiet) heading= ;; esac
    ;;
  -0 | -1) ;;
  *) no_answer "$@" ;;
  esac
  shift
done
unit=${unit%.service}
after=0
case $since in
"") ;;
today | "1 day ago" | yesterday | "24 hours ago") ;;
now) after=$(now) ;;
@*) after=${since#@} ;;
*ago)
  amount=${since%% *}
  case $since in *second* | *sec*) scale=1 ;; *minute* | *min*) scale=60 ;; *hour*) scale=3600 ;; *day*) scale=86400 ;; *) no_answer "--since $since" ;; esac
  now=$(now)
  after=$((now - amount * scale))
  ;;
*) after=$(date -d "$since" +%s 2>/dev/null || echo 0) ;;
esac
found=$(cat $MODEL/journal /var/log/journal/node 2>/dev/null | awk -F'\t' -v host="${HOST%%.*}" -v unit="$unit" -v tag="$tag" -v kernel="$kernel" \
  -v pattern="$pattern" -v after="$after" -v format="$format" '
{
  message = $5
  for (i = 6; i <= NF; i++) message = message "\t" $i
  if (unit != "" && $3 != unit && !($3 == "systemd" && index(message, unit ".service"))) next
  if (tag != "" && $3 != tag) next
  if (kernel && $3 != "kernel") next
  if ($1 < after) next
  if (pattern != "" && message !~ pattern) next
  if (format == "cat") print message
  else print $2 " " host " " $3 ($4 == 0 ? "" : "[" $4 "]") ": " message
}')
if [ -z "$found" ]; then [ -z "$heading" ] || echo '-- No entries --'; exit; fi
[ -z "$lines" ] || found=$(printf '%s\n' "$found" | tail -n "$lines")
[ -z "$reverse" ] || found=$(printf '%s\n' "$found" | tac)
printf '%s\n' "$found"
