/**
 * Turns the project into Terraform: runs the app command of `cdktf.json` as the cdktf CLI does, and reads the
 * manifest that cdktf leaves in the output folder.
 */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { ConfigurationError, InterruptedError, OperationError } from "../diagnostics/errors";

/** A stack in the output folder, ready for Terraform. */
export interface SynthesizedStack {
  readonly name: string;
  /** Absolute path of the folder that Terraform runs in. */
  readonly folder: string;
  /** Absolute path of the stack's `cdk.tf.json`. */
  readonly synthesizedFile: string;
  /** Names of the stacks that have to be deployed before this one. */
  readonly dependencies: readonly string[];
}

interface SynthesizeOptions {
  /** The folder of `cdktf.json`; the app runs there. */
  readonly projectFolder: string;
  readonly outputFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives the app's output line by line. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const configuration = z.object({ app: z.string().min(1), context: z.record(z.string(), z.unknown()).default({}) });

const manifest = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      name: z.string(),
      workingDirectory: z.string(),
      synthesizedStackPath: z.string(),
      dependencies: z.array(z.string()),
      annotations: z.array(z.object({ constructPath: z.string(), level: z.string(), message: z.string() })).default([]),
    }),
  ),
});

/**
 * Synthesizes the project and returns its stacks. The app's own output, including warnings of a successful run, goes to `log`
 * at once, so the error does not repeat it.
 * @throws ConfigurationError if `cdktf.json` cannot be used or the app ends with exit status 2; OperationError if the app fails
 *   otherwise
 */
export async function synthesize(options: SynthesizeOptions): Promise<readonly SynthesizedStack[]> {
  const { app, context } = await readConfiguration(options.projectFolder);
  const outputFolder = resolve(options.projectFolder, options.outputFolder);
  // Without this, the manifest of an earlier run would be used if the app does not call synth().
  await rm(join(outputFolder, "manifest.json"), { force: true });
  const status = await run(app, context, outputFolder, options);
  if (options.signal.aborted) throw new InterruptedError("Interrupted while synthesizing: nothing was changed.");
  if (status !== 0) {
    const problem = {
      message: `The app command \`${app}\` ended with ${typeof status === "number" ? `exit status ${status}` : status}; its output is above.`,
      remedy: "Correct the error and run the command again.",
    };
    throw status === 2 ? new ConfigurationError(problem) : new OperationError(problem);
  }
  return readManifest(outputFolder, options.log);
}

/**
 * Reads the stacks that an app has synthesized into `outputFolder`, in the manifest's order. Warnings of constructs go to `log`.
 * @throws OperationError if there is no manifest
 */
export async function readManifest(
  outputFolder: string,
  log: (line: string) => void,
): Promise<readonly SynthesizedStack[]> {
  const file = join(outputFolder, "manifest.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new OperationError({
      place: file,
      message: "Nothing was synthesized: there is no manifest.",
      remedy: "Check that the app ends with app.synth() and writes to CDKTF_OUTDIR.",
    });
  }
  const stacks = Object.values(manifest.parse(JSON.parse(text)).stacks);
  for (const { annotations } of stacks) {
    for (const { constructPath, level, message } of annotations) {
      if (level === "@cdktf/warn") log(`warning: ${constructPath}: ${message}`);
    }
  }
  return stacks.map((stack) => ({
    name: stack.name,
    folder: resolve(outputFolder, stack.workingDirectory),
    synthesizedFile: resolve(outputFolder, stack.synthesizedStackPath),
    dependencies: stack.dependencies,
  }));
}

async function readConfiguration(projectFolder: string): Promise<z.infer<typeof configuration>> {
  const file = join(projectFolder, "cdktf.json");
  try {
    return configuration.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const because = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new ConfigurationError({
      place: file,
      message: `This file cannot be used: ${because}`,
      remedy: 'Run the command in the project\'s folder; cdktf.json needs at least {"app": "<command>"}.',
    });
  }
}

/** The exit status of the app, or the name of the signal that ended it. */
async function run(
  app: string,
  context: Readonly<Record<string, unknown>>,
  outputFolder: string,
  { projectFolder, env, log, signal }: SynthesizeOptions,
): Promise<number | NodeJS.Signals> {
  const child = spawn(app, {
    shell: true,
    cwd: projectFolder,
    env: {
      // Terraform's variables are for Terraform alone, as in the cdktf CLI: a synth must not depend on them.
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("TF_VAR_"))),
      CDKTF_OUTDIR: outputFolder,
      CDKTF_CONTEXT_JSON: JSON.stringify({ ...context, cdktfRelativeModules: [] }),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A separate process group, so that the shell's children can be stopped with it.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream, crlfDelay: Infinity }).on("line", log);
  }
  const stop = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise((done, fail) => {
      child.on("error", fail);
      child.on("close", (code, signalName) => done(code ?? signalName ?? 1));
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
