/** What differs from one run of a command to the next, and what a page has in its place. */

/** Lines that say how far a command is: how many there are depends on the machine. */
const PROGRESS = [
  /^ *\d+\.\ds {2}.*\n/gm,
  /^\d\d:\d\d:\d\d {2}(Pending|InProgress): .*\n/gm,
  /^wrote .*\n/gm,
  // What this machine has installed.
  /^(TF_CLI_CONFIG_FILE|The AWS provider) .*\n/gm,
];

/** Each sample is as wide as what it replaces in a column. */
const SAMPLES: readonly (readonly [pattern: RegExp, sample: string | ((found: string) => string)])[] = [
  [/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:41234"],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "5f0c9a3e-7b1d-4e62-9c48-2d6a1b8f7e30"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-12-01T09:00:20.000Z"],
  [/\d{4}-\d\d-\d\d \d\d:\d\dZ/g, "2026-12-01 09:00Z"],
  [/^\d\d:\d\d:\d\d(?= {2})/gm, "09:00:20"],
  // The commit that a plan is compared with.
  [/(?<= differ from main \()[0-9a-f]{12}(?=\))/g, "8d41f0b6c2a7"],
  // How long a run took, at the end of its first line.
  [/(?<=^\S+ run-\S+ {2}\w+ {2})(\d+ min )?\d+ s$/gm, "5 s"],
  // A cell of seconds.
  [/(?<=│ )\d+\.\d *(?= │$)/gm, (found) => "24.0".padEnd(found.length)],
  // Jest says how long a test took only if it took long.
  [/ \(\d+(\.\d+)? m?s\)$/gm, ""],
  [/(?<=^Time: +)[\d.]+ m?s.*$/gm, "2 s"],
];

const RUN_ID = /run-\d{8}-\d{6}-[0-9a-f]{6}/g;

/** The ids of the runs of a page and those that its reader gets: the first id of one is the first id of the other. */
export class RunIds {
  readonly #onPage: readonly string[];
  readonly #started: string[] = [];

  constructor(page: string) {
    this.#onPage = [...new Set(page.match(RUN_ID) ?? [])];
  }

  /** A command of the page, with the ids that the reader got. */
  inCommand(command: string): string {
    return command.replace(RUN_ID, (id) => this.#started[this.#onPage.indexOf(id)] ?? id);
  }

  /** What a command printed, with the ids of the page. */
  onPage(output: string): string {
    return output.replace(RUN_ID, (id) => {
      if (!this.#started.includes(id)) this.#started.push(id);
      return this.#onPage[this.#started.indexOf(id)] ?? id;
    });
  }
}

/** An output without progress, and with samples in place of times, durations, ids and ports. */
export function withSamples(output: string): string {
  const kept = PROGRESS.reduce((text, pattern) => text.replace(pattern, ""), output);
  return SAMPLES.reduce(
    (text, [pattern, sample]) => text.replace(pattern, typeof sample === "string" ? () => sample : sample),
    kept,
  );
}
