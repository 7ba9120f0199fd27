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
  it("gives its exit status, what it changes and what it complains about", async () => {
    const { result } = run([print(changeSummary(4, 1, 0)), print(errorLine("broken", "here")), "exit 1"].join("\n"));
    await expect(result).resolves.toMatchObject({
      exitCode: 1,
      interrupted: false,
      changes: { add: 4, change: 1, remove: 0 },
      diagnostics: [{ severity: "error", summary: "broken", detail: "here" }],
    });
  });

  it("tells of each event while it runs", async () => {
    const folder = temporaryFolder();
    const seen: OutputEvent[] = [];
    await run(`${print(changeSummary(1, 0, 0))}\nwhile [ ! -e go ]; do sleep 0.05; done`, {
      folder,
      onEvent: (event) => {
        seen.push(event);
        // It ends only because the event arrived before its end.
        writeFileSync(join(folder, "go"), "");
      },
    }).result;
    expect(seen).toHaveLength(1);
  });

  it("reads a last line without a line feed, and characters of several bytes", async () => {
    const { result } = run(`printf '%s' '${errorLine("日本語 ✓")}'; exit 1`);
    await expect(result).resolves.toMatchObject({ diagnostics: [{ summary: "日本語 ✓" }] });
  });

  it("reads the errors on stderr where there are no others", async () => {
    const { result } = run('echo "Error: no such thing" >&2; exit 1');
    await expect(result).resolves.toMatchObject({ diagnostics: [{ summary: "no such thing" }] });
  });

  it("runs in the stack's folder with the arguments as they are", async () => {
    const { result, folder } = run(`echo "Error: $PWD|$2|$3" >&2; exit 1`, {}, ["plan", "-out=a b", "$HOME"]);
    expect((await result).diagnostics[0]?.summary).toBe(`${folder}|-out=a b|$HOME`);
  });

  it("leaves nothing in the folder that others could read, and no output", async () => {
    const { result, folder } = run("echo secret");
    await result;
    expect(statSync(join(folder, ".fleetbook")).mode & 0o077).toBe(0);
    expect(readdirSync(join(folder, ".fleetbook"))).toEqual([]);
  });

  it("cannot be one that does not exist", async () => {
    const { result } = run("", { binary: "/nowhere/terraform" });
    await expect(result).rejects.toBeInstanceOf(OperationError);
    await expect(result).rejects.toThrow("TERRAFORM_BINARY_NAME");
  });
});

describe("stopping a Terraform command", () => {
  // Announces itself, and again for each SIGINT that arrives; ends in good order at the `needed`-th.
  const patient = (needed: number) =>
    [
      "n=0",
      `say() { ${print(changeSummary(1, 0, 0))}; }`,
      `trap 'n=$((n+1)); say; [ $n -ge ${needed} ] && exit 1' INT`,
      "say",
      "while :; do sleep 0.05; done",
    ].join("\n");

  it("sends it one interrupt, and lets it finish", async () => {
    const stop = interruption();
    let events = 0;
    const { result } = run(patient(1), { interruption: stop, onEvent: () => ++events === 1 && stop.stop() });
    await expect(result).resolves.toMatchObject({ exitCode: 1, interrupted: true });
    expect(events).toBe(2);
  });

  it("does not begin it any more", async () => {
    const stop = interruption();
    stop.stop();
    const { result, folder } = run("touch begun", { interruption: stop });
    await expect(result).resolves.toMatchObject({ exitCode: undefined, interrupted: true });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("sends it a second one by force", async () => {
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

  it("does not call one interrupted that succeeded all the same", async () => {
    const stop = interruption();
    const { result } = run(`trap '' INT; ${print(changeSummary(1, 0, 0))}; sleep 0.3; exit 0`, {
      interruption: stop,
      onEvent: () => stop.stop(),
    });
    await expect(result).resolves.toMatchObject({ exitCode: 0, interrupted: false });
  });
});

describe("the record of a Terraform that takes the lock", () => {
  it("is there while it runs, with its process id, and gone afterwards", async () => {
    const { result, folder } = run('echo "Error: $$ $(tail -n 1 .fleetbook/run)" >&2; exit 1', { takesLock: true });
    const [own, recorded] = (await result).diagnostics[0]?.summary.split(" ") ?? [];
    expect(recorded).toBe(own);
    expect(existsSync(join(folder, ".fleetbook/run"))).toBe(false);
  });

  it("stays when it was killed", async () => {
    const { result, folder } = run("kill -9 $$", { takesLock: true });
    await expect(result).resolves.toMatchObject({ exitCode: undefined });
    expect(readFileSync(join(folder, ".fleetbook/run"), "utf8")).toMatch(/\n\d+\n$/);
  });

  it("stays when it was stopped by force", async () => {
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

  it("of an earlier run is not touched by a command that takes no lock", async () => {
    const folder = temporaryFolder();
    await run("kill -9 $$", { takesLock: true, folder }).result;
    await run("exit 0", { folder }).result;
    expect(existsSync(join(folder, ".fleetbook/run"))).toBe(true);
  });
});

describe("Terraform's environment", () => {
  it("is the caller's, for automation, with fewer garbage collections unless the caller chose", () => {
    expect(terraformEnvironment({ AWS_PROFILE: "p" })).toEqual({
      AWS_PROFILE: "p",
      GOGC: "400",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      CHECKPOINT_DISABLE: "1",
    });
    expect(terraformEnvironment({ GOGC: "50" }).GOGC).toBe("50");
  });

  it("has nothing that would make all stacks share a folder or a workspace", () => {
    const env = terraformEnvironment({ TF_DATA_DIR: "/x", TF_WORKSPACE: "w", TF_LOG: "debug" });
    expect(env).not.toHaveProperty("TF_DATA_DIR");
    expect(env).not.toHaveProperty("TF_WORKSPACE");
    expect(env.TF_LOG).toBe("debug");
  });
});
