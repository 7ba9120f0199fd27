while :; do case $1 in -n | -c | -N | -m) shift ;; *) break ;; esac; done
read_unit chronyd
[ "$state" = active ] || { echo "506 Cannot talk to daemon"; exit 1; }
case $1 in
sources*)
  cat <<'END'
MS Name/IP address         Stratum Poll Reach LastRx Last sample
===============================================================================
^* 169.254.169.123               3   4   377     6    -12us[  -15us] +/-  271us
END
  ;;
tracking)
  cat <<'END'
Reference ID    : A9FEA97B (169.254.169.123)
Stratum         : 4
Leap status     : Normal
END
  ;;
makestep | burst | online | offline) echo "200 OK" ;;
*) no_answer "$@" ;;
esac
