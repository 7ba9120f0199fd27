case $PROGRAM in w) uptime; echo 'USER     TTY        LOGIN@   IDLE   JCPU   PCPU WHAT' ;; esac
exit 0
