import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError, InterruptedError, OperationError } from "../../src/diagnostics/errors";
import { readManifest, synthesize } from "../../src/rollout/synthesize";
import { cleanUp, temporaryFolder } from "./fixtures";

afterEach(cleanUp);

const manifest = {
  version: "0.21.0",
  stacks: {
    first: {
      name: "first",
      constructPath: "first",
      workingDirectory: "stacks/first",
      synthesizedStackPath: "stacks/first/cdk.tf.json",
      annotations: [{ constructPath: "first/x", level: "@cdktf/warn", message: "looks odd" }],
      dependencies: [],
    },
    second: {
      name: "second",
      constructPath: "second",
      workingDirectory: "stacks/second",
      synthesizedStackPath: "stacks/second/cdk.tf.json",
      annotations: [],
      dependencies: ["first"],
    },
  },
};

/** A project whose app is this JavaScript, which can use the variable `manifest`. */
function project(app: string, context?: object): string {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "app.js"),
    `const fs = require("node:fs"); const out = process.env.CDKTF_OUTDIR; const manifest = ${JSON.stringify(manifest)};\n${app}`,
  );
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app: "node app.js", context }));
  return folder;
}

const SYNTHESIZES =
  'fs.mkdirSync(out, { recursive: true }); fs.writeFileSync(out + "/manifest.json", JSON.stringify(manifest));';

function run(projectFolder: string, env: NodeJS.ProcessEnv = {}, signal = new AbortController().signal) {
  const lines: string[] = [];
  const stacks = synthesize({
    projectFolder,
    outputFolder: "out",
    env: { ...process.env, ...env },
    log: (line) => lines.push(line),
    signal,
  });
  return { stacks, lines };
}

describe("synthesizing a project", () => {
  it("returns the app's stacks with absolute folders and their dependencies", async () => {
    const folder = project(SYNTHESIZES);
    await expect(run(folder).stacks).resolves.toEqual([
      {
        name: "first",
        folder: join(folder, "out/stacks/first"),
        synthesizedFile: join(folder, "out/stacks/first/cdk.tf.json"),
        dependencies: [],
      },
      {
        name: "second",
        folder: join(folder, "out/stacks/second"),
        synthesizedFile: join(folder, "out/stacks/second/cdk.tf.json"),
        dependencies: ["first"],
      },
    ]);
  });

  it("passes the context of cdktf.json to the app, and no Terraform variables", async () => {
    const { stacks, lines } = run(
      project(`console.log(process.env.CDKTF_CONTEXT_JSON, process.env.TF_VAR_secret); ${SYNTHESIZES}`, {
        fleet: "f.yaml",
      }),
      { TF_VAR_secret: "hidden" },
    );
    await stacks;
    expect(lines[0]).toBe('{"fleet":"f.yaml","cdktfRelativeModules":[]} undefined');
  });

  it("logs the warnings of constructs", async () => {
    const { stacks, lines } = run(project(SYNTHESIZES));
    await stacks;
    expect(lines).toEqual(["warning: first/x: looks odd"]);
  });

  it("fails with the app's kind of error and does not repeat the app's message", async () => {
    const { stacks, lines } = run(project('console.error("fleet.yaml:3:1  wrong"); process.exitCode = 2;'));
    const error = await stacks.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).message).not.toContain("wrong");
    expect(lines).toEqual(["fleet.yaml:3:1  wrong"]);
  });

  it("throws an OperationError if the app crashes", async () => {
    await expect(run(project("process.exitCode = 1;")).stacks).rejects.toBeInstanceOf(OperationError);
  });

  it("does not use an earlier manifest if the app writes none", async () => {
    const folder = project("");
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out/manifest.json"), JSON.stringify(manifest));
    await expect(run(folder).stacks).rejects.toThrow("Nothing was synthesized");
  });

  it("names a cdktf.json that cannot be used", async () => {
    const folder = temporaryFolder();
    await expect(run(folder).stacks).rejects.toBeInstanceOf(ConfigurationError);
    writeFileSync(join(folder, "cdktf.json"), '{"app": 1}');
    await expect(run(folder).stacks).rejects.toThrow(join(folder, "cdktf.json"));
  });

  it("stops the app when the user asks to stop", async () => {
    const controller = new AbortController();
    const { stacks } = run(project("setTimeout(() => {}, 60_000);"), {}, controller.signal);
    setImmediate(() => controller.abort());
    await expect(stacks).rejects.toBeInstanceOf(InterruptedError);
  });
});

describe("a missing manifest", () => {
  it("is reported with a message and without a stack trace", async () => {
    await expect(readManifest(temporaryFolder(), () => undefined)).rejects.toBeInstanceOf(OperationError);
  });
});
