import { mkdirSync } from "node:fs";
import path from "node:path";
import { findProgram, lastLines, runProgram } from "../../src/tools/programs";
import { temporaryFolder, writeFileAt, writeProgram } from "./support";

describe("finding a program", () => {
  it("returns the first executable file on PATH, and no folder or file that is not executable", () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "a", "tool"), { recursive: true });
    writeFileAt(path.join(folder, "b", "tool"), "");
    const wanted = writeProgram(path.join(folder, "c", "tool"), "");
    writeProgram(path.join(folder, "d", "tool"), "");
    const PATH = ["a", "b", "c", "d"].map((name) => path.join(folder, name)).join(path.delimiter);
    expect(findProgram("tool", { PATH })).toBe(wanted);
  });

  it("returns a path as an absolute path, without searching PATH", () => {
    const tool = writeProgram(path.join(temporaryFolder(), "tool"), "");
    expect(findProgram(path.relative(process.cwd(), tool), { PATH: "/nowhere" })).toBe(tool);
    expect(findProgram(`${tool}-2`, { PATH: path.dirname(tool) })).toBeUndefined();
  });

  it("finds nothing without PATH", () => {
    expect(findProgram("no-such-program", {})).toBeUndefined();
  });
});

describe("running a program", () => {
  const run = (script: string, timeoutSeconds = 60) =>
    runProgram(writeProgram(path.join(temporaryFolder(), "tool"), script), ["one"], {
      env: { GREETING: "hello" },
      timeoutSeconds,
    });

  it("returns stdout and stderr separately, and passes arguments and environment", async () => {
    const result = await run('#!/bin/sh\necho "$GREETING $1"; echo trouble >&2\n');
    expect(result).toEqual({ failure: undefined, stdout: "hello one\n", stderr: "trouble\n" });
  });

  it("returns the exit status", async () => {
    expect((await run("#!/bin/sh\nexit 3\n")).failure).toBe("exited with 3");
  });

  it("ends a program that takes too long, and says so", async () => {
    expect((await run("#!/bin/sh\nexec /bin/sleep 60\n", 0.2)).failure).toBe("did not end within 0.2 s");
  });

  it("says if the program cannot be started", async () => {
    expect((await run("#!/no/such/interpreter\n")).failure).toBe("could not be started (ENOENT)");
  });

  it("gives the program an empty stdin", async () => {
    expect((await run("#!/bin/sh\nread answer || echo nothing\n")).stdout).toBe("nothing\n");
  });
});

describe("the last lines of a program's output", () => {
  const printed = (stdout: string, stderr = "") => lastLines({ failure: "exited with 1", stdout, stderr }, 2);

  it("are those of stderr after those of stdout, without empty ones", () => {
    expect(printed("one\n\ntwo\n", "three\n\n")).toBe("  two\n  three");
  });

  it("have no control characters", () => {
    expect(printed("\u001b[31mred\u001b[0m\u0007!")).toBe("  red!");
  });

  it("are shortened if they are long", () => {
    expect(printed("x".repeat(5000))).toBe(`  ${"x".repeat(240)} …`);
  });
});
