# With -r it exits with 1 if a restart is needed: a core package has been updated since the last one.
case "$*" in *r*) ;; *) exit 0 ;; esac
core=$(awk -F'\t' '
  $1 == "=" { n = 0 }
  $1 == "^" && match($2, "^(kernel|glibc|systemd|openssl|openssl-libs|dbus|linux-firmware)") { name[++n] = $2 }
  END { for (i = 1; i <= n; i++) print name[i] }' $LASTING/packages 2>/dev/null)
if [ -n "$core" ]; then
  printf '%s\n' 'Core libraries or services have been updated since boot-up:'
  printf '%s\n' "$core" | sed 's/^/  * /'
  printf '%s\n' '' 'Reboot is required to fully utilize these updates.'
  exit 1
fi
printf '%s\n' 'No core libraries or services have been updated since boot-up.' 'Reboot should not be necessary.'
