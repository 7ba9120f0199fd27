# reboot and shutdown: the machine goes down one second later, be the script at its end or not.
what=reboot
case $PROGRAM in
shutdown)
  what=stop
  for word; do
    case $word in
    -r | --reboot) what=reboot ;;
    -c) exit ;;
    -[hHP] | now | +[0-9]* | [0-9]*) ;;
    -k) exit ;;
    esac
  done
  ;;
poweroff | halt) what=stop ;;
esac
[ $what = reboot ] || fail 1 "$PROGRAM: a node of the sandbox is stopped from outside: aws ec2 stop-instances --instance-ids $INSTANCE_ID"
journal systemd-logind 1 'The system will reboot now!'
mkdir -p $STATE
: > $STATE/goes-down
[ ! -d /proc/self/fd ] || (/.tools/sleep 1; kill -9 -1) > /dev/null 2>&1 &
