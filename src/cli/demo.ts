/** `npm run demo`: starts the demo. */
import { demoProgram } from "./demo-command";
import { run } from "./run";

void run(async () => {
  await demoProgram().parseAsync();
});
