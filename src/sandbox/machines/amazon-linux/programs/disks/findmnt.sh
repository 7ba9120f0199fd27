heading=1 columns=TARGET,SOURCE,FSTYPE,OPTIONS target= type=
while [ $# -gt 0 ]; do
  case $1 in
  -n | --noheadings) heading= ;;
  -o | --output) columns=$2; shift ;;
  -no) heading=; columns=$2; shift ;;
  -t) type=$2; shift ;;
  -l | -r | -T | --target | -M | --mountpoint) ;;
  -*) no_answer "$@" ;;
  *) target=$1 ;;
  esac
  shift
done
awk -F'\t' -v heading=$heading -v columns="$columns" -v target="$target" -v type="$type" '
BEGIN { n = split(columns, name, ","); if (heading) { for (c = 1; c <= n; c++) printf c < n ? "%-15s " : "%s\n", name[c] } }
(target == "" || target == $7 || target == $1) && (type == "" || type == $2) {
  value["TARGET"] = $7; value["SOURCE"] = $1; value["FSTYPE"] = $2; value["OPTIONS"] = $8; found = 1
  for (c = 1; c <= n; c++) printf c < n ? "%-15s " : "%s\n", value[name[c]]
}
END { exit !found }' $MODEL/filesystems
