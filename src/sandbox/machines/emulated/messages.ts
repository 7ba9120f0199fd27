/** The messages between the sandbox and the thread in which the emulated shell runs. */

/** A node as the emulated shell needs it. */
export interface EmulatedNode {
  readonly instanceId: string;
  readonly hostname: string;
  /** Content by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** The shell script of each described program. */
  readonly programs: Readonly<Record<string, string>>;
}

export interface EmulatedScript {
  readonly node: EmulatedNode;
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Where the agent would have put the script. */
  readonly path: string;
  readonly source: string;
}

export type ToThread =
  | {
      readonly kind: "run";
      readonly id: number;
      readonly script: EmulatedScript;
      /** One number, which is set when the script must end, because a busy script reads no messages. */
      readonly mustEnd: Int32Array;
    }
  /** A sleep of the script is over. */
  | { readonly kind: "wake"; readonly id: number; readonly sleep: number }
  /** The script must end, said to one that sleeps. */
  | { readonly kind: "end"; readonly id: number };

export type FromThread =
  | { readonly kind: "ready" }
  /** `line` is what the script says: `sleep 1.5 2m`. It waits until it is woken; `sleep` tells its sleeps apart. */
  | { readonly kind: "sleep"; readonly id: number; readonly sleep: number; readonly line: string }
  | { readonly kind: "ended"; readonly id: number; readonly outcome: EmulatedOutcome };

export type EmulatedOutcome =
  | { readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** The directory to start in does not exist. */
  | "no-directory"
  /** The thread ended under it. */
  | "lost";
