/**
 * The check that every stack passes at synthesis: all of its resources and its state belong to one account. Terraform
 * accepts a resource without a provider alias and creates it in the account of the caller's credentials. cdktf accepts a stack
 * without a backend and keeps its state in a local file.
 */
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Problem } from "../src/diagnostics/errors";
import { isObject } from "../src/diagnostics/json";

/** The aliases, the account and the state's location that a stack may use. */
export interface StackBounds {
  readonly stackName: string;
  /** The account's id, 12 digits. */
  readonly accountId: string;
  /** Aliases of the AWS provider that belong to the account. */
  readonly aliases: readonly string[];
  readonly bucket: string;
  readonly key: string;
  /** The bucket's Region. */
  readonly region: string;
}

/** A block of Terraform's JSON syntax: its labels and its content. */
interface Block {
  readonly labels: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Checks the JSON of a stack as Terraform will read it, overrides included.
 *
 * @param synthesized the return value of `TerraformStack.toTerraform()`
 * @throws ConfigurationError with every violation: its stack, its address and the remedy
 */
export function guardStack(synthesized: unknown, bounds: StackBounds): void {
  const root = isObject(synthesized) ? synthesized : {};
  const problems = [
    ...providerProblems(root, bounds),
    ...resourceProblems(root, bounds),
    ...regionProblems(root, bounds),
    ...moduleProblems(root, bounds),
    ...backendProblems(root, bounds),
  ];
  if (problems.length > 0) throw new ConfigurationError(...problems);
}

/** Each provider is an alias of the account and refuses every other account. */
function providerProblems(root: Readonly<Record<string, unknown>>, bounds: StackBounds): Problem[] {
  return blocks(root["provider"], 1).flatMap(({ labels, body }) => {
    const place = `stack ${bounds.stackName}, provider ${labels[0]}`;
    if (labels[0] !== "aws" || typeof body["alias"] !== "string" || !bounds.aliases.includes(body["alias"])) {
      return {
        place,
        message: `The provider has ${describe("alias", body["alias"])}; a stack may have only the AWS providers of its account: ${bounds.aliases.join(", ")}.`,
        remedy: "Remove the provider; AccountStack creates the account's providers.",
      };
    }
    if (!isOnly(body["allowed_account_ids"], bounds.accountId)) {
      return {
        place: `${place}.${body["alias"]}`,
        message: `allowed_account_ids must be exactly ["${bounds.accountId}"], so that wrong credentials are refused.`,
        remedy: "Remove the override of allowed_account_ids.",
      };
    }
    return [];
  });
}

/** Each resource and data source has a provider alias of the account. */
function resourceProblems(root: Readonly<Record<string, unknown>>, bounds: StackBounds): Problem[] {
  const carriers = [
    ...blocks(root["resource"], 2).map((block) => ({ address: block.labels.join("."), block })),
    ...blocks(root["data"], 2).map((block) => ({ address: `data.${block.labels.join(".")}`, block })),
    ...blocks(root["ephemeral"], 2).map((block) => ({ address: `ephemeral.${block.labels.join(".")}`, block })),
    // A check may hold a data source of its own.
    ...blocks(root["check"], 1).flatMap((check) =>
      blocks(check.body["data"], 2).map((block) => ({
        address: `check.${check.labels.join(".")}.data.${block.labels.join(".")}`,
        block,
      })),
    ),
  ];
  return carriers.flatMap(({ address, block }) =>
    // terraform_data is in no account: Terraform keeps it in the state alone.
    address.startsWith("terraform_data.") || isOwnProvider(block.body["provider"], bounds)
      ? []
      : {
          place: `stack ${bounds.stackName}, ${address}`,
          message: `It has ${describe("provider", block.body["provider"])}; everything in this stack belongs to account ${bounds.accountId} and must use one of ${ownProviders(bounds)}.`,
          remedy:
            "Pass the stack's own provider for the Region to it. Without a provider, Terraform would use the credentials of its caller.",
        },
  );
}

/** AWS provider 6 creates a resource in the Region that it names itself, whatever Region its provider has. */
function regionProblems(root: Readonly<Record<string, unknown>>, bounds: StackBounds): Problem[] {
  const regions = new Map(
    blocks(root["provider"], 1).map(({ labels, body }) => [`${labels[0]}.${String(body["alias"])}`, body["region"]]),
  );
  return blocks(root["resource"], 2).flatMap(({ labels, body: { provider, region } }) =>
    region === undefined || region === regions.get(String(provider))
      ? []
      : {
          place: `stack ${bounds.stackName}, ${labels.join(".")}`,
          message: `It has ${describe("region", region)}, and its provider ${JSON.stringify(provider)} is of another Region.`,
          remedy: "Remove region from it, and pass the stack's own provider for that Region.",
        },
  );
}

/** A module's resources use the provider that is passed to the module as `aws`; the default is one without an alias. */
function moduleProblems(root: Readonly<Record<string, unknown>>, bounds: StackBounds): Problem[] {
  return blocks(root["module"], 1).flatMap(({ labels, body }) => {
    const providers = isObject(body["providers"]) ? body["providers"] : {};
    const isOwn = Object.values(providers).every((provider) => isOwnProvider(provider, bounds));
    return isOwn && "aws" in providers
      ? []
      : {
          place: `stack ${bounds.stackName}, module.${labels.join(".")}`,
          message: `The module's "providers" must include "aws", and only providers of account ${bounds.accountId}: ${ownProviders(bounds)}.`,
          remedy: "Pass providers: [provider] with the stack's own provider for the Region.",
        };
  });
}

/** The state is in the account's bucket, under the stack's key, locked, and refuses other accounts' credentials. */
function backendProblems(root: Readonly<Record<string, unknown>>, bounds: StackBounds): Problem[] {
  const settings = blocks(root["terraform"], 0);
  const backends = settings.flatMap(({ body }) => blocks(body["backend"], 1));
  const others = [
    ...backends.map(({ labels }) => labels.join(".")).filter((type) => type !== "s3"),
    ...settings.flatMap(({ body }) => (body["cloud"] === undefined ? [] : ["cloud"])),
  ];
  const place = `stack ${bounds.stackName}, backend`;
  const remedy = "Remove the other backend or the override; AccountStack creates the account's backend.";

  const [s3, second] = backends.filter(({ labels }) => labels[0] === "s3");
  if (others.length > 0 || s3 === undefined || second !== undefined) {
    const found = [...others, ...(s3 ? ["s3"] : []), ...(second ? ["a second s3"] : [])].join(", ") || "none";
    return [
      { place, message: `There must be one backend, of type s3, in bucket ${bounds.bucket}; found: ${found}.`, remedy },
    ];
  }

  const expected = { bucket: bounds.bucket, key: bounds.key, region: bounds.region, use_lockfile: true };
  const wrong: Problem[] = Object.entries(expected)
    .filter(([name, value]) => s3.body[name] !== value)
    .map(([name, value]) => ({
      place,
      message: `The backend has ${describe(name, s3.body[name])}; expected ${JSON.stringify(value)}.`,
      remedy,
    }));
  if (!isOnly(s3.body["allowed_account_ids"], bounds.accountId)) {
    wrong.push({ place, message: `allowed_account_ids must be exactly ["${bounds.accountId}"].`, remedy });
  }
  return wrong;
}

/** Every block in `value` that has `labelCount` labels. Each level may be an object or a list of objects. */
function blocks(value: unknown, labelCount: number, labels: readonly string[] = []): Block[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => {
    const body = isObject(item) ? item : {};
    if (labelCount === 0) return { labels, body };
    return Object.entries(body)
      .filter(([label]) => label !== "//")
      .flatMap(([label, inner]) => blocks(inner, labelCount - 1, [...labels, label]));
  });
}

function isOnly(value: unknown, item: string): boolean {
  return Array.isArray(value) && value.length === 1 && value[0] === item;
}

function isOwnProvider(value: unknown, bounds: StackBounds): boolean {
  return typeof value === "string" && bounds.aliases.some((alias) => value === `aws.${alias}`);
}

function ownProviders(bounds: StackBounds): string {
  return bounds.aliases.map((alias) => `aws.${alias}`).join(", ");
}

function describe(name: string, value: unknown): string {
  return value === undefined ? `no ${name}` : `${name} ${JSON.stringify(value)}`;
}
