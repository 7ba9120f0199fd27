/** Shows how far a run is: a block that is drawn anew on a terminal, and a line for each change elsewhere. Both go to stderr. */
import { log } from "../../log";
import { allAccounts, type Fleet } from "../../../fleet/model";
import type { Progress } from "../../../operations/runs/progress";
import { progressBlock, ProgressLines } from "../../../operations/runs/show-progress";

export class LiveProgress {
  readonly #names: ReadonlyMap<string, string>;
  readonly #lines = new ProgressLines(log);
  #drawn = 0;

  constructor(fleet: Fleet) {
    this.#names = new Map(allAccounts(fleet).map(({ id, name }) => [id, name]));
  }

  readonly show = (progress: Progress): void => {
    const now = new Date();
    if (process.stderr.isTTY) {
      const lines = progressBlock(progress, now, (id) => this.#names.get(id) ?? id, process.stderr.columns || 80);
      this.#clear();
      process.stderr.write(lines.map((line) => `${line}\n`).join(""));
      this.#drawn = lines.length;
      return;
    }
    this.#lines.show(progress, now);
  };

  /** Prints a line that stays: the next block is drawn below it. */
  readonly say = (line: string): void => {
    this.#drawn = 0;
    log(line);
  };

  readonly trouble = (message: string, remedy: string): void =>
    this.say(`waiting: ${message}. ${remedy} Watching goes on by itself.`);

  #clear(): void {
    if (this.#drawn > 0) process.stderr.write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }
}
