code=0
for word; do
  case $word in
  -*) continue ;;
  */*) [ -x "$word" ] && echo "$word" || code=1; continue ;;
  esac
  found=
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin; do
    [ -x "$folder/$word" ] && { found=$folder/$word; break; }
  done
  case $found in /usr/sbin/*) found=/usr/bin/$word ;; esac
  if [ -n "$found" ]; then echo "$found"
  else echo "/usr/bin/which: no $word in ($PATH)" >&2; code=1
  fi
done
exit $code
