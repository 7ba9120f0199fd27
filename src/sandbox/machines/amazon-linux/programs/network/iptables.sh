# The node's own firewall is empty, and rules that a script adds are kept, not enforced: there is no network.
rules=$STATE/$PROGRAM
table=filter
[ "$1" != -t ] || { table=$2; shift 2; }
case $1 in
-L* | --list | -nL* | -vL* | -nvL*)
  for chain in INPUT FORWARD OUTPUT; do
    [ "$chain" = INPUT ] || echo
    echo "Chain $chain (policy ACCEPT)"
    echo 'target     prot opt source               destination'
    [ ! -e "$rules" ] || awk -v chain=$chain '$2 == chain {
      target = "ACCEPT"; protocol = "all"; source = "0.0.0.0/0"; more = ""
      for (i = 3; i < NF; i++) {
        if ($i == "-j") target = $(i + 1)
        if ($i == "-p") protocol = $(i + 1)
        if ($i == "-s") source = $(i + 1)
        if ($i == "--dport") more = " dpt:" $(i + 1)
      }
      printf "%-10s %-4s --  %-20s 0.0.0.0/0           %s\n", target, protocol, source, more
    }' "$rules"
  done
  ;;
-S* | --list-rules)
  printf '%s\n' '-P INPUT ACCEPT' '-P FORWARD ACCEPT' '-P OUTPUT ACCEPT'
  cat "$rules" 2>/dev/null || :
  ;;
-A | -I | --append | --insert)
  shift
  mkdir -p $STATE
  echo "-A $*" >> "$rules"
  ;;
-D | --delete | -C | --check)
  action=$1
  shift
  grep -qxF -e "-A $*" "$rules" 2>/dev/null || fail 1 "$PROGRAM: Bad rule (does a matching rule exist in that chain?)."
  case $action in -C | --check) exit ;; esac
  grep -vxF -e "-A $*" "$rules" > "$rules.new"
  mv "$rules.new" "$rules"
  ;;
-F | --flush) rm -f "$rules" ;;
-P | -X | -Z | -N) ;;
--version | -V) echo "$PROGRAM v1.8.8 (nf_tables)" ;;
*) no_answer "$@" ;;
esac
