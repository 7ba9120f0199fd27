import path from "node:path";
import { findMoto } from "../../src/tools/moto";
import { configurationErrorOf, temporaryFolder, writeFileAt, writeProgram } from "./support";

/** A line of pip's for each try, and what it says in the end. */
const UNREACHABLE = `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/moto/
ERROR: No matching distribution found for moto==5.2.1`;

describe("A moto that cannot be installed", () => {
  const messageOf = async (printed: string): Promise<string> => {
    const folder = temporaryFolder();
    const printedFile = writeFileAt(path.join(folder, "printed"), printed);
    // Makes a virtual environment whose Python is itself.
    writeProgram(
      path.join(folder, "python3"),
      `#!/bin/sh
case "$*" in
  *"-m venv"*) for last; do :; done; /bin/mkdir -p "$last/bin"; /bin/cp "$0" "$last/bin/python" ;;
  *"-m pip"*) /bin/cat '${printedFile}' >&2; exit 1 ;;
  *) echo 3.12 ;;
esac
`,
    );
    const env = { PATH: folder, HOME: folder };
    return (await configurationErrorOf(findMoto({ env, log: () => undefined }))).message;
  };

  it("because the package index is not reached is explained in one sentence", async () => {
    expect(await messageOf(UNREACHABLE)).toMatch(
      /: pip could not install it: it does not reach its package index \(Failed to establish a new connection: \[Errno -3\] Temporary failure in name resolution\)\. Check the network, HTTPS_PROXY, /,
    );
  });

  it("for another reason is explained with the last lines of pip", async () => {
    expect(await messageOf("ERROR: No space left on device")).toContain(
      "pip could not install it: it exited with 1:\n  ERROR: No space left on device",
    );
  });
});
