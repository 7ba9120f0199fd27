/** The port through which Run Command runs scripts on a node. */
import type { NodeDescription } from "../../machines/description";
import type { MachineScript, ScriptResult } from "../../machines/script";

/** Runs a script on a node; the signal cancels the script. */
export type RunOnNode = (node: NodeDescription, script: MachineScript, signal: AbortSignal) => Promise<ScriptResult>;
