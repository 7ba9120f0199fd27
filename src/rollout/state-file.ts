/** Reads Terraform's state files, and gives the providers in them the aliases of the account that they belong to. */
import { z } from "zod";
import { ADMINISTRATION_ROLE_NAME } from "../fleet/names";

/** What the rollout needs to know of a state. */
export interface State {
  /** The id that Terraform gives a state when it begins, and that a copy of it keeps. */
  readonly lineage: string;
  /** Grows with every change. */
  readonly serial: number;
  /** Instances of the resources that Terraform manages; data sources do not count. */
  readonly resources: number;
  /** When AWS created the administration role, in the state that has it. */
  readonly administrationRoleCreated?: Date;
}

const instance = z.object({
  attributes: z.object({ name: z.unknown(), create_date: z.unknown() }).partial().nullish(),
});
const resource = z.object({ mode: z.string(), type: z.string(), instances: z.array(instance).default([]) });
const format = z.object({ lineage: z.string(), serial: z.number(), resources: z.array(resource).default([]) });

/** @throws Error if the text is not a state of Terraform */
export function readState(text: string): State {
  const { lineage, serial, resources } = format.parse(JSON.parse(text));
  const managed = resources.filter(({ mode }) => mode === "managed");
  const roles = managed.filter(({ type }) => type === "aws_iam_role").flatMap(({ instances }) => instances);
  const role = roles.find(({ attributes }) => attributes?.name === ADMINISTRATION_ROLE_NAME);
  const created = new Date(String(role?.attributes?.create_date));
  return {
    ...{ lineage, serial, resources: managed.reduce((sum, { instances }) => sum + instances.length, 0) },
    ...(Number.isNaN(created.getTime()) ? {} : { administrationRoleCreated: created }),
  };
}

/** A resource's provider in a state: its source, its alias up to the Region, and the Region. */
const PROVIDER = /("provider": "provider\[\\"[^"]+\/hashicorp\/aws\\"\]\.)([^"]+)_([a-z]{2}(?:-[a-z]+)+-\d+")/g;

/**
 * The state with the aliases of `providerAlias`, under the next serial number; the same text if it has no other. Terraform needs
 * the provider that the state names if a resource is no longer in the configuration. The text is edited and not written anew, so
 * that nothing else in it changes.
 * @param alias an alias of the account up to the Region: `account-222222222222`
 */
export function withAliases(text: string, alias: string): string {
  const renamed = text.replace(
    PROVIDER,
    (_whole, before: string, _old: string, region: string) => `${before}${alias}_${region}`,
  );
  if (renamed === text) return text;
  return renamed.replace(/"serial": (\d+)/, (_whole, serial: string) => `"serial": ${Number(serial) + 1}`);
}
