/** The part of CHANGELOG.md that is newer than a version. */
import { gt, valid } from "semver";
import { ConfigurationError } from "../diagnostics/errors";

/** @param from `0.1.0` @returns the sections of later versions, the newest first; an empty text if there are none */
export function notesSince(changelog: string, from: string): string {
  const version = valid(from);
  if (version === null) {
    throw new ConfigurationError({
      place: from,
      message: "This is not a version.",
      remedy: "Name the version that the project had before: 0.1.0.",
    });
  }
  const sections = changelog.split(/^(?=## )/m).slice(1);
  return sections
    .filter((section) => {
      const its = valid(/^## (\S+)/.exec(section)?.[1] ?? "");
      return its !== null && gt(its, version);
    })
    .join("")
    .trim();
}
