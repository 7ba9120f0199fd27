echo "$CPUS"
