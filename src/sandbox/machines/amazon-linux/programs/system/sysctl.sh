case $1 in
-w) shift ;;
-p | --system) exit ;;
-n) name_only=1; shift ;;
esac
[ $# -gt 0 ] && [ "$1" != -a ] || no_answer "$@"
for word; do
  case $word in
  *=*)
    mkdir -p $STATE/sysctl
    printf '%s\n' "${word#*=}" > "$STATE/sysctl/${word%%=*}"
    ;;
  esac
  name=${word%%=*}
  value=$(cat "$STATE/sysctl/$name" 2>/dev/null || case $name in vm.swappiness) echo 60 ;; net.ipv4.ip_forward) echo 0 ;; kernel.hostname) echo "$HOST" ;; kernel.osrelease) echo "$KERNEL" ;; fs.file-max) echo 9223372036854775807 ;; esac)
  [ -n "$value" ] || fail 255 "sysctl: cannot stat /proc/sys/$(printf %s "$name" | tr . /): No such file or directory"
  [ -n "${name_only:-}" ] && echo "$value" || echo "$name = $value"
done
