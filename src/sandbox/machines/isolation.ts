/** The isolation that this machine offers for the commands on nodes. It is tested once and does not change afterwards. */
import { alone, openJail, prove, SETUP, type Jail } from "./jail";

export interface Isolation {
  /** `namespaces`: a real shell that cannot access the machine. `emulated`: no process at all. */
  readonly kind: "namespaces" | "emulated";
  /** One sentence. */
  readonly why: string;
}

const NAMESPACES: Isolation = {
  kind: "namespaces",
  why: "Commands run in a real shell, in Linux namespaces of their own: no network, no file and no process of this machine.",
};

let known: Isolation | undefined;

export async function isolation(): Promise<Isolation> {
  if (known === undefined) await (await tryJail()).jail?.stop();
  return known ?? NAMESPACES;
}

/** A jail, if this machine offers one. */
export async function tryJail(): Promise<{ readonly jail: Jail | undefined; readonly isolation: Isolation }> {
  if (known?.kind === "emulated") return { jail: undefined, isolation: known };
  let jail: Jail | undefined;
  try {
    jail = await openJail();
    await prove(jail, [...alone(`exec ${SETUP}/setpriv --no-new-privs ${SETUP}/sh -c :`)]);
    known = NAMESPACES;
  } catch (error) {
    await jail?.stop();
    jail = undefined;
    known = {
      kind: "emulated",
      why: `Commands run in an emulated bash, which starts no process: ${error instanceof Error ? error.message : String(error)}.`,
    };
  }
  return { jail, isolation: known };
}
