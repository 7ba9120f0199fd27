case $1 in
"" | list) echo '  0  ansible2   available    [ =stable ]'; echo ' 38  nginx1     available    [ =stable ]' ;;
install)
  shift
  names=
  for word; do case $word in -*) ;; *) word=${word%%=*}; names="$names ${word%[0-9]}" ;; esac; done
  yum install -y $names
  exit
  ;;
enable | disable) ;;
*) no_answer "$@" ;;
esac
