/**
 * Stacks whose Terraform gets the credentials of its account from here, and not from a role in its configuration.
 *
 * Terraform keeps the configuration of provider and backend in a plan, and applies the plan with it. A plan that was made with a
 * read-only role would therefore be applied with that role. So the role is taken out of the configuration before the plan is
 * made, and each command gets credentials in its environment: those of the plan role, or those of the deploy role.
 */
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { AccountCredentials } from "../preflight";
import type { SynthesizedStack } from "../synthesize";
import type { PlacedStack } from "./placed-stack";

/** Variables from which Terraform would get the caller's own credentials. */
const OF_THE_CALLER: ReadonlySet<string> = new Set([
  "AWS_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
]);

const block = z.looseObject({ assume_role: z.unknown().optional() });
const format = z.looseObject({
  terraform: z.looseObject({ backend: z.looseObject({ s3: block }) }),
  provider: z.looseObject({ aws: z.array(block) }),
});

/** Takes the role that Terraform would assume out of the synthesized JSON, for provider and backend. */
export async function withoutRole({ synthesizedFile }: Pick<SynthesizedStack, "synthesizedFile">): Promise<void> {
  const { terraform, provider, ...others } = format.parse(JSON.parse(await readFile(synthesizedFile, "utf8")));
  const { backend } = terraform;
  const changed = {
    ...others,
    provider: { ...provider, aws: provider.aws.map(roleless) },
    terraform: { ...terraform, backend: { ...backend, s3: roleless(backend.s3) } },
  };
  await writeFile(synthesizedFile, JSON.stringify(changed, undefined, 2));
}

function roleless(settings: z.infer<typeof block>): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== "assume_role"));
}

/**
 * Terraform's environment for these stacks, with credentials of their accounts; that of every other stack is `env`. Credentials
 * are valid for an hour, and each command gets new ones.
 */
export function environmentWith(
  credentials: AccountCredentials,
  stacks: readonly PlacedStack[],
  env: NodeJS.ProcessEnv,
): (stack: SynthesizedStack) => Promise<NodeJS.ProcessEnv> {
  const accounts = new Map(stacks.map(({ name, account }) => [name, account]));
  return async ({ name }) => {
    const account = accounts.get(name);
    const own = account && credentials.get(account);
    if (own === undefined) return env;
    const { accessKeyId, secretAccessKey, sessionToken } = await own();
    return {
      ...Object.fromEntries(Object.entries(env).filter(([variable]) => !OF_THE_CALLER.has(variable))),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
  };
}
