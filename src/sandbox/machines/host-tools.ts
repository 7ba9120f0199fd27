/**
 * The harmless programs of this machine that are copied to a node, and the libraries that they need. Nothing else of the
 * machine's file system exists on a node, but for the modules of Python, which are read there.
 */
import { existsSync } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { findProgram, runProgram } from "../../tools/programs";

/** Programs that a node gets if the machine has them. None is a server, and none affects security inside the isolation. */
const NODE_TOOLS = [
  ..."sh bash cat grep egrep fgrep sed awk find xargs diff cmp sort uniq wc head tail cut tr paste comm join fold nl".split(
    " ",
  ),
  ..."date sleep expr test [ printf echo env id whoami ls mkdir rmdir rm touch cp mv ln tee seq basename dirname".split(
    " ",
  ),
  ..."chmod stat true false nproc od tac rev base64 md5sum sha256sum readlink realpath mktemp timeout kill pwd".split(
    " ",
  ),
  ..."mkfifo split shuf tty yes dd du truncate uname gzip gunzip zcat tar jq python3 column numfmt expand unexpand".split(
    " ",
  ),
  ..."sha1sum sha512sum cksum nohup nice setsid install flock getopt xxd hexdump bc factor groups logname arch".split(
    " ",
  ),
];

/** The programs that create the isolation. `hostname` is added if the machine has it. */
const ISOLATION_TOOLS = ["sh", "mount", "umount", "unshare", "setpriv"];

export interface HostTools {
  /** Files on the machine by their name on the node. Several names may share a file. */
  readonly node: ReadonlyMap<string, string>;
  readonly isolation: ReadonlyMap<string, string>;
  /** Absolute paths, at which programs expect the libraries. */
  readonly libraries: readonly string[];
  /** Folders that are mounted where they are on this machine: Python's own modules. */
  readonly folders: readonly string[];
}

/** The system's program folders. The user's own PATH does not affect what a node gets. */
const SYSTEM_PATH = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** Absolute path of a program of the system. */
export function systemProgram(name: string): string | undefined {
  return findProgram(name, SYSTEM_PATH);
}

/** @throws Error that names the missing programs */
export async function hostTools(): Promise<HostTools> {
  const node = await present(NODE_TOOLS);
  const isolation = await present([...ISOLATION_TOOLS, "hostname"]);
  const lacking = ISOLATION_TOOLS.filter((name) => !isolation.has(name));
  if (lacking.length > 0) throw new Error(`this machine has no ${lacking.join(", ")}`);
  // Amazon Linux's sh is bash.
  const bash = node.get("bash");
  if (bash !== undefined) node.set("sh", bash);
  const folders = pythonModules(node.get("python3"));
  if (folders.length === 0) node.delete("python3");
  return {
    node,
    isolation,
    libraries: await librariesOf(new Set([...node.values(), ...isolation.values()])),
    folders,
  };
}

/** The folder of the modules that come with Python. Those that were installed beside them are in others. */
function pythonModules(python: string | undefined): readonly string[] {
  const version = /\/python(3\.\d+)$/.exec(python ?? "")?.[1];
  const folder = `/usr/lib/python${version}`;
  return version !== undefined && existsSync(join(folder, "os.py")) ? [folder] : [];
}

async function present(names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of names) {
    const file = systemProgram(name);
    if (file !== undefined) found.set(name, await realpath(file));
  }
  return found;
}

/** Runs each program's own loader, which lists the libraries without running the program. */
async function librariesOf(files: ReadonlySet<string>): Promise<string[]> {
  const byLoader = new Map<string, string[]>();
  for (const file of files) {
    const loader = await loaderOf(file);
    if (loader !== undefined) byLoader.set(loader, [...(byLoader.get(loader) ?? []), file]);
  }
  const libraries = new Set<string>();
  for (const [loader, programs] of byLoader) {
    libraries.add(loader);
    const listed = await runProgram("/bin/sh", ["-c", 'for file; do "$0" --list "$file"; done', loader, ...programs], {
      env: {},
      timeoutSeconds: 30,
    });
    for (const [, path] of listed.stdout.matchAll(/(\/\S+) \(0x/g)) if (path !== undefined) libraries.add(path);
  }
  return [...libraries];
}

/** The first bytes of an ELF file, which contain its interpreter's name. */
const ELF_HEAD = 4096;

/** The loader that a dynamically linked program names. Undefined for other programs and for scripts. */
async function loaderOf(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ELF_HEAD), 0, ELF_HEAD, 0);
    const head = buffer.toString("latin1", 0, bytesRead);
    return head.startsWith("\x7fELF") ? /\/[\w./+-]*\/ld[\w.+-]*(?=\0)/.exec(head)?.[0] : undefined;
  } finally {
    await handle.close();
  }
}

/** The distinct files of a set of tools, and the names that differ from their file's. */
export function withLinks(tools: ReadonlyMap<string, string>): {
  readonly files: readonly string[];
  /** `[file's name, further name]` */
  readonly links: readonly (readonly [string, string])[];
} {
  return {
    files: [...new Set(tools.values())],
    links: [...tools].flatMap(([name, file]) => (basename(file) === name ? [] : [[basename(file), name] as const])),
  };
}
