case "$*" in *b*) ;; *) fail 1 "top: failed tty get" ;; esac
echo "top - $(uptime | sed 's/^ *//')"
echo "Tasks: $(processes | grep -c .) total,   1 running,   0 stopped,   0 zombie"
echo '%Cpu(s):  0.2 us,  0.1 sy,  0.0 ni, 99.7 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st'
free -m | awk '/^Mem/ { printf "MiB Mem : %8.1f total, %8.1f free, %8.1f used, %8.1f buff/cache\n", $2, $4, $3, $6 } /^Swap/ { printf "MiB Swap:      0.0 total,      0.0 free,      0.0 used.\n" }'
echo
ps -eo pid,user,pcpu,pmem,comm
