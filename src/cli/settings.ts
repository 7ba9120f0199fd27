/** The environment variables that Fleetbook reads. */
import { didYouMean } from "../diagnostics/did-you-mean";
import type { Problem } from "../diagnostics/errors";

const PREFIX = "FLEETBOOK_";

/** All of them; `help` explains each. */
export const SETTINGS = [
  "FLEETBOOK_FLEET",
  "FLEETBOOK_CACHE",
  "FLEETBOOK_PROVIDER_MIRROR",
  "FLEETBOOK_TERRAFORM_RELEASES",
  "FLEETBOOK_MOTO_SERVER",
  "FLEETBOOK_PYTHON",
  "FLEETBOOK_SANDBOX",
  "FLEETBOOK_PASSING_SECONDS",
  "FLEETBOOK_CONCURRENT_EXECUTIONS",
];

/** Variables that nothing reads: with a misspelt FLEETBOOK_FLEET, another fleet would be deployed. */
export function unknownSettings(env: NodeJS.ProcessEnv): readonly Problem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !SETTINGS.includes(name))
    .map((name) => ({
      message: `The environment has the variable ${name}, which nothing reads.`,
      remedy: `${didYouMean(name, SETTINGS)} Otherwise unset it.`,
    }));
}
