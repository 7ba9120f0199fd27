/** What runs the commands on a node, as the service is given it. */
import type { NodeDescription } from "../../machines/description";
import type { MachineScript, ScriptResult } from "../../machines/script";

/** Runs a script on a node; when the signal is aborted, it is cancelled. */
export type RunOnNode = (node: NodeDescription, script: MachineScript, signal: AbortSignal) => Promise<ScriptResult>;
