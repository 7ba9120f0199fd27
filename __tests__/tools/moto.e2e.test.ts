import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { findMoto } from "../../src/tools/moto";
import { findProgram, runProgram } from "../../src/tools/programs";
import { MOTO_PACKAGES, requirementsOf, startPackageIndex } from "./package-index";
import { configurationErrorOf, itWith, startHost, temporaryFolder, writeFileAt, writeProgram } from "./support";

// A virtual environment takes seconds to make.
jest.setTimeout(180_000);

const python = findProgram("python3", process.env);

/** The interpreter itself: behind pyenv, python3 on PATH is a shim that needs the rest of PATH. */
async function realPython(): Promise<string> {
  const asked = await runProgram(python ?? "python3", ["-c", "import sys; print(sys.executable)"], {
    env: process.env,
    timeoutSeconds: 60,
  });
  return asked.stdout.trim();
}

/** A user's machine: an empty PATH and cache; pip asks the given index and nothing else. */
function machine(index = "http://127.0.0.1:1/simple", packages = MOTO_PACKAGES) {
  const folder = temporaryFolder();
  const bin = path.join(folder, "bin");
  const cache = path.join(folder, "cache");
  const requirements = writeFileAt(path.join(folder, "requirements.txt"), requirementsOf(packages));
  const lines: string[] = [];
  const env: NodeJS.ProcessEnv = {
    PATH: bin,
    HOME: folder,
    FLEETBOOK_CACHE: cache,
    PIP_INDEX_URL: index,
    PIP_CONFIG_FILE: "/dev/null",
    PIP_NO_CACHE_DIR: "1",
    PIP_RETRIES: "0",
  };
  return {
    folder,
    bin,
    env,
    requirements,
    lines,
    find: (more: NodeJS.ProcessEnv = {}) =>
      findMoto({ env: { ...env, ...more }, log: (line) => lines.push(line), requirements }),
    addPython: async () => wrapPython(path.join(bin, "python3"), await realPython()),
    /** Names in the folder of the pinned moto. */
    installations: () => {
      const home = path.join(cache, "moto");
      return existsSync(home) ? readdirSync(home).flatMap((name) => readdirSync(path.join(home, name)).sort()) : [];
    },
  };
}

/** A python3 that is another one: not a link, behind which Python would look for its home. */
function wrapPython(file: string, target: string): string {
  return writeProgram(file, `#!/bin/sh\nexec "${target}" "$@"\n`);
}

/**
 * A python3 that makes environments like itself in no time: what `-m venv` and pip would take seconds for, where a
 * test is about something else. The real ones are in the tests of the installation itself.
 */
function writeQuickPython(file: string, missing: readonly string[] = []): string {
  return writeProgram(
    file,
    `#!/bin/sh
case "$*" in
  *sys.version_info*) echo 3.12 ;;
  *"-m venv "*) for last; do :; done; /bin/mkdir -p "$last/bin" && /bin/cp "$0" "$last/bin/python" ;;
  *"-m pip install "*) /bin/sleep 0.2; : > "\${0%/*}/moto_server" ;;
  *importlib.metadata*) echo '${JSON.stringify({ version: "5.2.1", missing })}' ;;
  *) exit 2 ;;
esac
`,
  );
}

/** A moto_server whose Python says that moto has this version. */
function writeMotoServer(bin: string, version: string, missing: readonly string[] = []): string {
  const answer = JSON.stringify({ version, missing });
  const interpreter = writeProgram(path.join(bin, "python-of-moto"), `#!/bin/sh\necho '${answer}'\n`);
  return writeProgram(path.join(bin, "moto_server"), `#!${interpreter}\nimport moto\n`);
}

describe("moto_server on PATH", () => {
  it("is used, with the version that its own Python tells, without a line", async () => {
    const { bin, find, lines } = machine();
    const command = writeMotoServer(bin, "5.1.4");
    expect(await find()).toEqual({ command, version: "5.1.4" });
    expect(lines).toEqual([]);
  });

  it("is used where its version cannot be told", async () => {
    const { bin, find } = machine();
    const command = writeProgram(path.join(bin, "moto_server"), "#!/bin/sh\nexec something\n");
    expect(await find()).toEqual({ command, version: undefined });
  });

  it("is asked through the long form that pip writes where the path of Python has a space", async () => {
    const { folder, bin, find } = machine();
    writeMotoServer(path.join(folder, "a b"), "5.1.4");
    const head = `#!/bin/sh\n'''exec' "${path.join(folder, "a b", "python-of-moto")}" "$0" "$@"\n' '''\n`;
    const command = writeProgram(path.join(bin, "moto_server"), head);
    expect(await find()).toEqual({ command, version: "5.1.4" });
  });

  it("is the script itself behind a pyenv shim", async () => {
    const { folder, bin, find } = machine();
    const script = writeMotoServer(path.join(folder, "version", "bin"), "5.2.0");
    const pyenv = writeProgram(path.join(folder, "libexec", "pyenv"), `#!/bin/sh\necho "${script}"\n`);
    writeProgram(path.join(bin, "moto_server"), `#!/bin/sh\nexec "${pyenv}" exec "$program" "$@"\n`);
    expect(await find()).toEqual({ command: script, version: "5.2.0" });
  });

  const unfit: readonly [string, string, (bin: string) => unknown][] = [
    ["is too old", "is version 5.0.28; 5.1.0 or newer is needed", (bin) => writeMotoServer(bin, "5.0.28")],
    ["lacks its server's packages", "(flask, yaml)", (bin) => writeMotoServer(bin, "5.2.1", ["flask", "yaml"])],
    [
      "has lost its Python",
      "its Python (/no/such/python3) has no moto",
      (bin) => writeProgram(path.join(bin, "moto_server"), "#!/no/such/python3\n"),
    ],
    [
      "is a pyenv shim without moto behind it",
      "is a pyenv shim, and the selected Python does not have moto",
      (bin) => {
        const pyenv = writeProgram(path.join(bin, "pyenv"), "#!/bin/sh\nexit 127\n");
        writeProgram(path.join(bin, "moto_server"), `#!/bin/sh\nexec "${pyenv}" exec "$program" "$@"\n`);
      },
    ],
  ];
  it.each(unfit)("is replaced by the private one where it %s", async (_, reason, write) => {
    const { bin, find, lines, env } = machine();
    write(bin);
    writeQuickPython(path.join(bin, "python3"));
    const moto = await find();
    expect(moto.version).toBe("5.2.1");
    expect(moto.command.startsWith(env.FLEETBOOK_CACHE ?? "-")).toBe(true);
    expect(lines).toEqual([expect.stringMatching(/^moto_server on PATH .*: installing moto 5\.2\.1 with /)]);
    expect(lines[0]).toContain(reason);
  });
});

describe("FLEETBOOK_MOTO_SERVER", () => {
  it("names the moto_server to use, before the one on PATH", async () => {
    const { folder, bin, find } = machine();
    writeMotoServer(bin, "5.2.1");
    const command = writeMotoServer(path.join(folder, "own"), "5.1.0");
    expect(await find({ FLEETBOOK_MOTO_SERVER: command })).toEqual({ command, version: "5.1.0" });
  });

  it("is an error where it names a missing file, and nothing takes its place", async () => {
    const { bin, find } = machine();
    writeMotoServer(bin, "5.2.1");
    const error = await configurationErrorOf(find({ FLEETBOOK_MOTO_SERVER: "/no/such/moto_server" }));
    expect(error.message).toContain("FLEETBOOK_MOTO_SERVER: /no/such/moto_server is not an executable file");
  });

  it("is an error where it names one that is too old", async () => {
    const { bin, find } = machine();
    const error = await configurationErrorOf(find({ FLEETBOOK_MOTO_SERVER: writeMotoServer(bin, "4.2.0") }));
    expect(error.message).toContain("is version 4.2.0; 5.1.0 or newer is needed");
  });
});

describe("moto that is not on PATH", () => {
  itWith(python)("is installed into a private virtual environment, once, with a line that says so", async () => {
    const index = await startPackageIndex(MOTO_PACKAGES);
    const { env, find, lines, addPython, installations } = machine(index.url);
    await addPython();
    const moto = await find();
    expect(moto.version).toBe("5.2.1");
    const server = await runProgram(moto.command, [], { env, timeoutSeconds: 60 });
    expect(server.stdout).toBe("moto_server 5.2.1 runs\n");
    expect(lines).toEqual([expect.stringMatching(/^moto_server is not on PATH: installing moto 5\.2\.1 with /)]);

    const asked = index.requests.length;
    expect(await find()).toEqual(moto);
    expect(index.requests).toHaveLength(asked);
    expect(lines[1]).toMatch(/^moto_server is not on PATH: using moto 5\.2\.1 of /);
    expect(installations()).toHaveLength(2);
  });

  itWith(python)("is installed in spite of PYTHONPATH, and of a pip that installs for the user", async () => {
    const index = await startPackageIndex(MOTO_PACKAGES);
    const { folder, find, addPython } = machine(index.url);
    await addPython();
    writeFileAt(path.join(folder, "shadow", "venv.py"), "raise SystemExit('shadowed')\n");
    const moto = await find({ PYTHONPATH: path.join(folder, "shadow"), PIP_USER: "1" });
    expect(moto.version).toBe("5.2.1");
  });

  it("is complete for two that look for it at once, and only one installation stays", async () => {
    const { bin, find, installations } = machine();
    writeQuickPython(path.join(bin, "python3"));
    const [first, second] = await Promise.all([find(), find()]);
    expect(first).toEqual(second);
    expect(installations()).toEqual([path.basename(path.dirname(path.dirname(first.command))), "current"].sort());
  });

  itWith(python)("starts again after a killed installation, whose files are removed", async () => {
    let pipAsks = () => {};
    const asked = new Promise<void>((resolve) => (pipAsks = resolve));
    const silent = await startHost(() => pipAsks());
    const { env, requirements, find, addPython, installations } = machine(`${silent.url}/simple`);
    await addPython();
    const script = path.join(__dirname, "install-moto.ts");
    const killed = spawn(process.execPath, ["--import", "tsx", script, requirements], { env, detached: true });
    await asked;
    // The whole group: pip goes with the process that started it.
    if (killed.pid !== undefined) process.kill(-killed.pid, "SIGKILL");
    await once(killed, "close");
    expect(installations()).toHaveLength(1);

    const index = await startPackageIndex(MOTO_PACKAGES);
    const moto = await find({ PIP_INDEX_URL: index.url });
    expect(moto.version).toBe("5.2.1");
    expect(installations()).toHaveLength(2);
  });

  it("is installed anew when the Python of the installation is gone", async () => {
    const { bin, find } = machine();
    writeQuickPython(path.join(bin, "python3"));
    const first = await find();
    rmSync(path.join(path.dirname(first.command), "python"));
    const second = await find();
    expect(second.version).toBe("5.2.1");
    expect(second.command).not.toBe(first.command);
    expect(await find()).toEqual(second);
  });

  /** What every message must hold besides the reason. */
  function expectInstructions(message: string): void {
    expect(message).toContain("moto 5.2.1: ");
    expect(message).toContain("pipx install 'moto[server]==5.2.1'");
    expect(message).toContain("FLEETBOOK_MOTO_SERVER");
  }

  itWith(python)("is an error with pip's last lines where the index lacks a package; nothing is left", async () => {
    const index = await startPackageIndex(MOTO_PACKAGES.filter(({ name }) => name !== "flask_cors"));
    const { find, addPython, installations } = machine(index.url);
    await addPython();
    const { message } = await configurationErrorOf(find());
    expect(message).toContain("pip could not install it: it exited with 1");
    expect(message).toContain("ERROR: No matching distribution found for flask_cors==6.0.2");
    expect(message).toContain("PIP_INDEX_URL");
    expectInstructions(message);
    expect(installations()).toEqual([]);
  });

  it("is an error where what was installed has no server", async () => {
    const { bin, find, installations } = machine();
    writeQuickPython(path.join(bin, "python3"), ["flask"]);
    const { message } = await configurationErrorOf(find());
    expect(message).toContain("moto was installed without its server's packages (flask)");
    expect(installations()).toEqual([]);
  });

  it("is an error with instructions where there is no python3", async () => {
    const { find, lines, installations } = machine();
    const { message } = await configurationErrorOf(find());
    expect(message).toContain("It needs Python 3.10 or newer, and python3 is not on PATH.");
    expect(message).toContain("sudo apt install python3-venv");
    expectInstructions(message);
    expect(lines).toEqual([]);
    expect(installations()).toEqual([]);
  });

  it("is an error with instructions where every Python is too old or does not run", async () => {
    const { bin, find } = machine();
    writeProgram(path.join(bin, "python3"), "#!/bin/sh\necho 3.9\n");
    writeProgram(path.join(bin, "python3.12"), "#!/bin/sh\nexit 127\n");
    const { message } = await configurationErrorOf(find());
    expect(message).toContain(`${path.join(bin, "python3")} is 3.9`);
    expect(message).toContain(`${path.join(bin, "python3.12")} exited with 127`);
    expectInstructions(message);
  });

  it("is installed with a newer Python beside a python3 that is too old", async () => {
    const { bin, find, lines } = machine();
    writeProgram(path.join(bin, "python3"), "#!/bin/sh\necho 3.9\n");
    const newer = writeQuickPython(path.join(bin, "python3.11"));
    expect((await find()).version).toBe("5.2.1");
    expect(lines[0]).toContain(`installing moto 5.2.1 with ${newer} into`);
  });

  it("is installed anew when other versions are pinned", async () => {
    const { bin, find, requirements, lines } = machine();
    writeQuickPython(path.join(bin, "python3"));
    const first = await find();
    writeFileAt(requirements, `${requirementsOf(MOTO_PACKAGES)}click==8.4.0\n`);
    expect((await find()).command).not.toBe(first.command);
    expect(lines[1]).toContain("installing moto");
  });

  it("is an error that names python3-venv where Debian's Python comes without it", async () => {
    const { bin, find, installations } = machine();
    writeProgram(
      path.join(bin, "python3"),
      `#!/bin/sh
case "$2" in
  -c) echo 3.12 ;;
  *) echo "The virtual environment was not created successfully because ensurepip is not available."
     exit 1 ;;
esac
`,
    );
    const { message } = await configurationErrorOf(find());
    expect(message).toContain("The virtual environment cannot be created");
    expect(message).toContain("because ensurepip is not available");
    expect(message).toContain("sudo apt install python3-venv");
    expectInstructions(message);
    expect(installations()).toEqual([]);
  });

  it("is an error that names the cache folder where that cannot be written to", async () => {
    const { bin, env, find } = machine();
    writeProgram(path.join(bin, "python3"), "#!/bin/sh\necho 3.12\n");
    writeFileAt(env.FLEETBOOK_CACHE ?? "", "a file in the way");
    expect((await configurationErrorOf(find())).message).toContain("cannot be written to");
  });
});

describe("moto's requirements", () => {
  const lines = readFileSync(path.join(__dirname, "..", "..", "src", "tools", "moto-requirements.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it("pin every package to one version", () => {
    for (const line of lines) expect(line).toMatch(/^[a-z0-9-]+==[0-9][0-9a-z.]*( ; python_version < "3\.\d+")?$/);
  });

  it("name each package once, in order, moto among them", () => {
    const names = lines.map((line) => line.split("==")[0] ?? "");
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toContain("moto");
  });
});
