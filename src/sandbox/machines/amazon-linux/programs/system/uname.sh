architecture=x86_64
all="Linux $HOST $KERNEL #1 SMP PREEMPT_DYNAMIC $architecture $architecture $architecture GNU/Linux"
case "$*" in
"" | -s | --kernel-name) echo Linux ;;
-n | --nodename) echo "$HOST" ;;
-r | --kernel-release) echo "$KERNEL" ;;
-v | --kernel-version) echo '#1 SMP PREEMPT_DYNAMIC' ;;
-m | -p | -i | --machine) echo $architecture ;;
-o | --operating-system) echo GNU/Linux ;;
-a | --all) echo "$all" ;;
-sr | -rs | "-s -r") echo "Linux $KERNEL" ;;
-rm | -mr | "-r -m") echo "$KERNEL $architecture" ;;
-srm | -smr | "-s -r -m") echo "Linux $KERNEL $architecture" ;;
-sm | -ms | "-s -m") echo "Linux $architecture" ;;
*) no_answer "$@" ;;
esac
