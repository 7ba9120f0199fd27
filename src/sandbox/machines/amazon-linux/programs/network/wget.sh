# There is no way out of the node.
quiet= url=
for word; do
  case $word in -q | -qO- | -qO | --quiet) quiet=1 ;; -*) ;; *) url=$word ;; esac
done
[ -n "$url" ] || fail 1 "wget: missing URL"
address=${url#*://}
[ -n "$quiet" ] || echo "wget: unable to resolve host address '${address%%/*}'" >&2
exit 4
