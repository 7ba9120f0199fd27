/** The CDKTF app: one stack for every account and concern of the fleet. */
import { synthesizeFleet } from "./src/package/fleetbook";

void synthesizeFleet();
