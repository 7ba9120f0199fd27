/** `npm run fleetbook --`: checking the fleet and its runbooks, and working on its accounts. */
import { fleetbookProgram } from "./fleetbook/program";
import { run } from "./run";

void run(async () => {
  await fleetbookProgram().parseAsync();
});
