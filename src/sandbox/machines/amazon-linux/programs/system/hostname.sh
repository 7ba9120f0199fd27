case $* in
-s | --short) echo "${HOST%%.*}" ;;
-i | --ip-address | --ip-addresses) echo "$ADDRESS" ;;
-I | --all-ip-addresses) echo "$ADDRESS " ;;
-d | --domain) echo "${EC2_HOST#*.}" ;;
"" | -f | --fqdn | --long | -A) cat /etc/hostname ;;
-*) no_answer "$@" ;;
*) printf '%s\n' "$1" > /etc/hostname ;;
esac
