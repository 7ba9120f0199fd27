/** Sleeps of a script on a clock that jumps: the clock stops while the script works, and continues while the script sleeps. */
import type { Readable } from "node:stream";
import { Work, type MachineTime } from "./machine-time";

/** Seconds per suffix of `sleep`. */
const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

export class Sleeps {
  readonly #time: MachineTime;
  readonly #over: AbortSignal;
  readonly #work: Work;
  #asleep = 0;

  /** @param over a signal that is aborted when the script ends */
  constructor(time: MachineTime, over: AbortSignal) {
    this.#time = time;
    this.#over = over;
    this.#work = new Work(time);
  }

  /**
   * @param line a script's sleep, such as `sleep 1.5 2m`
   * @param wake called when the sleep is over
   */
  report(line: string, wake: () => void): void {
    const seconds = secondsOf(line);
    this.#asleep += 1;
    // Background processes are ignored during a sleep, because nobody knows whether they work or wait.
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

  /** The script is being ended, which takes real time. */
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

/** The longest line that is read, in characters. */
const LONGEST_LINE = 1_000;

/** Reads lines. After a line that is too long, the script's reports are ignored. */
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
