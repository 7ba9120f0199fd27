/** The engine against cdk-ssm-documents, the one other program that executes runbooks on the own machine. */
import type { Measurement, MeasurementContext } from "../measurement";
import { installPeer } from "../peer-installation";
import { engineFigures, peerFigures, type Figures } from "../processes";
import { comparison, perSecond, size } from "../report";
import { inTurns } from "../rounds";

interface CommandFigures extends Figures {
  readonly perCpuSecond: number;
  readonly bytesEach: number;
  readonly recordBytes: number;
}

const PEER = "cdk-ssm-documents";

/** check-os, whose commands are answered at once, against five bare steps of the peer. */
export const measureEngine: Measurement = async (context) => {
  const { rounds, duration } = await prepared(context);
  const { signal } = context;
  const taken = await inTurns(
    rounds,
    () => engineFigures<CommandFigures>("commands", duration, signal),
    () => peerFigures("commands", duration, signal),
    signal,
  );
  return [
    comparison(
      "executions of check-os, commands answered at once",
      PEER,
      taken.map(([ours, theirs]) => [ours.perSecond, theirs.perSecond]),
      perSecond,
    ),
    comparison(
      "the same, per second of processor time",
      PEER,
      taken.map(([ours, theirs]) => [ours.perCpuSecond, theirs.perCpuSecond ?? NaN]),
      perSecond,
    ),
    comparison(
      "memory of an execution that is kept, with all steps",
      "its record as JSON",
      taken.map(([{ bytesEach, recordBytes }]) => [bytesEach, recordBytes]),
      size,
    ),
  ];
};

/** aws:executeScript, one after the other and eight at once. The peer can do only one after the other. */
export const measureScripts: Measurement = async (context) => {
  const { rounds, duration } = await prepared(context);
  const { signal } = context;
  const taken = await inTurns(
    rounds,
    async () => ({
      oneByOne: await engineFigures("scripts", duration, signal),
      atOnce: await engineFigures("scripts-at-once", duration, signal),
    }),
    () => peerFigures("scripts", duration, signal),
    signal,
  );
  return [
    comparison(
      "aws:executeScript, one after the other",
      PEER,
      taken.map(([{ oneByOne }, theirs]) => [oneByOne.perSecond, theirs.perSecond]),
      perSecond,
    ),
    comparison(
      "aws:executeScript, eight at once",
      `${PEER}, one after the other`,
      taken.map(([{ atOnce }, theirs]) => [atOnce.perSecond, theirs.perSecond]),
      perSecond,
    ),
  ];
};

/** @returns how often, and for how many seconds each time */
async function prepared(context: MeasurementContext): Promise<{ readonly rounds: number; readonly duration: number }> {
  await installPeer(context);
  return context.quick ? { rounds: 2, duration: 1 } : { rounds: 7, duration: 3 };
}
