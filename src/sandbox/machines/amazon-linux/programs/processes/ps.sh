style=short columns= heading=1 commands= ids= users= sort=
case "$*" in --version) echo 'ps from procps-ng 3.3.17'; exit ;; esac
while [ $# -gt 0 ]; do
  case $1 in
  -o | -eo | -Ao | o | -axo | axo | ax-o | -eopid | -efo) [ "$1" = -o ] || [ "$style" != short ] || style=all; columns="$columns,$2"; shift ;;
  --format) columns="$columns,$2"; shift ;;
  --format=*) columns="$columns,${1#*=}" ;;
  -o?*) columns="$columns,${1#-o}" ;;
  --no-headers | --no-heading | h) heading= ;;
  --sort) sort=$2; shift ;;
  --sort=*) sort=${1#*=} ;;
  -C) commands="$commands,$2,"; shift ;;
  -p | --pid | -q | p) ids="$ids,$2,"; shift ;;
  -p?*) ids="$ids,${1#-p}," ;;
  [0-9]*) ids="$ids,$1," ;;
  -u | -U | --user) users=",$2,"; shift ;;
  -ef | -eF | -Af | -fe | -f | -ef[a-z]* | -efww) style=full ;;
  -e | -A | ax | -ax | -ww | -w | ww) [ "$style" != short ] || style=all ;;
  *u* | au* | -au*) style=user ;;
  --*) no_answer "$@" ;;
  *) no_answer "$@" ;;
  esac
  shift
done
total=$(awk '/MemTotal/ { print $2 }' $MODEL/proc/meminfo)
start=$(date '+%H:%M')
processes | awk -F'\t' -v style=$style -v columns="${columns#,}" -v heading="$heading" -v commands="$commands" -v ids="$ids" -v users="$users" -v total="$total" -v start="$start" -v sort="$sort" '
function base(command,  word, name1) {
  split(command, word, " "); name1 = word[1]; sub(/.*\//, "", name1); sub(/:$/, "", name1); return substr(name1, 1, 15)
}
function resident(command) { return 4000 + (length(command) * 397) % 21000 }
function cell(name,  result) {
  if (name == "pid" || name == "tgid" || name == "pgid") result = id
  else if (name == "ppid") result = parent
  else if (name == "user" || name == "euser" || name == "uname") result = user
  else if (name == "uid") result = user == "root" ? 0 : 996
  else if (name == "comm" || name == "ucmd" || name == "ucomm") result = base(command)
  else if (name == "args" || name == "cmd" || name == "command") result = command
  else if (name == "%cpu" || name == "pcpu") result = "0.0"
  else if (name == "%mem" || name == "pmem") result = sprintf("%.1f", resident(command) * 100 / total)
  else if (name == "rss" || name == "rssize") result = resident(command)
  else if (name == "vsz" || name == "vsize") result = resident(command) * 9
  else if (name == "stat" || name == "s" || name == "state") result = name == "stat" ? (id == 1 ? "Ss" : "Ssl") : "S"
  else if (name == "tty" || name == "tt") result = "?"
  else if (name == "time" || name == "cputime") result = "00:00:00"
  else if (name == "etime") result = "00:10"
  else if (name == "etimes") result = 10
  else if (name == "start" || name == "lstart" || name == "stime") result = start
  else if (name == "ni") result = 0
  else if (name == "nlwp" || name == "thcount") result = 1
  else result = "-"
  return result
}
function title(name,  result) {
  if (name == "comm" || name == "args" || name == "command") result = "COMMAND"
  else if (name == "pcpu") result = "%CPU"
  else if (name == "pmem") result = "%MEM"
  else if (name == "etime" || name == "etimes") result = "ELAPSED"
  else result = toupper(name)
  return result
}
BEGIN {
  if (columns != "") {
    n = split(columns, column, /[, ]+/)
    for (i = 1; i <= n; i++) { label[i] = title(column[i]); if (i1 = index(column[i], "=")) { label[i] = substr(column[i], i1 + 1); column[i] = substr(column[i], 1, i1 - 1); if (label[i] != "") any = 1; } else any = 1 }
    if (!any) heading = ""
    if (heading) { line = ""; for (i = 1; i <= n; i++) line = line sprintf(i == n ? "%s" : (column[i] ~ /^(user|comm|ucmd|args|cmd|command|stat|s|tty)$/ ? "%-15s " : "%7s "), label[i]); print line }
  } else if (heading) {
    if (style == "user") print "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND"
    else if (style == "full") print "UID          PID    PPID  C STIME TTY          TIME CMD"
    else print "    PID TTY          TIME CMD"
  }
}
{
  id = $1; parent = $2; user = $3; command = $4
  for (i = 5; i <= NF; i++) command = command "\t" $i
  if (commands != "" && index(commands, "," base(command) ",") == 0) next
  if (ids != "" && index(ids, "," id ",") == 0) next
  if (users != "" && index(users, "," user ",") == 0) next
  if (style == "short" && commands == "" && ids == "" && users == "" && id > 500) next
  if (style == "short" && commands == "" && ids == "" && users == "" && id == 1) next
  found = 1
  shown = length(user) > 8 ? substr(user, 1, 7) "+" : user
  if (columns != "") {
    line = ""
    for (i = 1; i <= n; i++) line = line sprintf(i == n ? "%s" : (column[i] ~ /^(user|comm|ucmd|args|cmd|command|stat|s|tty)$/ ? "%-15s " : "%7s "), cell(column[i]))
    print line
  } else if (style == "user") printf "%-8s %7d  0.0 %4s %6d %5d ?        %-4s %s   0:00 %s\n", shown, id, cell("%mem"), cell("vsz"), cell("rss"), cell("stat"), start, command
  else if (style == "full") printf "%-8s %7d %7d  0 %s ?        00:00:00 %s\n", shown, id, parent, start, command
  else printf "%7d ?        00:00:00 %s\n", id, base(command)
}
END { exit !found }'
