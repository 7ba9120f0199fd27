/** What a state has of something that was adopted: the addresses, and the policies that Terraform has put on a role. */
import { z } from "zod";
import type { Identity } from "./planned";
import type { ManagedPolicies } from "./role";

export interface InState extends ManagedPolicies {
  /** `aws_iam_role.execution-role`, and those of the role's policies and attachments. */
  readonly addresses: readonly string[];
}

const text = z.string().catch("");
const instance = z.object({
  attributes: z
    .object({
      ...{ name: text, role: text, policy_arn: text, arn: text },
      ...{ account_id: text, service_principal: text },
    })
    .nullish(),
});
const resource = z.object({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  instances: z.array(instance).default([]),
});
const format = z.object({ resources: z.array(resource).default([]) });

/** @param state the text of a state that Terraform has written; undefined: there is none */
export function inState(state: string | undefined, identity: Identity): InState {
  const resources = state === undefined ? [] : format.parse(JSON.parse(state)).resources;
  const managed = resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.flatMap(({ attributes }) => (attributes ? [{ type, address: `${type}.${name}`, ...attributes }] : [])),
    );
  if (identity.kind !== "role") {
    const own = managed.filter(({ type, name, arn, account_id: account, service_principal: service }) =>
      identity.kind === "document"
        ? type === "aws_ssm_document" && name === identity.name && arn.split(":")[3] === identity.region
        : type === "aws_organizations_delegated_administrator" &&
          account === identity.name &&
          service === identity.service,
    );
    return { addresses: own.map(({ address }) => address), inline: [], attached: [] };
  }
  const roles = managed.filter(({ type, name }) => type === "aws_iam_role" && name === identity.name);
  const ofRole = (type: string) => managed.filter((each) => each.type === type && each.role === identity.name);
  const [inline, attached] = [ofRole("aws_iam_role_policy"), ofRole("aws_iam_role_policy_attachment")];
  return {
    addresses: [...roles, ...inline, ...attached].map(({ address }) => address),
    inline: inline.map(({ name }) => name),
    attached: attached.map(({ policy_arn: arn }) => arn),
  };
}
