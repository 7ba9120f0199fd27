case $1 in
set-timezone)
  [ -n "${2:-}" ] || fail 1 "Failed to parse time zone specification"
  mkdir -p $LASTING
  echo "$2" > $LASTING/timezone
  exit
  ;;
set-ntp)
  case $2 in 1 | true | yes | on) systemctl enable --now chronyd; exit ;; *) systemctl disable --now chronyd; exit ;; esac
  ;;
"" | status | show) ;;
*) no_answer "$@" ;;
esac
zone=$(cat $LASTING/timezone 2>/dev/null || echo UTC)
read_unit chronyd
if [ "$state" = active ]; then ntp=active synchronized=yes; else ntp=inactive synchronized=no; fi
if [ "$1" = show ]; then
  printf '%s\n' "Timezone=$zone" LocalRTC=no CanNTP=yes "NTP=$synchronized" "NTPSynchronized=$synchronized"
  exit
fi
day='+%a %Y-%m-%d %H:%M:%S'
local=$(TZ=$zone date "$day")
short=$(TZ=$zone date +%Z)
offset=$(TZ=$zone date +%z)
utc=$(date -u "$day")
if [ "$RELEASE" = amzn2 ]; then
  [ "$zone" != UTC ] || zone=n/a
  printf '%s\n' "      Local time: $local $short" "  Universal time: $utc UTC" "        RTC time: $utc" "       Time zone: $zone ($short, $offset)" \
    "     NTP enabled: $synchronized" "NTP synchronized: $synchronized" ' RTC in local TZ: no' '      DST active: n/a'
else
  printf '%s\n' "               Local time: $local $short" "           Universal time: $utc UTC" "                 RTC time: $utc" "                Time zone: $zone ($short, $offset)" \
    "System clock synchronized: $synchronized" "              NTP service: $ntp" '          RTC in local TZ: no'
fi
