# Functions that the programs of a node share. The node's facts and tables are beside this file; what scripts change is in $STATE
# until the next restart, or in $LASTING.
MODEL=/var/lib/node
STATE=/run/node
LASTING=/var/lib/node/changes
PROGRAM=${0##*/}
TAB=$(printf '\t')
. $MODEL/facts

# Says that this node cannot answer, and what to do.
no_answer() {
  echo "$PROGRAM: the node has no answer for \"$PROGRAM $*\"; add one under programs.$PROGRAM in the nodes file" >&2
  exit 127
}

fail() {
  code=$1
  shift
  printf '%s\n' "$*" >&2
  exit "$code"
}

now() { date +%s; }

booted() { cat $STATE/booted 2>/dev/null || echo "$BOOTED"; }

# Every unit: name, state, process id, enabled or disabled, user, command, description.
units() {
  {
    for file in $STATE/units/* $LASTING/units/* $LASTING/packages; do
      [ ! -f "$file" ] || while IFS= read -r line; do printf '%s\t%s\t%s\n' "!${file%/*}" "${file##*/}" "$line"; done < "$file"
    done
    cat $MODEL/units $MODEL/units-of-packages
  } | awk -F'\t' -v state="!$STATE/units" -v lasting="!$LASTING/units" '
    $1 == state { now[$2] = $3; id[$2] = $4; next }
    $1 == lasting { enabled[$2] = $3; next }
    /^!/ { present[$4] = $3; next }
    $7 != "" && present[$7] != "+" { next }
    {
      if (!($1 in enabled)) enabled[$1] = $2
      if (!($1 in now)) { now[$1] = enabled[$1] == "enabled" ? "active" : "inactive"; id[$1] = enabled[$1] == "enabled" ? $3 : 0 }
      print $1 "\t" now[$1] "\t" id[$1] "\t" enabled[$1] "\t" $4 "\t" $5 "\t" $6
    }'
}

# Sets $state, $id, $enabled, $command and $description of a unit. They are empty, and it fails, if there is no such unit.
read_unit() {
  state= id= enabled= command= description=
  IFS="$TAB" read -r unit_name state id enabled user command description <<END
$(units | grep "^$1$TAB")
END
  [ -n "$state" ]
}

set_unit_state() {
  mkdir -p $STATE/units
  printf '%s\t%s\n' "$2" "$3" > "$STATE/units/$1"
}

# Process ids of services are above those of real processes, and differ after each start.
next_pid() {
  count=$(cat $STATE/pids 2>/dev/null || echo 24000)
  count=$((count + 17))
  mkdir -p $STATE
  echo $count > $STATE/pids
  echo $count
}

# Every process: id, parent, user, command. Those of services, then those of this command.
processes() {
  printf '1\t0\troot\t/usr/lib/systemd/systemd --switched-root --system --deserialize=32\n'
  units | awk -F'\t' '$2 == "active" && $3 > 0 { print $3 "\t1\t" $5 "\t" $6 }'
  for folder in /proc/[0-9]*; do
    IFS= read -r line < "$folder/stat" || continue
    set -- ${line##*) }
    # Without the set-up, and without what this program itself starts.
    [ "$folder" != /proc/1 ] && [ "$2" != $$ ] || continue
    command=$(tr '\0\n\t' '   ' < "$folder/cmdline")
    [ -z "$command" ] || printf '%s\t%s\troot\t%s\n' "${folder#/proc/}" "$2" "${command% }"
  done 2>/dev/null
}

# Installed packages: name, epoch, version and release, architecture, repository.
packages() {
  {
    package_changes
    sed 's/^/updates\t/' $MODEL/updates
    sed 's/^/available\t/' $MODEL/available
    sed 's/^/installed\t/' $MODEL/packages
  } | awk -F'\t' '
    $1 == "!" { present[$3] = $2; next }
    $1 == "updates" { newer[$2] = $4; next }
    ($1 == "available" && (present[$2] == "+" || present[$2] == "^")) || ($1 == "installed" && present[$2] != "-") {
      print $2 "\t" $3 "\t" (present[$2] == "^" && ($2 in newer) ? newer[$2] : $4) "\t" $5 "\t" $6
    }' | sort
}

# Updates that are not installed, with the same columns.
updates() {
  { package_changes; cat $MODEL/updates; } | awk -F'\t' '$1 == "!" { present[$3] = $2; next } present[$1] == "" || present[$1] == "+"'
}

package_changes() {
  [ ! -e $LASTING/packages ] || sed 's/^/!\t/' $LASTING/packages
}

# Notes a change of packages: + installed, - removed, ^ updated.
change_package() {
  mkdir -p $LASTING
  printf '%s\t%s\n' "$1" "$2" >> $LASTING/packages
}

# Writes a line to the journal: identifier, process id, message.
journal() {
  when=$(date '+%b %d %H:%M:%S')
  mkdir -p /var/log/journal
  printf '%s\t%s\t%s\t%s\t%s\n' "$(now)" "$when" "$1" "$2" "$3" >> /var/log/journal/node
  [ "$RELEASE" != amzn2 ] || echo "$when ${HOST%%.*} $1[$2]: $3" >> /var/log/messages
}

# Sizes as `-h` prints them, from KiB.
AWK_HUMAN='function human(kib, base,  units, unit, value) {
  if (kib == 0) return "0"
  units = "KMGTP"; unit = 1; value = kib
  while (value >= base && unit < 5) { value /= base; unit++ }
  if (value < 10 && unit > 1) { value = int(value * 10 + 0.999) / 10; return sprintf("%.1f%s", value, substr(units, unit, 1)) }
  return sprintf("%d%s", int(value + 0.999), substr(units, unit, 1))
}'
