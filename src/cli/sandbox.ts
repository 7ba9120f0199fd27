/** `npm run sandbox --`: the local organization. */
import { program } from "./program";
import { run } from "./run";
import { downCommand } from "./sandbox/down";
import { envCommand } from "./sandbox/env";
import { statusCommand } from "./sandbox/status";
import { upCommand } from "./sandbox/up";

void run(async () => {
  await program("npm run sandbox --", "The local AWS organization, made from the fleet file.")
    .addCommand(upCommand())
    .addCommand(downCommand())
    .addCommand(statusCommand())
    .addCommand(envCommand())
    .parseAsync();
});
