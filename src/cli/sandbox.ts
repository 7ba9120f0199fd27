/** `npm run sandbox --`: the local organization. */
import { sandboxProgram } from "./sandbox/program";
import { run } from "./run";

void run(async () => {
  await sandboxProgram().parseAsync();
});
