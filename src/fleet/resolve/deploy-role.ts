/** Resolves `deployRole`. */
import type { AssumedRole, DeployRole } from "../model";
import { ORGANIZATIONS_ROLE_NAME } from "../names";
import type { AssumedRoleSettings, DeployRoleSettings } from "../schema/deploy-role";

/**
 * A map overrides an earlier map key by key, and tags are merged; a name or `false` stands for itself.
 * @param layers the earliest first; without any, the role is the one of AWS Organizations
 * @returns undefined for the caller's own credentials
 */
export function deployRole(...layers: readonly (DeployRoleSettings | undefined)[]): DeployRole | undefined {
  const settings = layers.reduce<DeployRoleSettings>((earlier, layer = earlier) => {
    if (typeof layer !== "object" || typeof earlier !== "object") return layer;
    return { ...earlier, ...layer, tags: { ...earlier.tags, ...layer.tags } };
  }, ORGANIZATIONS_ROLE_NAME);
  const role = assumedRole(settings);
  if (role === undefined) return undefined;
  const createdBy = typeof settings === "object" ? settings.createdBy : undefined;
  return { ...role, created: createdBy === undefined ? undefined : { by: assumedRole(createdBy) } };
}

function assumedRole(settings: AssumedRoleSettings): AssumedRole | undefined {
  if (settings === false) return undefined;
  const { name, path, externalId, sessionName, tags } = typeof settings === "string" ? { name: settings } : settings;
  return {
    name: name ?? ORGANIZATIONS_ROLE_NAME,
    path: path ?? "/",
    externalId,
    sessionName: sessionName ?? "fleetbook",
    tags: tags ?? {},
  };
}
