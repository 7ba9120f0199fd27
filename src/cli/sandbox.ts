/** `npm run sandbox --`: the local organization. */
import "../project/this-machine";
import { sandboxProgram } from "./sandbox/program";
import { run } from "./run";

void run(async () => {
  await sandboxProgram().parseAsync();
});
