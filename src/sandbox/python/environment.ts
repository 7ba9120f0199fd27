/** The environment variables of the Python processes. */
import { tmpdir } from "node:os";
import { delimiter } from "node:path";
import type { BotoPython } from "../../tools/boto";

/** Only the variables that Python itself needs: no credentials, no proxies, no settings of AWS's tools. */
export function environmentOf(
  python: BotoPython,
  endpoint: string | undefined,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    PATH: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    // For a Python that was built as a shared library outside the system's folders.
    ...(env.LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: env.LD_LIBRARY_PATH }),
    HOME: "/nonexistent",
    TMPDIR: env.TMPDIR ?? tmpdir(),
    LANG: "C.UTF-8",
    PYTHONPATH: python.modulePath.join(delimiter),
    PYTHONNOUSERSITE: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    // Otherwise each thread of a script reserves address space, which counts towards its memory limit.
    MALLOC_ARENA_MAX: "2",
    // Replaces macOS's proxy settings, which a forked process must not read.
    no_proxy: "*",
    AWS_EC2_METADATA_DISABLED: "true",
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
  };
}
