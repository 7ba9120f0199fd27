case $1 in --status-all) systemctl list-units --all; exit ;; esac
[ $# -ge 2 ] || fail 1 "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]"
echo "Redirecting to /bin/systemctl $2 $1.service" >&2
systemctl "$2" "$1"
exit
