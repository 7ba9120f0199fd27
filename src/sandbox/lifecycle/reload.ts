/** Makes a running sandbox, in whichever process, take over its changed files. */
import { ConfigurationError } from "../../diagnostics/errors";
import { sandboxAccounts } from "../accounts/access";
import type { OrganizationFiles } from "../accounts/living-organization";
import { RELOAD_PATH, TOKEN_HEADER, type ReloadAnswer } from "../gateway/control";
import type { Reloaded } from "../reloaded";
import { notOurs, runningSandbox } from "./find";
import type { LoadedFile } from "./loaded-files";
import { writeState } from "./state-file";

interface LoadedFiles {
  readonly loaded: readonly LoadedFile[];
  /** Undefined: the nodes file is the one beside the fleet file. */
  readonly namedNodesFile: string | undefined;
}

/**
 * @param files the content of the loaded files
 * @throws ConfigurationError if no sandbox is running or the files describe another organization
 */
export async function reloadSandbox(
  folder: string,
  files: OrganizationFiles,
  { loaded, namedNodesFile }: LoadedFiles,
): Promise<Reloaded> {
  const state = await runningSandbox(folder);
  const response = await fetch(new URL(RELOAD_PATH, state.endpoint), {
    method: "POST",
    headers: { [TOKEN_HEADER]: state.token },
    body: JSON.stringify(files),
  });
  const answer = (await response.json()) as ReloadAnswer<Reloaded>;
  if ("problems" in answer) {
    throw new ConfigurationError(...(answer.problems.length > 0 ? answer.problems : [notOurs(state.endpoint)]));
  }
  await writeState(folder, {
    ...state,
    homeRegion: files.fleet.homeRegion,
    accounts: [...sandboxAccounts(files.fleet)],
    files: [...loaded],
    namedNodesFile,
  });
  return answer.reloaded;
}
