tag=root message= id=2650
while [ $# -gt 0 ]; do
  case $1 in
  -t | --tag) tag=$2; shift ;;
  -t?*) tag=${1#-t} ;;
  --tag=*) tag=${1#*=} ;;
  -p | --priority | -n | -P | -f | --server | --port) [ "$1" != -f ] || message=$(cat "$2"); shift ;;
  -i | --id | -s | --stderr) [ "$1" = -i ] || [ "$1" = --id ] || stderr=1 ;;
  --) ;;
  -*) ;;
  *) message="$message${message:+ }$1" ;;
  esac
  shift
done
[ -n "$message" ] || message=$(cat)
printf '%s\n' "$message" | while IFS= read -r line; do
  journal "$tag" $id "$line"
  [ -z "${stderr:-}" ] || echo "<13>$(date '+%b %d %H:%M:%S') $tag: $line" >&2
done
