/** The built-in profiles: YAML files beside the code, in the same format as the profiles of a nodes file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { amazonLinuxPrograms, ONLY_AMAZON_LINUX_2 } from "./amazon-linux/programs";
import { profileSchema, type Profile } from "./schema";

export const BUILT_IN_PROFILES = ["amazon-linux-2", "amazon-linux-2023", "windows-2022", "windows-2025"] as const;

const loaded = new Map<string, Profile>();

/** A built-in profile by its name. */
export function loadProfile(name: string): Profile {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const content: unknown = parse(readFileSync(join(__dirname, "profiles", `${name}.yaml`), "utf8"));
  const profile = withPrograms(name, profileSchema.parse(content));
  loaded.set(name, profile);
  return profile;
}

/** The profile with the programs of a healthy node, for which no answer needs to be described. */
function withPrograms(name: string, profile: Profile): Profile {
  const own = [...amazonLinuxPrograms().keys()].filter((program) =>
    ONLY_AMAZON_LINUX_2.includes(program) ? name === "amazon-linux-2" : name === "amazon-linux-2023",
  );
  return own.length === 0
    ? profile
    : { ...profile, programs: { ...Object.fromEntries(own.map((each) => [each, []])), ...profile.programs } };
}
