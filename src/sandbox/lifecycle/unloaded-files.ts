/** Says that a sandbox has not read the newest content of its files. */
import { basename } from "node:path";
import { findSandbox } from "./find";
import { changedSince } from "./loaded-files";
import { SANDBOX } from "../../diagnostics/called-as";

/**
 * A line about files that have changed since the sandbox of the folder read them. Undefined if there are none.
 * @param endpoint the sandbox that is meant. @default the one of the folder
 */
export async function unloadedFiles(folder: string, endpoint?: string): Promise<string | undefined> {
  const found = await findSandbox(folder);
  if (found.kind !== "running" || found.state.phase !== "ready") return undefined;
  if (endpoint !== undefined && endpoint !== found.state.endpoint) return undefined;
  const [first, ...others] = changedSince(found.state.files).map((path) => basename(path));
  if (first === undefined) return undefined;
  const what = others.length === 0 ? `${first} has` : `${[first, ...others].join(" and ")} have`;
  return `${what} changed and the sandbox has not read it: ${SANDBOX} reload`;
}
