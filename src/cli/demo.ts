/** `npm run demo`: starts the demo. */
import "../project/this-machine";
import { demoProgram } from "./demo-command";
import { run } from "./run";

void run(async () => {
  await demoProgram().parseAsync();
});
