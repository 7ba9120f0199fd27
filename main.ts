/** The CDKTF app: reads the fleet file and the runbooks, and adds one stack for every account and concern. */
import { App } from "cdktf";
import { loadProject } from "./src/cli/project";
import { run } from "./src/cli/run";
import { addFleetStacks } from "./stacks/fleet-app";
import { withQuickTokens } from "./stacks/quick-tokens";

void run(() => {
  const { fleet, runbooks } = loadProject();
  withQuickTokens(() => {
    const app = new App();
    addFleetStacks(app, fleet, runbooks);
    app.synth();
  });
});
