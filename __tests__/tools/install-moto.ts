/** Looks for moto with the environment of this process: a process of its own, so that a test can kill it. */
import { findMoto } from "../../src/tools/moto";

void findMoto({
  env: process.env,
  log: (line) => console.log(line),
  requirements: process.argv[2] ?? "",
});
