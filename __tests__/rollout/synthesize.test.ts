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

/** A project whose app is this JavaScript; `manifest` is at hand in it. */
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

describe("synthesizing", () => {
  it("gives the stacks of the app, with absolute folders and their dependencies", async () => {
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

  it("passes on the context of cdktf.json, and no Terraform variables", async () => {
    const { stacks, lines } = run(
      project(`console.log(process.env.CDKTF_CONTEXT_JSON, process.env.TF_VAR_secret); ${SYNTHESIZES}`, {
        fleet: "f.yaml",
      }),
      { TF_VAR_secret: "hidden" },
    );
    await stacks;
    expect(lines[0]).toBe('{"fleet":"f.yaml","cdktfRelativeModules":[]} undefined');
  });

  it("logs the warnings that constructs left", async () => {
    const { stacks, lines } = run(project(SYNTHESIZES));
    await stacks;
    expect(lines).toEqual(["warning: first/x: looks odd"]);
  });

  it("leaves it to the app to say what is wrong, and fails as it did", async () => {
    const { stacks, lines } = run(project('console.error("fleet.yaml:3:1  wrong"); process.exitCode = 2;'));
    const error = await stacks.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).message).not.toContain("wrong");
    expect(lines).toEqual(["fleet.yaml:3:1  wrong"]);
  });

  it("is a failed operation when the app breaks", async () => {
    await expect(run(project("process.exitCode = 1;")).stacks).rejects.toBeInstanceOf(OperationError);
  });

  it("does not take an earlier manifest for the result of an app that makes none", async () => {
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

describe("a manifest", () => {
  it("is missed with a message, not with a stack trace", async () => {
    await expect(readManifest(temporaryFolder(), () => undefined)).rejects.toBeInstanceOf(OperationError);
  });
});
