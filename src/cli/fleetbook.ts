#!/usr/bin/env node
/** The program `fleetbook`, and `npm run fleetbook --`. */
import "../project/this-machine";
import * as nodeModule from "node:module";
import { run } from "./run";

// Node 22 can keep the compiled code of modules, so that the next start is quicker.
(nodeModule as { readonly enableCompileCache?: () => void }).enableCompileCache?.();

void run(async () => {
  const { fleetbookProgram } = await import("./fleetbook/program");
  const words = process.argv.slice(2);
  await (await fleetbookProgram(words)).parseAsync();
});
