human=
for word; do
  case $word in -T | --ctime) human=1 ;; -H | -k | -x | -w | -t | --level=* | -l) ;; -C | -c) exit ;; -*) ;; esac
done
awk -F'\t' -v human=$human '$3 == "kernel" { printf "[%s] %s\n", human ? $2 : sprintf("%12.6f", n++ * 0.004), $5 }' $MODEL/journal
