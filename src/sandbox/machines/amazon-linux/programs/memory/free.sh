unit=k wide=
for word; do
  case $word in
  -h | --human) unit=h ;;
  -b | --bytes) unit=b ;;
  -k | --kibi) unit=k ;;
  -m | --mebi) unit=m ;;
  -g | --gibi) unit=g ;;
  -t | --total) wide=t ;;
  *) no_answer "$@" ;;
  esac
done
awk -v unit=$unit -v totals="$wide" '
function size(kib,  units, i) {
  if (unit == "b") return kib * 1024
  if (unit == "m") return int(kib / 1024)
  if (unit == "g") return int(kib / 1048576)
  if (unit != "h") return kib
  if (kib == 0) return "0B"
  units = "KMGT"; i = 1
  while (kib >= 1024) { kib /= 1024; i++ }
  return kib < 10 ? sprintf("%.1f%si", kib, substr(units, i, 1)) : sprintf("%d%si", kib, substr(units, i, 1))
}
{ value[$1] = $2 }
END {
  total = value["MemTotal:"]; free = value["MemFree:"]; shared = value["Shmem:"]
  cache = value["Buffers:"] + value["Cached:"] + value["SReclaimable:"]
  used = total - free - cache
  printf "%15s %11s %11s %11s %11s %11s\n", "total", "used", "free", "shared", "buff/cache", "available"
  printf "%-7s %12s %11s %11s %11s %11s %11s\n", "Mem:", size(total), size(used), size(free), size(shared), size(cache), size(value["MemAvailable:"])
  printf "%-7s %12s %11s %11s\n", "Swap:", size(0), size(0), size(0)
  if (totals) printf "%-7s %12s %11s %11s\n", "Total:", size(total), size(used), size(free)
}' $MODEL/proc/meminfo
