/**
 * `fleetbook/jest`: tests of runbooks and of a fleet. Importing it adds the matchers to jest's `expect`.
 * @module fleetbook/jest
 */
import { matchers } from "./jest/matchers";

export { useSandbox, type SandboxOptions, type TestSandbox } from "./jest/sandbox";
export type { RunMatchers } from "./jest/matchers";
export { simulate, type SimulationOptions } from "../simulation/simulate";
export type { SimulatedRun } from "../simulation/result";
export type { SimulatedNode } from "../simulation/nodes";

expect.extend(matchers);
