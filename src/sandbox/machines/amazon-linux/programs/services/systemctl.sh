quiet= now_too= words= every= type= state= property= value_only=
while [ $# -gt 0 ]; do
  case $1 in
  -q | --quiet) quiet=1 ;;
  --now) now_too=1 ;;
  -a | --all) every=1 ;;
  --type=* | -t=*) type=${1#*=} ;;
  -t | --type) type=$2; shift ;;
  --state=*) state=${1#*=} ;;
  --state) state=$2; shift ;;
  --failed) state=failed ;;
  -p | --property) property=$2; shift ;;
  -p?*) property=${1#-p} ;;
  --property=*) property=${1#*=} ;;
  --value) value_only=1 ;;
  --version) echo "systemd 252 (252.23-2.amzn2023)"; exit ;;
  --no-pager | -l | --full | --no-legend | --plain | --no-block | -f | --force | --no-ask-password) ;;
  -*) no_answer "$@" ;;
  *) words="$words $1" ;;
  esac
  shift
done
set -f
set -- $words
set +f
verb=${1:-list-units}
[ $# -eq 0 ] || shift
state_wanted=$state
name_of() {
  case $1 in *.target | *.timer | *.socket | *.mount) echo "$1" ;; *) echo "${1%.service}" ;; esac
}
begin() {
  [ "$enabled" != masked ] || fail 1 "Failed to start $1.service: Unit $1.service is masked."
  set_unit_state "$1" active "$(next_pid)"
  journal systemd 1 "Started $1.service - $description."
}
end() {
  set_unit_state "$1" inactive 0
  journal systemd 1 "Stopped $1.service - $description."
}
code=0
case $verb in
start | stop | restart | reload | try-restart | reload-or-restart | condrestart)
  [ $# -gt 0 ] || fail 1 "Too few arguments."
  for word; do
    unit=$(name_of "$word")
    if ! read_unit "$unit"; then
      echo "Failed to $verb $unit.service: Unit $unit.service not found." >&2
      code=5
      continue
    fi
    case $verb-$state in
    start-active | stop-inactive | try-restart-inactive | condrestart-inactive) ;;
    start-*) begin "$unit" ;;
    stop-*) end "$unit" ;;
    reload-active) journal systemd 1 "Reloaded $unit.service - $description." ;;
    reload-*) fail 1 "$unit.service is not active, cannot reload." ;;
    *) end "$unit"; begin "$unit" ;;
    esac
  done
  ;;
enable | disable | mask | unmask | reenable)
  mkdir -p $LASTING/units
  for word; do
    unit=$(name_of "$word")
    read_unit "$unit" || fail 1 "Failed to $verb unit: Unit file $unit.service does not exist."
    # Until the next restart the unit stays as it is.
    set_unit_state "$unit" "$state" "$id"
    case $verb in
    enable | reenable)
      echo enabled > "$LASTING/units/$unit"
      [ "$enabled" = enabled ] || echo "Created symlink /etc/systemd/system/multi-user.target.wants/$unit.service → /usr/lib/systemd/system/$unit.service." >&2
      enabled=enabled
      [ "$now_too-$state" = 1-active ] || [ -z "$now_too" ] || begin "$unit"
      ;;
    disable)
      echo disabled > "$LASTING/units/$unit"
      [ "$enabled" = disabled ] || echo "Removed \"/etc/systemd/system/multi-user.target.wants/$unit.service\"." >&2
      [ -z "$now_too" ] || end "$unit"
      ;;
    mask)
      echo masked > "$LASTING/units/$unit"
      echo "Created symlink /etc/systemd/system/$unit.service → /dev/null." >&2
      [ -z "$now_too" ] || end "$unit"
      ;;
    unmask)
      echo disabled > "$LASTING/units/$unit"
      echo "Removed \"/etc/systemd/system/$unit.service\"." >&2
      ;;
    esac
  done
  ;;
is-active | is-failed)
  if [ "$verb" = is-active ]; then wanted=active code=3; else wanted=failed code=1; fi
  for word; do
    unit=$(name_of "$word")
    case $unit in *.target) state=active ;; *) read_unit "$unit" || state=inactive ;; esac
    [ -n "$quiet" ] || echo "$state"
    [ "$state" != "$wanted" ] || code=0
  done
  ;;
is-enabled)
  for word; do
    unit=$(name_of "$word")
    if ! read_unit "$unit"; then
      echo "Failed to get unit file state for $unit.service: No such file or directory" >&2
      code=1
      continue
    fi
    [ -n "$quiet" ] || echo "$enabled"
    [ "$enabled" = enabled ] || code=1
  done
  ;;
is-system-running)
  grep -q ^failed $STATE/units/* 2>/dev/null && { echo degraded; exit 1; }
  echo running
  ;;
status)
  if [ $# -eq 0 ]; then
    echo "● $HOST"
    echo "    State: running"
    echo "    Units: $(units | grep -c .) loaded (incl. loaded aliases)"
    exit
  fi
  for word; do
    unit=$(name_of "$word")
    read_unit "$unit" || { echo "Unit $unit.service could not be found." >&2; code=4; continue; }
    case $state in active) mark=● ;; failed) mark=× ;; *) mark=○ ;; esac
    echo "$mark $unit.service - $description"
    echo "     Loaded: loaded (/usr/lib/systemd/system/$unit.service; $enabled; preset: enabled)"
    case $state in
    active)
      echo "     Active: active (running) since $(date -u -d "@$(booted)" '+%a %Y-%m-%d %H:%M:%S UTC')"
      echo "   Main PID: $id ($(basename "${command%%[: ]*}"))"
      ;;
    failed) echo "     Active: failed (Result: signal)"; code=3 ;;
    *) echo "     Active: inactive (dead)"; code=3 ;;
    esac
  done
  ;;
list-units)
  printf '  %-32s %-6s %-8s %-8s %s\n' UNIT LOAD ACTIVE SUB DESCRIPTION
  if [ "$type" = "" ] || [ "$type" = service ]; then
    wanted=$1
    units | while IFS="$TAB" read -r name current id enabled user command description; do
      case $state_wanted in
      "") [ "$current" != inactive ] || [ -n "$every" ] || continue ;;
      running) [ "$current" = active ] || continue ;;
      *) [ "$current" = "$state_wanted" ] || continue ;;
      esac
      case $name.service in ${wanted:-*}) ;; *) continue ;; esac
      case $current in active) sub=running ;; failed) sub=failed ;; *) sub=dead ;; esac
      printf '  %-32s %-6s %-8s %-8s %s\n' "$name.service" loaded "$current" "$sub" "$description"
    done
  fi | awk '{ print; n++ } END { print "\n" n + 0 " loaded units listed." }'
  ;;
list-unit-files)
  wanted=$1
  printf '%-36s %-8s %s\n' 'UNIT FILE' STATE PRESET
  units | while IFS="$TAB" read -r name current id enabled rest; do
    case $name.service in ${wanted:-*} | $wanted.service) printf '%-36s %-8s %s\n' "$name.service" "$enabled" enabled ;; esac
  done
  ;;
show)
  unit=$(name_of "$1")
  if read_unit "$unit"; then load=loaded; else load=not-found state=inactive id=0; fi
  case $state in active) sub=running ;; failed) sub=failed ;; *) sub=dead ;; esac
  printf '%s\n' "MainPID=$id" "Id=$unit.service" "LoadState=$load" "ActiveState=$state" "SubState=$sub" "UnitFileState=$enabled" "Description=$description" |
    awk -F= -v wanted="$property" -v value="$value_only" 'wanted == "" || index("," wanted ",", "," $1 ",") { print value ? substr($0, length($1) + 2) : $0 }'
  ;;
kill)
  for word; do
    unit=$(name_of "$word")
    read_unit "$unit" || { echo "Failed to kill unit $unit.service: Unit $unit.service not loaded." >&2; code=1; continue; }
    set_unit_state "$unit" failed 0
  done
  ;;
reset-failed)
  for file in $STATE/units/*; do grep -q ^failed "$file" 2>/dev/null && echo "inactive 0" > "$file"; done
  ;;
cat)
  unit=$(name_of "$1")
  read_unit "$unit" || fail 1 "No files found for $unit.service."
  printf '%s\n' "# /usr/lib/systemd/system/$unit.service" '[Unit]' "Description=$description" '' '[Service]' "ExecStart=$command" '' '[Install]' WantedBy=multi-user.target
  ;;
get-default) echo multi-user.target ;;
daemon-reload | daemon-reexec | set-default | preset | list-timers | list-sockets) ;;
reboot | poweroff | halt) "$verb"; exit ;;
*) no_answer "$verb" "$@" ;;
esac
exit $code
