block=k types= inodes= portable= only= except= total= columns= paths=
while [ $# -gt 0 ]; do
  case $1 in
  --output=*) columns=${1#*=} ;;
  --output) columns=source,fstype,itotal,iused,iavail,ipcent,size,used,avail,pcent,file,target ;;
  --human-readable) block=h ;;
  --inodes) inodes=1 ;;
  --print-type) types=1 ;;
  --portability) portable=1 ;;
  --local | --all | --no-sync | --sync) ;;
  --total) total=1 ;;
  --type=*) only="$only ${1#*=} " ;;
  --exclude-type=*) except="$except ${1#*=} " ;;
  -B | --block-size) block=$2; shift ;;
  --block-size=*) block=${1#*=} ;;
  -t) only="$only $2 "; shift ;;
  -x) except="$except $2 "; shift ;;
  -B*) block=${1#-B} ;;
  --) ;;
  --*) no_answer "$@" ;;
  -*)
    letters=${1#-}
    while [ -n "$letters" ]; do
      letter=${letters%"${letters#?}"}
      letters=${letters#?}
      case $letter in
      h | H) block=$letter ;;
      k | m) block=$letter ;;
      T) types=1 ;;
      i) inodes=1 ;;
      P) portable=1 ;;
      a | l) ;;
      x) except="$except $2 "; shift ;;
      t) only="$only $2 "; shift ;;
      *) fail 1 "df: invalid option -- '$letter'" ;;
      esac
    done
    ;;
  *)
    [ -e "$1" ] || case $1 in /dev/* | /boot/* | /boot) ;; *)
      echo "df: $1: No such file or directory" >&2
      missing=1
      shift
      continue
      ;;
    esac
    case $1 in /*) path=$1 ;; *) path=$(pwd)/$1 ;; esac
    paths="$paths$path
"
    ;;
  esac
  shift
done
[ -z "${missing:-}" ] || [ -n "$paths" ] || exit 1
case $block in 1k | 1K | K | 1024) block=k ;; M | 1M | 1m) block=m ;; G | 1G | g) block=g ;; 1 | b) block=b ;; k | m | h | H) ;; *) no_answer "-B $block" ;; esac
awk -F'\t' -v block=$block -v types=$types -v inodes=$inodes -v portable=$portable -v only="$only" -v except="$except" \
  -v total=$total -v columns="$columns" -v paths="$(printf %s "$paths" | tr '\n' '\t')" "$AWK_HUMAN"'
function size(kib,  result) {
  if (block == "h") result = human(kib, 1024)
  else if (block == "H") result = human(kib * 1.024, 1000)
  else if (block == "m") result = int((kib + 1023) / 1024) "M"
  else if (block == "g") result = int((kib + 1048575) / 1048576) "G"
  else if (block == "b") result = kib * 1024
  else result = kib
  return result
}
function count(number) { return block == "h" || block == "H" ? human(number / 1024, 1024) : number }
function percent(used, of,  value) {
  if (of == 0) return "-"
  value = used * 100 / of
  return (value > int(value) ? int(value) + 1 : value) "%"
}
function cell(name, i,  result) {
  if (name == "source") result = source[i]
  else if (name == "fstype") result = type[i]
  else if (name == "size") result = size(all[i])
  else if (name == "used") result = size(used[i])
  else if (name == "avail") result = size(all[i] - used[i])
  else if (name == "pcent") result = percent(used[i], all[i])
  else if (name == "itotal") result = count(files[i])
  else if (name == "iused") result = count(filesUsed[i])
  else if (name == "iavail") result = count(files[i] - filesUsed[i])
  else if (name == "ipcent") result = percent(filesUsed[i], files[i])
  else if (name == "file") result = file[i] == "" ? "-" : file[i]
  else result = target[i]
  return result
}
function title(name,  result) {
  if (name == "source") result = "Filesystem"
  else if (name == "fstype") result = "Type"
  else if (name == "size") result = block == "h" || block == "H" ? "Size" : portable ? "1024-blocks" : block == "m" ? "1M-blocks" : block == "g" ? "1G-blocks" : block == "b" ? "1B-blocks" : "1K-blocks"
  else if (name == "used") result = "Used"
  else if (name == "avail") result = block == "h" || block == "H" || columns != "" ? "Avail" : "Available"
  else if (name == "pcent") result = portable ? "Capacity" : "Use%"
  else if (name == "itotal") result = "Inodes"
  else if (name == "iused") result = "IUsed"
  else if (name == "iavail") result = "IFree"
  else if (name == "ipcent") result = "IUse%"
  else if (name == "file") result = "File"
  else result = "Mounted on"
  return result
}
function least(column) {
  if (column == "source") return 14
  if (column == "fstype" || column == "pcent" || column == "ipcent") return 4
  return column == "target" || column == "file" ? 0 : 5
}
function mounted(path,  i, best) {
  best = 0
  for (i = 1; i <= known; i++) {
    if (path == rowSource[i]) return i
    if (rowTarget[i] == "/" || path == rowTarget[i] || index(path, rowTarget[i] "/") == 1)
      if (best == 0 || length(rowTarget[i]) > length(rowTarget[best])) best = i
  }
  return best
}
function take(i, given) {
  n++
  source[n] = rowSource[i]; type[n] = rowType[i]; all[n] = rowAll[i]; used[n] = rowUsed[i]
  files[n] = rowFiles[i]; filesUsed[n] = rowFilesUsed[i]; target[n] = rowTarget[i]; file[n] = given
}
{ known++; rowSource[known] = $1; rowType[known] = $2; rowAll[known] = $3; rowUsed[known] = $4; rowFiles[known] = $5; rowFilesUsed[known] = $6; rowTarget[known] = $7 }
END {
  if (paths != "") {
    m = split(paths, path, "\t")
    for (p = 1; p <= m; p++) if (path[p] != "") take(mounted(path[p]), path[p])
  } else {
    for (i = 1; i <= known; i++) {
      if (only != "" && index(only, " " rowType[i] " ") == 0) continue
      if (index(except, " " rowType[i] " ") > 0) continue
      take(i, "")
    }
  }
  if (total) {
    for (i = 1; i <= n; i++) { a += all[i]; u += used[i]; f += files[i]; fu += filesUsed[i] }
    n++; source[n] = "total"; type[n] = "-"; all[n] = a; used[n] = u; files[n] = f; filesUsed[n] = fu; target[n] = "-"
  }
  names = columns
  if (names == "") names = "source" (types ? ",fstype" : "") (inodes ? ",itotal,iused,iavail,ipcent" : ",size,used,avail,pcent") ",target"
  k = split(names, name, ",")
  for (c = 1; c <= k; c++) {
    width[c] = least(name[c])
    if (length(title(name[c])) > width[c]) width[c] = length(title(name[c]))
    for (i = 1; i <= n; i++) if (length(cell(name[c], i)) > width[c]) width[c] = length(cell(name[c], i))
  }
  for (i = 0; i <= n; i++) {
    line = ""
    for (c = 1; c <= k; c++) {
      text = i == 0 ? title(name[c]) : cell(name[c], i)
      left = name[c] == "source" || name[c] == "fstype" || name[c] == "target" || name[c] == "file"
      if (c == k && left) line = line text
      else line = line sprintf(left ? "%-" width[c] "s" : "%" width[c] "s", text)
      if (c < k) line = line " "
    }
    print line
  }
}' $MODEL/filesystems
exit "${missing:-0}"
