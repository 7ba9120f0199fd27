signal=TERM code=0
for word; do
  case $word in
  -q | -e | -w | -v) ;;
  -*) signal=${word#-} ;;
  *) pkill -x "-$signal" "$word" || { echo "$word: no process found" >&2; code=1; } ;;
  esac
done
exit $code
