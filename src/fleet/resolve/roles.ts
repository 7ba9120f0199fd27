/** Resolves `roles`. */
import { resolve } from "node:path";
import type { PermissionsBoundary, RoleSettings } from "../model";
import type { RolesSettings } from "../schema/roles";

/**
 * An account's settings override the defaults key by key; tags are merged.
 * @param folder absolute path of the folder of the fleet file
 */
export function roles(folder: string, defaults: RolesSettings = {}, settings: RolesSettings = {}): RoleSettings {
  const boundary = settings.permissionsBoundary ?? defaults.permissionsBoundary;
  return {
    path: settings.path ?? defaults.path ?? "/",
    permissionsBoundary: boundary === undefined ? undefined : permissionsBoundary(folder, boundary),
    tags: { ...defaults.tags, ...settings.tags },
  };
}

function permissionsBoundary(
  folder: string,
  settings: NonNullable<RolesSettings["permissionsBoundary"]>,
): PermissionsBoundary {
  if (typeof settings === "string") return { policy: settings, document: undefined };
  const { policy, document } = settings;
  return { policy, document: document === undefined ? undefined : resolve(folder, document) };
}
