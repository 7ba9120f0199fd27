count=1 target=
while [ $# -gt 0 ]; do
  case $1 in
  -c | -W | -w | -i | -I | -s) [ "$1" != -c ] || count=$2; shift ;;
  -c*) count=${1#-c} ;;
  -*) ;;
  *) target=$1 ;;
  esac
  shift
done
case $target in
"") fail 1 "ping: usage error: Destination address required" ;;
localhost | 127.* | "$ADDRESS" | "$HOST" | "$GATEWAY" | 169.254.169.*) ;;
*[!0-9.]*) fail 2 "ping: $target: Name or service not known" ;;
*)
  echo "PING $target ($target) 56(84) bytes of data."
  echo
  echo "--- $target ping statistics ---"
  echo "$count packets transmitted, 0 received, 100% packet loss, time $(((count - 1) * 1000))ms"
  exit 1
  ;;
esac
echo "PING $target ($target) 56(84) bytes of data."
number=1
while [ "$number" -le "$count" ]; do
  echo "64 bytes from $target: icmp_seq=$number ttl=64 time=0.041 ms"
  number=$((number + 1))
done
echo
echo "--- $target ping statistics ---"
echo "$count packets transmitted, $count received, 0% packet loss, time $(((count - 1) * 1000))ms"
