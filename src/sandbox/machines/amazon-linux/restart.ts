/** A restart of a node: what its programs have changed until the next restart is forgotten. */
import { MODEL, STATE } from "./places";

/** The file that `reboot` leaves. */
export const GOES_DOWN = `${STATE}/goes-down`;

/** The commands of a restart. `needs-restarting` compares the updates with the last restart. */
export const RESTART = `rm -rf ${STATE}
mkdir -p ${STATE}
date +%s > ${STATE}/booted
[ ! -e ${MODEL}/changes/packages ] || printf '=\\trestart\\n' >> ${MODEL}/changes/packages`;
