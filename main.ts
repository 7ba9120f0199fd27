/** The CDKTF app: from the fleet file and the runbooks to one stack for every account and concern. */
import { App } from "cdktf";
import { run } from "./cli/run";
import { loadFleet } from "./fleet/load";
import { locateFleetFile } from "./fleet/locate";
import { loadCatalogue } from "./runbooks/catalogue";
import { addFleetStacks } from "./stacks/fleet-app";

void run(() => {
  const runbooks = loadCatalogue();
  const fleet = loadFleet(locateFleetFile(__dirname, process.env), { runbooks: [...runbooks.keys()] });
  const app = new App();
  addFleetStacks(app, fleet, runbooks);
  app.synth();
});
