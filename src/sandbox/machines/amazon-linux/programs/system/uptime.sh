now=$(now)
booted=$(booted)
seconds=$((now - booted))
days=$((seconds / 86400)) hours=$((seconds / 3600 % 24)) minutes=$((seconds / 60 % 60))
case "$*" in
-p | --pretty)
  text="up"
  [ $days -eq 0 ] || text="$text $days day$([ $days = 1 ] || echo s),"
  [ $hours -eq 0 ] || text="$text $hours hour$([ $hours = 1 ] || echo s),"
  echo "$text $minutes minute$([ $minutes = 1 ] || echo s)"
  ;;
-s | --since) date -d "@$(booted)" '+%Y-%m-%d %H:%M:%S' ;;
"")
  text=
  [ $days -eq 0 ] || text="$days day$([ $days = 1 ] || echo s), "
  if [ $hours -gt 0 ]; then text="$text$(printf '%2d:%02d' $hours $minutes)"; else text="$text$minutes min"; fi
  echo " $(date +%H:%M:%S) up $text,  0 users,  load average: 0.00, 0.01, 0.00"
  ;;
*) no_answer "$@" ;;
esac
