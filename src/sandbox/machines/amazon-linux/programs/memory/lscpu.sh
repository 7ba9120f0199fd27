[ $# -eq 0 ] || no_answer "$@"
cat <<END
Architecture:            x86_64
  CPU op-mode(s):        32-bit, 64-bit
  Byte Order:            Little Endian
CPU(s):                  $CPUS
  On-line CPU(s) list:   0-$((CPUS - 1))
Vendor ID:               GenuineIntel
  Model name:            Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz
    Thread(s) per core:  2
    Core(s) per socket:  1
    Socket(s):           1
Virtualization features:
  Hypervisor vendor:     KVM
  Virtualization type:   full
END
