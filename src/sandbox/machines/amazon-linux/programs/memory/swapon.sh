# The node has no swap, as an instance has none.
case "$*" in "" | -s | --show | "--show "* | --summary) ;; *) no_answer "$@" ;; esac
