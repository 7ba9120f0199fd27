/** The events that observers of the engine receive. */
import type { Location } from "../iam/location";
import type { ExecutionRecord, StepRecord } from "./records";

export type EngineEvent =
  | {
      readonly kind: "executionStarted" | "executionEnded";
      readonly location: Location;
      readonly executionId: string;
      readonly record: ExecutionRecord;
    }
  | {
      readonly kind: "stepStarted" | "stepEnded";
      readonly location: Location;
      readonly executionId: string;
      readonly step: StepRecord;
    };

export type Observer = (event: EngineEvent) => void;
