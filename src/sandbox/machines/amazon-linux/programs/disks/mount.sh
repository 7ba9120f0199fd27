case "$*" in "" | -l) only= ;; "-t "[a-z]*) only=$2 ;; *) no_answer "$@" ;; esac
awk -F'\t' -v only="$only" 'only == "" || only == $2 { print $1 " on " $7 " type " $2 " (" $8 ")" }' $MODEL/filesystems
