/**
 * Ends the program on a machine where it cannot run. Programs import this before anything else. The build writes it, what it imports
 * and the programs in JavaScript that old versions of Node can read.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_FOLDER } from "./folders";
import { unfitMachine } from "./unfit-machine";

const { engines } = JSON.parse(readFileSync(join(PACKAGE_FOLDER, "package.json"), "utf8")) as {
  readonly engines: { readonly node: string };
};
const unfit = unfitMachine({ platform: process.platform, version: process.versions.node }, engines.node);
if (unfit !== undefined) {
  console.error(`error  ${unfit.message}\n       ${unfit.remedy}`);
  process.exit(2);
}
