all() {
  cat <<END
ami-id: $IMAGE
instance-id: $INSTANCE_ID
instance-type: $INSTANCE_TYPE
local-hostname: $EC2_HOST
local-ipv4: $ADDRESS
placement: $ZONE
END
}
case $* in
"" | -A | --all) all ;;
-a | --ami-id) all | grep ^ami-id ;;
-i | --instance-id) all | grep ^instance-id ;;
-t | --instance-type) all | grep ^instance-type ;;
-h | --local-hostname) all | grep ^local-hostname ;;
-o | --local-ipv4) all | grep ^local-ipv4 ;;
-z | --availability-zone) all | grep ^placement ;;
-R | --region) echo "region: $REGION" ;;
*) no_answer "$@" ;;
esac
