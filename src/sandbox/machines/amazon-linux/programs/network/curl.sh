# There is no way out of the node, but the instance metadata service answers, to requests with a token (IMDSv2) only.
method= url= silent= shows= fails= output= head= token= lifetime= format= includes=
header() {
  value=$(printf %s "${1#*:}" | tr -d ' ')
  case $(printf %s "${1%%:*}" | tr A-Z a-z) in
  x-aws-ec2-metadata-token) token=$value ;;
  x-aws-ec2-metadata-token-ttl-seconds) lifetime=$value ;;
  esac
}
while [ $# -gt 0 ]; do
  case $1 in
  --version)
    echo 'curl 8.11.1 (x86_64-amazon-linux-gnu) libcurl/8.11.1 OpenSSL/3.2.2 zlib/1.2.11 nghttp2/1.59.0'
    exit
    ;;
  --request | --header | --output | --write-out | --url | --max-time | --connect-timeout | --retry | --retry-delay | --retry-max-time | --data | --data-raw | --data-binary | --user | --user-agent | --proxy | --noproxy | --cacert | --upload-file | --form | --cookie | --range | --resolve | --interface | --cert | --key | --unix-socket)
    case $1 in
    --request) method=$2 ;;
    --header) header "$2" ;;
    --output) output=$2 ;;
    --write-out) format=$2 ;;
    --url) url=$2 ;;
    esac
    shift
    ;;
  --silent) silent=1 ;;
  --show-error) shows=1 ;;
  --fail | --fail-with-body) fails=1 ;;
  --head) head=1 ;;
  --include) includes=1 ;;
  --*) ;;
  -?*)
    letters=${1#-}
    while [ -n "$letters" ]; do
      letter=${letters%"${letters#?}"}
      letters=${letters#?}
      case $letter in
      s) silent=1 ;;
      S) shows=1 ;;
      f) fails=1 ;;
      I) head=1 ;;
      i) includes=1 ;;
      O) output=${url##*/} ;;
      X | H | o | w | m | d | u | A | x | T | F | b | e | r | E | C | Y | y | z | c | K | D)
        if [ -n "$letters" ]; then value=$letters; else value=$2; shift; fi
        case $letter in X) method=$value ;; H) header "$value" ;; o) output=$value ;; w) format=$value ;; esac
        letters=
        ;;
      esac
    done
    ;;
  *) url=$1 ;;
  esac
  shift
done
[ -n "$url" ] || fail 2 "curl: (2) no URL specified"
broken() {
  [ -z "$format" ] || printf "$(printf %s "$format" | sed 's/%{http_code}/000/g; s/%{response_code}/000/g; s/%{[a-z_]*}//g')"
  [ -n "$silent" ] && [ -z "$shows" ] || echo "curl: ($1) $2" >&2
  exit "$1"
}
address=${url#*://}
path=/${address#*/}
case $address in */*) ;; *) path=/ ;; esac
host=${address%%/*}
host=${host##*@}
port=${host##*:}
case $host in *:*) ;; *) case $url in https:*) port=443 ;; *) port=80 ;; esac ;; esac
host=${host%%:*}
case $host in
169.254.169.254) ;;
localhost | 127.* | "$ADDRESS" | "$HOST")
  broken 7 "Failed to connect to $host port $port after 0 ms: Could not connect to server" ;;
*[!0-9.]*) broken 6 "Could not resolve host: $host" ;;
*) broken 28 "Failed to connect to $host port $port after 5001 ms: Timeout was reached" ;;
esac
code=200
body=
list() { body=$(printf '%s\n' "$@"); }
role_metadata() {
  [ -n "$ROLE" ] || { code=404; return; }
  case $1 in
  "" | /) list info security-credentials/ ;;
  /info) body="{
  \"Code\" : \"Success\",
  \"InstanceProfileArn\" : \"$PROFILE\"
}" ;;
  /security-credentials | /security-credentials/) body=$ROLE ;;
  *) code=404 ;;
  esac
}
metadata() {
  case $1 in
  /latest | /latest/) list dynamic meta-data user-data ;;
  /latest/user-data) code=404 ;;
  /latest/meta-data | /latest/meta-data/)
    list ami-id hostname ${ROLE:+iam/} instance-id instance-type local-hostname local-ipv4 mac placement/ security-groups ;;
  /latest/meta-data/ami-id) body=$IMAGE ;;
  /latest/meta-data/instance-id) body=$INSTANCE_ID ;;
  /latest/meta-data/instance-type) body=$INSTANCE_TYPE ;;
  /latest/meta-data/instance-life-cycle) body=on-demand ;;
  /latest/meta-data/hostname | /latest/meta-data/local-hostname) body=$EC2_HOST ;;
  /latest/meta-data/local-ipv4) body=$ADDRESS ;;
  /latest/meta-data/mac | /latest/meta-data/network/interfaces/macs/) body=$MAC ;;
  /latest/meta-data/security-groups) body=default ;;
  /latest/meta-data/iam | /latest/meta-data/iam/* | /latest/meta-data/iam/) role_metadata "${1#/latest/meta-data/iam}" ;;
  /latest/meta-data/placement | /latest/meta-data/placement/) list availability-zone region ;;
  /latest/meta-data/placement/region) body=$REGION ;;
  /latest/meta-data/placement/availability-zone) body=$ZONE ;;
  /latest/meta-data/services/domain) body=amazonaws.com ;;
  /latest/meta-data/services/partition) body=aws ;;
  /latest/dynamic/instance-identity/document)
    body="{
  \"accountId\" : \"$ACCOUNT_ID\",
  \"architecture\" : \"x86_64\",
  \"availabilityZone\" : \"$ZONE\",
  \"imageId\" : \"$IMAGE\",
  \"instanceId\" : \"$INSTANCE_ID\",
  \"instanceType\" : \"$INSTANCE_TYPE\",
  \"privateIp\" : \"$ADDRESS\",
  \"region\" : \"$REGION\",
  \"version\" : \"2017-09-30\"
}" ;;
  *) code=404 ;;
  esac
}
if [ "$path" = /latest/api/token ]; then
  if [ "$method" != PUT ]; then code=405
  elif [ -z "$lifetime" ]; then code=400
  else body=AQAEAFleetbook${INSTANCE_ID#i-}==
  fi
elif [ "$token" != "AQAEAFleetbook${INSTANCE_ID#i-}==" ]; then code=401
else metadata "$path"
fi
if [ "$code" != 200 ]; then
  case $code in 400) reason='Bad Request' ;; 401) reason=Unauthorized ;; 404) reason='Not Found' ;; *) reason='Method Not Allowed' ;; esac
  [ -z "$fails" ] || broken 22 "The requested URL returned error: $code"
  body="<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>
<html><head><title>$code - $reason</title></head><body><h1>$code - $reason</h1></body></html>"
fi
[ -z "$head$includes" ] || printf 'HTTP/1.1 %s %s\r\nContent-Type: text/plain\r\nServer: EC2ws\r\n\r\n' "$code" "${reason:-OK}"
[ -n "$head" ] || if [ -n "$output" ]; then printf %s "$body" > "$output"; else printf %s "$body"; fi
[ -z "$format" ] || printf "$(printf %s "$format" | sed "s/%{http_code}/$code/g; s/%{response_code}/$code/g; s/%{[a-z_]*}//g")"
