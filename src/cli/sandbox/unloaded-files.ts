/** Says, before a command works with the sandbox, that its files have changed. */
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { unloadedFiles } from "../../sandbox/lifecycle/unloaded-files";
import { log } from "../log";
import { PROJECT_FOLDER } from "../../project/folders";

/** @param endpoint the command's. @default the one of the sandbox itself */
export async function sayUnloadedFiles(endpoint?: string): Promise<void> {
  const line = await unloadedFiles(sandboxFolder(PROJECT_FOLDER, process.env), endpoint);
  if (line !== undefined) log(line);
}
