/** Sleeps of a script on a clock that jumps: the clock stops while the script works, and continues while the script sleeps. */
import type { Readable } from "node:stream";
import { Work, type MachineTime } from "./machine-time";

/** Seconds that each of sleep's suffixes stands for. */
const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

export class Sleeps {
  readonly #time: MachineTime;
  readonly #over: AbortSignal;
  readonly #work: Work;
  #asleep = 0;

  /** @param over aborted when the script has ended */
  constructor(time: MachineTime, over: AbortSignal) {
    this.#time = time;
    this.#over = over;
    this.#work = new Work(time);
  }

  /**
   * @param line what a script's `sleep` says: `sleep 1.5 2m`
   * @param wake called when it is over
   */
  report(line: string, wake: () => void): void {
    const seconds = secondsOf(line);
    this.#asleep += 1;
    // What runs beside a sleep in the background is not waited for: there is no telling whether it works or waits.
    this.#work.pause();
    this.#time.sleep(seconds * 1000, this.#over).then(
      () => {
        this.#asleep -= 1;
        if (this.#asleep === 0) this.#work.goOn();
        wake();
      },
      () => undefined,
    );
  }

  /** The script is being ended, which really takes time. */
  stop(): void {
    this.#work.goOn();
  }

  /** The script has ended. */
  end(): void {
    this.#work.pause();
  }
}

function secondsOf(line: string): number {
  const words = line.split(" ").slice(1);
  return words.reduce((sum, word) => {
    const [, number = "0", unit = ""] = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(word) ?? [];
    return sum + Number(number) * (UNITS[unit] ?? 1);
  }, 0);
}

/** Characters of the longest line that anybody has reason to report. */
const LONGEST_LINE = 1_000;

/** Reads lines. A script that reports something endless is not listened to any more. */
export function onLines(stream: Readable, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
    if (rest.length > LONGEST_LINE) stream.destroy();
  });
}
