import path from "node:path";
import { findBoto } from "../../src/tools/boto";
import { configurationErrorOf, temporaryFolder, writeProgram } from "./support";

interface Answers {
  readonly version?: readonly [number, number];
  readonly missing?: readonly string[];
}

/** A program that answers as this Python would. */
function writePython(file: string, { version = [3, 12], missing = [] }: Answers = {}): string {
  const answer = JSON.stringify({ command: file, version, missing, modulePath: [`${file}-packages`] });
  return writeProgram(file, `#!/bin/sh\necho a word of its set-up\necho '${answer}'\n`);
}

function found(python: string) {
  return { command: python, modulePath: [`${python}-packages`] };
}

/** A user's machine with an empty PATH. */
function machine() {
  const folder = temporaryFolder();
  const bin = path.join(folder, "bin");
  const lines: string[] = [];
  return {
    folder,
    bin,
    lines,
    find: (env: NodeJS.ProcessEnv = {}, moto?: string) =>
      findBoto({
        env: { PATH: bin, ...env },
        log: (line) => lines.push(line),
        ...(moto === undefined ? {} : { moto: { command: moto } }),
      }),
    /** A moto_server of a virtual environment outside PATH. */
    addMoto: (answers: Answers = {}) => {
      const python = writePython(path.join(folder, "venv", "bin", "python"), answers);
      const command = writeProgram(path.join(folder, "venv", "bin", "moto_server"), `#!${python}\nimport moto\n`);
      return { python, command };
    },
  };
}

describe("the Python with boto3", () => {
  it("is the Python that runs moto, before those on PATH", async () => {
    const { bin, find, addMoto, lines } = machine();
    const { python, command } = addMoto();
    writePython(path.join(bin, "python3"));
    expect(await find({}, command)).toEqual(found(python));
    expect(lines).toEqual([]);
  });

  it("is the first on PATH if moto's Python is not known", async () => {
    const { bin, find } = machine();
    const wrapper = writeProgram(path.join(bin, "moto_server"), "#!/bin/sh\nexec something\n");
    const python = writePython(path.join(bin, "python3"));
    expect(await find({}, wrapper)).toEqual(found(python));
  });

  it("is another Python on PATH if python3 is too old or lacks boto3", async () => {
    const { bin, find } = machine();
    writePython(path.join(bin, "python3"), { version: [3, 9] });
    writePython(path.join(bin, "python3.12"), { missing: ["boto3"] });
    const python = writePython(path.join(bin, "python3.11"));
    expect(await find()).toEqual(found(python));
  });

  it("is another Python if moto's lacks boto3, and the log says so", async () => {
    const { bin, find, addMoto, lines } = machine();
    const moto = addMoto({ missing: ["boto3"] });
    const python = writePython(path.join(bin, "python3"));
    expect(await find({}, moto.command)).toEqual(found(python));
    expect(lines).toEqual([`moto's Python (${moto.python}) does not have boto3: using ${python}.`]);
  });

  it("is an error that names every tried Python if none can be used", async () => {
    const { bin, find } = machine();
    const old = writePython(path.join(bin, "python3"), { version: [3, 9] });
    const bare = writePython(path.join(bin, "python3.12"), { missing: ["boto3", "botocore"] });
    const broken = writeProgram(path.join(bin, "python3.11"), "#!/bin/sh\necho no libpython >&2\nexit 127\n");
    const { message } = await configurationErrorOf(find());
    expect(message).toContain(`${old} is Python 3.9; 3.10 or newer is needed`);
    expect(message).toContain(`${bare} does not have boto3 and botocore`);
    expect(message).toContain(`${broken} exited with 127: no libpython`);
    expect(message).toContain("FLEETBOOK_PYTHON");
  });

  it("is an error with instructions if there is no Python", async () => {
    const { find } = machine();
    const { message } = await configurationErrorOf(find());
    expect(message).toContain("python3 is not on PATH");
    expect(message).toContain("pip install boto3");
  });
});

describe("FLEETBOOK_PYTHON", () => {
  it.each([
    ["a path", (bin: string) => path.join(bin, "mine")],
    ["a name on PATH", () => "mine"],
  ])("names the Python by %s", async (_, nameOf) => {
    const { bin, find, addMoto } = machine();
    const python = writePython(path.join(bin, "mine"));
    expect(await find({ FLEETBOOK_PYTHON: nameOf(bin) }, addMoto().command)).toEqual(found(python));
  });

  it.each<[string, string, (file: string) => unknown]>([
    ["is missing", "is not an executable file", () => undefined],
    ["is too old", "is Python 3.8; 3.10 or newer is needed", (file) => writePython(file, { version: [3, 8] })],
    ["has no boto3", "does not have boto3", (file) => writePython(file, { missing: ["boto3"] })],
    ["is no Python", "is not a Python 3", (file) => writeProgram(file, "#!/bin/sh\necho hello\n")],
  ])("is an error if the named Python %s, and no other is used", async (_, fault, write) => {
    const { bin, folder, find } = machine();
    writePython(path.join(bin, "python3"));
    const chosen = path.join(folder, "chosen");
    write(chosen);
    const { message } = await configurationErrorOf(find({ FLEETBOOK_PYTHON: chosen }));
    expect(message).toContain(`FLEETBOOK_PYTHON: ${chosen} ${fault}`);
  });
});
