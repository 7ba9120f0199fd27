database=$1
[ $# -gt 0 ] || no_answer "$@"
shift
case $database in
passwd | group)
  [ $# -gt 0 ] || { cat "/etc/$database"; exit; }
  awk -F: -v key="$1" '$1 == key || $3 == key { print; found = 1 } END { exit found ? 0 : 2 }' "/etc/$database"
  ;;
hosts | ahosts)
  [ $# -gt 0 ] || { cat /etc/hosts; exit; }
  awk -v key="$1" '{ for (i = 1; i <= NF; i++) if ($i == key) { print; found = 1; exit } } END { exit found ? 0 : 2 }' /etc/hosts
  ;;
*) no_answer "$database" "$@" ;;
esac
