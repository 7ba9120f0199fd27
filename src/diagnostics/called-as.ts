/**
 * How a user calls Fleetbook, for messages that name a command: with the scripts of its own repository, where it runs from its
 * TypeScript sources, or as the program of the package.
 */
import { extname } from "node:path";

const IS_PACKAGE = extname(__filename) === ".js";

/** `npm run fleetbook -- plan` */
export const FLEETBOOK = IS_PACKAGE ? "npx fleetbook" : "npm run fleetbook --";
/** The same, where nothing but the command's own output may be on stdout. */
export const QUIET_FLEETBOOK = IS_PACKAGE ? FLEETBOOK : "npm run -s fleetbook --";
/** `npm run sandbox -- up` */
export const SANDBOX = IS_PACKAGE ? `${FLEETBOOK} sandbox` : "npm run sandbox --";
export const QUIET_SANDBOX = IS_PACKAGE ? SANDBOX : "npm run -s sandbox --";
export const DEMO = IS_PACKAGE ? `${FLEETBOOK} demo` : "npm run demo --";
