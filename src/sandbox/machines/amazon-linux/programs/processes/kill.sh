# The shell's own `kill` knows the processes of its command; this program also knows those of the node's services.
signal=TERM code=0
case $1 in -l | -L) echo 'HUP INT QUIT KILL TERM USR1 USR2'; exit ;; esac
while [ $# -gt 0 ]; do
  case $1 in
  -s | -n) signal=$2; shift ;;
  --) ;;
  -[0-9A-Z]*) signal=${1#-} ;;
  *)
    unit=$(units | awk -F'\t' -v id="$1" '$3 == id && $2 == "active" { print $1 }')
    if [ -z "$unit" ] || [ "$1" = 0 ]; then
      if [ -d "/proc/$1" ] && [ "$1" != 1 ]; then kill -"$signal" "$1" || code=1
      else echo "kill: ($1): No such process" >&2; code=1
      fi
    else
      case $signal in
      0) ;;
      1 | HUP | SIGHUP) journal "$unit" "$1" "Received SIGHUP; reloading." ;;
      *)
        case " $RESTARTED " in
        *" $unit "*) set_unit_state "$unit" active "$(next_pid)" ;;
        *) case $signal in 9 | KILL | SIGKILL) set_unit_state "$unit" failed 0 ;; *) set_unit_state "$unit" inactive 0 ;; esac ;;
        esac
        journal systemd 1 "$unit.service: Main process exited, code=killed, status=$signal"
        ;;
      esac
    fi
    ;;
  esac
  shift
done
exit $code
