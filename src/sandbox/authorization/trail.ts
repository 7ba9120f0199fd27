/**
 * The record of what was asked of the sandbox's IAM: who needed which permission, and whether it was given. From it follows what a
 * role needs to do the same again.
 */
import { createWriteStream } from "node:fs";
import type { RequestContext } from "../../iam/decision/request";
import type { Principal } from "../identities/principals";

/** A permission that a request needed. */
export interface Decided {
  readonly caller: Principal;
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
  readonly allowed: boolean;
}

export type Trail = (decided: Decided) => void;

/** One line of a trail's file. */
export interface TrailLine extends Omit<Decided, "caller"> {
  /** ARN of the user, or of the session's role. */
  readonly caller: string;
}

/** A trail in a file, to which it appends JSON lines (`TrailLine`). */
export function trailFile(file: string): Trail {
  const stream = createWriteStream(file, { flags: "a", mode: 0o600 });
  return ({ caller, action, resource, context, allowed }) => {
    const line: TrailLine = {
      caller: caller.type === "AssumedRole" ? caller.roleArn : caller.arn,
      ...{ action, resource, context, allowed },
    };
    stream.write(`${JSON.stringify(line)}\n`);
  };
}
