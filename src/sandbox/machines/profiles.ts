/** The built-in profiles: YAML files beside the code, in the same format as the profiles of a nodes file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { profileSchema, type Profile } from "./schema";

export const BUILT_IN_PROFILES = ["amazon-linux-2", "amazon-linux-2023", "windows-2022", "windows-2025"] as const;

const loaded = new Map<string, Profile>();

/** A built-in profile by its name. */
export function loadProfile(name: string): Profile {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const content: unknown = parse(readFileSync(join(__dirname, "profiles", `${name}.yaml`), "utf8"));
  const profile = profileSchema.parse(content);
  loaded.set(name, profile);
  return profile;
}
