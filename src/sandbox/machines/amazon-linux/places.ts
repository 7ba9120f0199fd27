/** Where the model of a node is on the node. */

/** The folder of the files that describe the node, and of what a restart keeps. */
export const MODEL = "/var/lib/node";

/** The folder of what a restart forgets. */
export const STATE = "/run/node";

/** The names of the files in /proc that are the node's own. Their contents are in the folder `proc` of the model. */
export const OWN_PROC_FILES = ["meminfo", "cpuinfo"];
