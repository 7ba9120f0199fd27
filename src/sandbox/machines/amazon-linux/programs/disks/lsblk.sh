case "$*" in
"")
  cat <<END
NAME          MAJ:MIN RM SIZE RO TYPE MOUNTPOINTS
nvme0n1       259:0    0   ${DISK_GIB}G  0 disk
├─nvme0n1p1   259:1    0   ${DISK_GIB}G  0 part /
├─nvme0n1p127 259:2    0   1M  0 part
└─nvme0n1p128 259:3    0  10M  0 part /boot/efi
END
  ;;
-f | --fs)
  cat <<END
NAME          FSTYPE FSVER LABEL UUID                                 FSAVAIL FSUSE% MOUNTPOINTS
nvme0n1
├─nvme0n1p1   xfs          /     8a1f6f4d-6c3b-4f3e-a8c1-5d3f2b6c7e01    6.3G    21% /
├─nvme0n1p127
└─nvme0n1p128 vfat   FAT16       5B6A-3C41                               8.7M    13% /boot/efi
END
  ;;
"-dn -o NAME" | "-dno NAME" | "-nd -o NAME" | "-ndo NAME" | "-d -n -o NAME") echo nvme0n1 ;;
*) no_answer "$@" ;;
esac
