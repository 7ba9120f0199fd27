import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperationError } from "../../src/diagnostics/errors";
import type { OutputEvent } from "../../src/rollout/output";
import { runTerraform, terraformEnvironment } from "../../src/rollout/terraform";
import { changeSummary, cleanUp, errorLine, interruption, standIn, temporaryFolder } from "./fixtures";

afterEach(cleanUp);

function run(script: string, options: Partial<Parameters<typeof runTerraform>[1]> = {}, args = ["plan"]) {
  const folder = temporaryFolder();
  const result = runTerraform(args, {
    binary: standIn(script).binary,
    env: process.env,
    folder,
    interruption: interruption(),
    ...options,
  });
  return { result, folder };
}

const print = (line: string) => `printf '%s\\n' '${line}'`;

describe("a Terraform command", () => {
  it("returns its exit status, its changes and its diagnostics", async () => {
    const { result } = run([print(changeSummary(4, 1, 0)), print(errorLine("broken", "here")), "exit 1"].join("\n"));
    await expect(result).resolves.toMatchObject({
      exitCode: 1,
      interrupted: false,
      changes: { add: 4, change: 1, remove: 0 },
      diagnostics: [{ severity: "error", summary: "broken", detail: "here" }],
    });
  });

  it("reports each event while it runs", async () => {
    const folder = temporaryFolder();
    const seen: OutputEvent[] = [];
    await run(`${print(changeSummary(1, 0, 0))}\nwhile [ ! -e go ]; do sleep 0.05; done`, {
      folder,
      onEvent: (event) => {
        seen.push(event);
        // The command ends only if the event arrives before its end.
        writeFileSync(join(folder, "go"), "");
      },
    }).result;
    expect(seen).toHaveLength(1);
  });

  it("reads a last line without a line feed, and characters of several bytes", async () => {
    const { result } = run(`printf '%s' '${errorLine("日本語 ✓")}'; exit 1`);
    await expect(result).resolves.toMatchObject({ diagnostics: [{ summary: "日本語 ✓" }] });
  });

  it("reads errors from stderr if stdout has none", async () => {
    const { result } = run('echo "Error: no such thing" >&2; exit 1');
    await expect(result).resolves.toMatchObject({ diagnostics: [{ summary: "no such thing" }] });
  });

  it("runs in the stack's folder with its arguments unchanged", async () => {
    const { result, folder } = run(`echo "Error: $PWD|$2|$3" >&2; exit 1`, {}, ["plan", "-out=a b", "$HOME"]);
    expect((await result).diagnostics[0]?.summary).toBe(`${folder}|-out=a b|$HOME`);
  });

  it("leaves no output in the folder and nothing that other users can read", async () => {
    const { result, folder } = run("echo secret");
    await result;
    expect(statSync(join(folder, ".fleetbook")).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, ".fleetbook"))).toEqual([]);
  });

  it("is an error if the binary does not exist", async () => {
    const { result } = run("", { binary: "/nowhere/terraform" });
    await expect(result).rejects.toBeInstanceOf(OperationError);
    await expect(result).rejects.toThrow("TERRAFORM_BINARY_NAME");
  });
});

describe("stopping a Terraform command", () => {
  // Prints a line at its start and for each SIGINT, and exits at the `needed`-th SIGINT.
  const patient = (needed: number) =>
    [
      "n=0",
      `say() { ${print(changeSummary(1, 0, 0))}; }`,
      `trap 'n=$((n+1)); say; [ $n -ge ${needed} ] && exit 1' INT`,
      "say",
      "while :; do sleep 0.05; done",
    ].join("\n");

  it("sends one SIGINT and lets the command finish", async () => {
    const stop = interruption();
    let events = 0;
    const { result } = run(patient(1), { interruption: stop, onEvent: () => ++events === 1 && stop.stop() });
    await expect(result).resolves.toMatchObject({ exitCode: 1, interrupted: true });
    expect(events).toBe(2);
  });

  it("does not start a command after the user asked to stop", async () => {
    const stop = interruption();
    stop.stop();
    const { result, folder } = run("touch begun", { interruption: stop });
    await expect(result).resolves.toMatchObject({ exitCode: undefined, interrupted: true });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("sends a second SIGINT at the second request", async () => {
    const stop = interruption();
    let events = 0;
    const { result } = run(patient(2), {
      interruption: stop,
      onEvent: () => {
        events += 1;
        if (events === 1) stop.stop();
        if (events === 2) stop.forceStop();
      },
    });
    await expect(result).resolves.toMatchObject({ exitCode: 1, interrupted: true });
  });

  it("does not report a command that succeeded anyway as interrupted", async () => {
    const stop = interruption();
    const { result } = run(`trap '' INT; ${print(changeSummary(1, 0, 0))}; sleep 0.3; exit 0`, {
      interruption: stop,
      onEvent: () => stop.stop(),
    });
    await expect(result).resolves.toMatchObject({ exitCode: 0, interrupted: false });
  });
});

describe("the record of a Terraform command that takes the state lock", () => {
  it("exists with the process id while the command runs, and is removed afterwards", async () => {
    const { result, folder } = run('echo "Error: $$ $(tail -n 1 .fleetbook/run)" >&2; exit 1', { takesLock: true });
    const [own, recorded] = (await result).diagnostics[0]?.summary.split(" ") ?? [];
    expect(recorded).toBe(own);
    expect(existsSync(join(folder, ".fleetbook/run"))).toBe(false);
  });

  it("stays if the command was killed", async () => {
    const { result, folder } = run("kill -9 $$", { takesLock: true });
    await expect(result).resolves.toMatchObject({ exitCode: undefined });
    expect(readFileSync(join(folder, ".fleetbook/run"), "utf8")).toMatch(/\n\d+\n$/);
  });

  it("stays if the command was stopped at once", async () => {
    const stop = interruption();
    const { result, folder } = run(`${print(changeSummary(1, 0, 0))}; exec sleep 60`, {
      takesLock: true,
      interruption: stop,
      onEvent: () => {
        stop.stop();
        stop.forceStop();
      },
    });
    await result;
    expect(existsSync(join(folder, ".fleetbook/run"))).toBe(true);
  });

  it("stays unchanged during a command that takes no lock", async () => {
    const folder = temporaryFolder();
    await run("kill -9 $$", { takesLock: true, folder }).result;
    await run("exit 0", { folder }).result;
    expect(existsSync(join(folder, ".fleetbook/run"))).toBe(true);
  });
});

describe("Terraform's environment", () => {
  it("is the caller's environment with settings for automation and, unless the caller sets GOGC, fewer collections", () => {
    expect(terraformEnvironment({ AWS_PROFILE: "p" })).toEqual({
      AWS_PROFILE: "p",
      GOGC: "400",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
    });
    expect(terraformEnvironment({ GOGC: "50" }).GOGC).toBe("50");
  });

  it("has no variables that would make all stacks share a folder or a workspace", () => {
    const env = terraformEnvironment({ TF_DATA_DIR: "/x", TF_WORKSPACE: "w", TF_LOG: "debug" });
    expect(env).not.toHaveProperty("TF_DATA_DIR");
    expect(env).not.toHaveProperty("TF_WORKSPACE");
    expect(env.TF_LOG).toBe("debug");
  });
});
