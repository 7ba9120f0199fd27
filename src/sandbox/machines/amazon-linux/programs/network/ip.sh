family= brief= oneline=
while :; do
  case $1 in
  -4) family=4 ;;
  -6) family=6 ;;
  -br | -brief) brief=1 ;;
  -o | -oneline) oneline=1 ;;
  -c | -color | -color=never | -d | -s | -details | -statistics) ;;
  -f) family=${2#inet}; family=${family:-4}; shift ;;
  *) break ;;
  esac
  shift
done
object=$1
case $family in 6) addresses="$ADDRESS6/64" ;; 4) addresses="$ADDRESS/$PREFIX metric 512" ;; *) addresses="$ADDRESS/$PREFIX metric 512 $ADDRESS6/64" ;; esac
[ $# -eq 0 ] || shift
case $1 in show | list | ls) shift ;; esac
device=
case $1 in
dev) device=$2 ;;
"") ;;
get) ;;
lo | "$INTERFACE") device=$1 ;;
default) ;;
[a-z]*[0-9]) echo "Device \"$1\" does not exist." >&2; exit 1 ;;
*) no_answer "$object" "$@" ;;
esac
[ "$device" = "" ] || [ "$device" = lo ] || [ "$device" = "$INTERFACE" ] || fail 1 "Device \"$device\" does not exist."

each() { [ "$device" = "" ] || [ "$device" = "$1" ]; }
loopback() {
  echo '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000'
  echo '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00'
}
ethernet() {
  echo "2: $INTERFACE: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 qdisc mq state UP group default qlen 1000"
  echo "    link/ether $MAC brd ff:ff:ff:ff:ff:ff"
}
case $object in
a | ad | add | addr | address)
  if [ -n "$brief" ]; then
    if each lo; then
      case $family in
      4) echo 'lo               UNKNOWN        127.0.0.1/8 ' ;;
      6) echo 'lo               UNKNOWN        ::1/128 ' ;;
      *) echo 'lo               UNKNOWN        127.0.0.1/8 ::1/128 ' ;;
      esac
    fi
    ! each "$INTERFACE" || printf '%-16s %-14s %s\n' "$INTERFACE" UP "$addresses "
  elif [ -n "$oneline" ]; then
    if [ "$family" != 6 ]; then
      ! each lo || echo '1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever'
      ! each "$INTERFACE" || echo "2: $INTERFACE    inet $ADDRESS/$PREFIX metric 512 brd $BROADCAST scope global dynamic $INTERFACE\\       valid_lft 3012sec preferred_lft 3012sec"
    fi
    if [ "$family" != 4 ]; then
      ! each lo || echo '1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever'
      ! each "$INTERFACE" || echo "2: $INTERFACE    inet6 $ADDRESS6/64 scope link \\       valid_lft forever preferred_lft forever"
    fi
  else
    if each lo; then
      loopback
      [ "$family" = 6 ] || printf '%s\n' '    inet 127.0.0.1/8 scope host lo' '       valid_lft forever preferred_lft forever'
      [ "$family" = 4 ] || printf '%s\n' '    inet6 ::1/128 scope host noprefixroute' '       valid_lft forever preferred_lft forever'
    fi
    if each "$INTERFACE"; then
      ethernet
      [ "$family" = 6 ] || printf '%s\n' "    inet $ADDRESS/$PREFIX metric 512 brd $BROADCAST scope global dynamic $INTERFACE" '       valid_lft 3012sec preferred_lft 3012sec'
      [ "$family" = 4 ] || printf '%s\n' "    inet6 $ADDRESS6/64 scope link" '       valid_lft forever preferred_lft forever'
    fi
  fi
  ;;
l | li | link)
  if [ -n "$brief" ]; then
    ! each lo || echo 'lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> '
    ! each "$INTERFACE" || printf '%-16s %-14s %s\n' "$INTERFACE" UP "$MAC <BROADCAST,MULTICAST,UP,LOWER_UP> "
  else
    ! each lo || loopback
    ! each "$INTERFACE" || ethernet
  fi
  ;;
r | ro | route)
  [ "$family" != 6 ] || exit 0
  if [ "$1" = get ]; then
    case $2 in
    "$ADDRESS" | 127.*) echo "local $2 dev lo src $2 uid 0" ;;
    *) echo "$2 via $GATEWAY dev $INTERFACE src $ADDRESS uid 0" ;;
    esac
    echo '    cache'
    exit
  fi
  [ "$device" = lo ] || echo "default via $GATEWAY dev $INTERFACE proto dhcp src $ADDRESS metric 512"
  [ "$1" = default ] || [ "$device" = lo ] || echo "$SUBNET/$PREFIX dev $INTERFACE proto kernel scope link src $ADDRESS metric 512"
  ;;
n | neigh | neighbour) echo "$GATEWAY dev $INTERFACE lladdr 02:00:00:00:00:01 REACHABLE" ;;
*) no_answer "$object" "$@" ;;
esac
