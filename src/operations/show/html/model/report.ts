/** The results as the page shows them: instances in accounts and Regions, each with its steps. */
import type { PatternName } from "../../../fold/normalize";
import type { OutputReference, Run, UnreadRecord } from "../../../results/schema";
import type { PageOutput } from "./page-data";
import type { Tone } from "./tones";

export interface ReportFailure {
  readonly message: string;
  readonly stage: string | undefined;
  readonly type: string | undefined;
  readonly cause: string | undefined;
}

/** Milliseconds since 1970. */
export interface Times {
  readonly start: number | undefined;
  readonly end: number | undefined;
}

export interface ReportStep extends Times {
  readonly step: string;
  readonly index: number;
  readonly action: string;
  readonly status: string;
  readonly tone: Tone;
  readonly failure: ReportFailure | undefined;
  readonly responseCode: string | undefined;
  readonly response: string | undefined;
  readonly maxAttempts: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly inputs: readonly (readonly [name: string, json: string])[];
  readonly loop: string | undefined;
  readonly commandId: string | undefined;
  readonly output: StepOutput | undefined;
}

export interface StepOutput {
  /** Number in `Report.outputs`. */
  readonly output: number;
  readonly source: OutputReference["source"];
  readonly cut: OutputReference["cut"];
}

/** What a row has in a column: the step, or each iteration of it in a loop. The one that matters most is `shown`. */
export interface Cell {
  readonly shown: ReportStep;
  readonly steps: readonly ReportStep[];
}

export interface ReportExecution extends Times {
  readonly executionId: string | undefined;
  readonly status: string;
  readonly tone: Tone;
  readonly failure: ReportFailure | undefined;
  readonly outputs: Readonly<Record<string, readonly string[]>>;
}

/** An instance, or another target, with what the runbook did on it. */
export interface Row extends ReportExecution {
  readonly place: Place;
  readonly instance: string | undefined;
  readonly instanceName: string | undefined;
  /** Its computer name. */
  readonly hostName: string | undefined;
  /** By column. */
  readonly cells: readonly (Cell | undefined)[];
  readonly unread: readonly UnreadRecord[];
}

/** An account in a Region. */
export interface Place {
  readonly accountId: string;
  readonly accountName: string;
  readonly organizationalUnit: string;
  readonly region: string;
  /** The executions of the account; without rows, they say why. */
  readonly executions: readonly ReportExecution[];
  readonly rows: readonly Row[];
  readonly unread: readonly UnreadRecord[];
}

export interface Report {
  readonly run: Run;
  /** Names of the steps in their order. */
  readonly columns: readonly string[];
  readonly places: readonly Place[];
  readonly rows: readonly Row[];
  readonly unread: readonly UnreadRecord[];
  readonly outputs: readonly PageOutput[];
  /** What is normalized in the answers, until the user chooses. */
  readonly patterns: readonly PatternName[];
}

/** How people call the row. */
export function rowName({ instance, instanceName, executionId }: Row): string {
  return instanceName ?? instance ?? `execution ${executionId ?? "that was not started"}`;
}
