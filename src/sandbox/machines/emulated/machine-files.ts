/** The file system of one emulated node, in memory. */
import { posix } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Bash, InMemoryFs } from "just-bash";
import { GOES_DOWN, RESTART } from "../amazon-linux/restart";
import { ROOM } from "../room";
import { REBOOT_LINUX } from "../script";
import type { EmulatedNode } from "./messages";
import { SMALL_PROGRAMS } from "./small-programs";

/** The largest total size of a node's files, in bytes. */
const MOST_BYTES = 16 * 1024 * 1024;
/** How many file lookups run before other scripts get their turn. */
const LOOKS_PER_TURN = 200;
const EXECUTABLE = 0o755;
const PROGRAMS = "/usr/bin";
const NULL_DEVICE = "/dev/null";
const FOLDERS =
  "/etc /home /mnt /opt /root /run /sbin /srv /tmp /usr/local/bin /usr/local/sbin /usr/sbin /var/log /var/tmp";

export class NodeFiles extends InMemoryFs {
  #description = "";
  #ready: Promise<void> = Promise.resolve();
  #looks = 0;
  /** How many files may be made before they are counted again. */
  #mayMake = 0;
  readonly #most: number;

  /** @param most files, folders and links */
  constructor(most = ROOM.files) {
    super({}, { maxTotalBytes: MOST_BYTES });
    this.#most = most;
  }

  /** Recreates the described programs and files if the description has changed. The node's other files are kept. */
  async become(node: EmulatedNode): Promise<void> {
    const description = JSON.stringify(node);
    if (this.#description !== description) {
      this.#description = description;
      this.#ready = this.#ready.then(() => this.#make(node));
    }
    await this.#ready;
  }

  async #make(node: EmulatedNode): Promise<void> {
    await super.rm(PROGRAMS, { recursive: true, force: true });
    for (const folder of [PROGRAMS, ...FOLDERS.split(" ")]) await super.mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries({ ...SMALL_PROGRAMS, ...node.programs })) {
      await super.writeFile(`${PROGRAMS}/${name}`, content);
      await super.chmod(`${PROGRAMS}/${name}`, EXECUTABLE);
    }
    for (const [path, content] of Object.entries(node.files)) {
      await super.mkdir(posix.dirname(path), { recursive: true });
      await super.writeFile(path, content);
    }
  }

  /** What a script's end does to the node: after `reboot` and after the exit code that asks for it, the node restarts. */
  async endScript(exitCode: number): Promise<void> {
    if (exitCode !== REBOOT_LINUX && !(await super.exists(GOES_DOWN))) return;
    const bash = new Bash({ fs: this, commands: ["date", "mkdir", "rm"] });
    await bash.exec(RESTART);
  }

  /** Every command that is not part of the shell is looked up here, so a busy script pauses here. */
  override async stat(path: string): ReturnType<InMemoryFs["stat"]> {
    if (++this.#looks % LOOKS_PER_TURN === 0) await nextTurn();
    return super.stat(path);
  }

  /** just-bash writes its own programs here, which are executable on a machine. */
  override writeFileSync(...[path, content, options, metadata]: Parameters<InMemoryFs["writeFileSync"]>): void {
    const mode = /^(\/usr)?\/bin\//.test(path) ? EXECUTABLE : undefined;
    super.writeFileSync(path, content, options, metadata ?? (mode === undefined ? undefined : { mode }));
  }

  // just-bash would keep what is written to the null device.
  override async writeFile(...[path, ...rest]: Parameters<InMemoryFs["writeFile"]>): Promise<void> {
    if (path === NULL_DEVICE) return;
    await this.#makeRoom(path);
    await super.writeFile(path, ...rest);
  }

  override async appendFile(...[path, ...rest]: Parameters<InMemoryFs["appendFile"]>): Promise<void> {
    if (path === NULL_DEVICE) return;
    await this.#makeRoom(path);
    await super.appendFile(path, ...rest);
  }

  override async mkdir(...[path, options]: Parameters<InMemoryFs["mkdir"]>): Promise<void> {
    await this.#makeRoom(path);
    await super.mkdir(path, options);
  }

  override async symlink(...[target, path]: Parameters<InMemoryFs["symlink"]>): Promise<void> {
    await this.#makeRoom(path);
    await super.symlink(target, path);
  }

  override async link(...[existing, path]: Parameters<InMemoryFs["link"]>): Promise<void> {
    await this.#makeRoom(path);
    await super.link(existing, path);
  }

  /** A node has room for so many files, because all nodes share the memory of this thread. */
  async #makeRoom(path: string): Promise<void> {
    if (this.#mayMake > 0) {
      this.#mayMake -= 1;
      return;
    }
    if (await super.exists(path)) return;
    const left = this.#most - this.getAllPaths().length;
    if (left <= 0) throw new Error(`ENOSPC: no space left on device, open '${path}'`);
    this.#mayMake = left - 1;
  }
}
