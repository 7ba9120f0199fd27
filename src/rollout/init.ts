/**
 * Runs `terraform init` only if it is needed, because it takes half a second for each stack even if everything is cached. A
 * stamp in `.terraform` records what the folder was initialized for, and is removed with it.
 */
import { createHash } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import type { Diagnostic, OutputEvent } from "./output";
import type { SynthesizedStack } from "./synthesize";
import type { TerraformResult } from "./terraform";

/** Runs one Terraform command in the stack's folder. */
export type RunInStack = (
  stack: SynthesizedStack,
  args: readonly string[],
  onEvent?: (event: OutputEvent) => void,
) => Promise<TerraformResult>;

/** Initializes a stack; undefined if an earlier initialization is still valid. `again` initializes in any case. */
export type Initialize = (stack: SynthesizedStack, again?: "again") => Promise<TerraformResult | undefined>;

/**
 * An Initialize for the stacks of one run. Only one Terraform at a time may write to the plugin cache, so the first stack with a
 * given set of providers is initialized alone, and then the others at the same time.
 * @param binary part of the stamp, because Terraform and OpenTofu name providers differently
 */
export function createInitialize(
  run: RunInStack,
  binary: string,
  log: (stack: SynthesizedStack, line: string) => void,
): Initialize {
  const alone = pLimit(1);
  const installed = new Map<string, Promise<boolean>>();

  return async (stack, again) => {
    const wanted = await settingsOf(stack, binary);
    const stampFile = join(stack.folder, ".terraform", "fleetbook-init");
    if (again === undefined && (await isInitialized(stack, stampFile, wanted.stamp))) return undefined;

    const initialize = async (onEvent?: (event: OutputEvent) => void): Promise<TerraformResult> => {
      // Terraform would compare the providers with a lock file, which doubles the time. The versions are exact without one.
      await rm(join(stack.folder, ".terraform.lock.hcl"), { force: true });
      const args = ["init", "-reconfigure", "-input=false", "-no-color", "-json"];
      const result = await run(stack, args, onEvent);
      if (result.exitCode === 0) await writeFile(stampFile, wanted.stamp);
      return result;
    };

    for (;;) {
      const first = installed.get(wanted.providers);
      if (first === undefined) {
        const result = alone(() =>
          initialize((event) => {
            if (event.type === "installing") log(stack, `installing ${event.provider}`);
          }),
        );
        const succeeded = result.then(
          ({ exitCode }) => exitCode === 0,
          () => false,
        );
        installed.set(wanted.providers, succeeded);
        return result;
      }
      if (await first) return initialize();
      // The first one failed, so the next one is initialized alone.
      if (installed.get(wanted.providers) === first) installed.delete(wanted.providers);
    }
  };
}

/** Whether a command failed only because the folder has to be initialized (again). */
export function needsInit(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ summary }) =>
    /Backend initialization required|Required plugins are not installed|Inconsistent dependency lock file|Module not installed/.test(
      summary,
    ),
  );
}

async function settingsOf(stack: SynthesizedStack, binary: string) {
  const { terraform = {}, module = {} } = JSON.parse(await readFile(stack.synthesizedFile, "utf8")) as {
    terraform?: { required_providers?: unknown };
    module?: unknown;
  };
  return {
    providers: JSON.stringify(terraform.required_providers ?? {}),
    stamp: createHash("sha256").update(JSON.stringify({ binary, terraform, module })).digest("hex"),
  };
}

async function isInitialized(stack: SynthesizedStack, stampFile: string, stamp: string): Promise<boolean> {
  try {
    // Terraform refuses to plan without its dependency lock file, which the cdktf CLI may have removed.
    const [found] = await Promise.all([readFile(stampFile, "utf8"), access(join(stack.folder, ".terraform.lock.hcl"))]);
    return found === stamp;
  } catch {
    return false; // Either file is missing: not initialized.
  }
}
