command=
while [ $# -gt 0 ]; do
  case $1 in -c | --command) command=$2; shift ;; --command=*) command=${1#*=} ;; esac
  shift
done
[ -n "$command" ] || exit 0
/bin/sh -c "$command"
exit
