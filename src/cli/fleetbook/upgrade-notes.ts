/** `fleetbook upgrade-notes`: what changed since the version that a project had. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { notesSince } from "../../init/upgrade-notes";
import { PACKAGE_FOLDER } from "../../project/folders";
import { version } from "../../project/version";
import { program } from "../program";
import { notes } from "../help/notes";

export function upgradeNotesCommand(): Command {
  return program("upgrade-notes", "print what changed since a version of Fleetbook")
    .argument("<from>", "the version that the project had before: 0.1.0")
    .addHelpText("after", notes({ examples: ["upgrade-notes 0.1.0"] }))
    .action((from: string) => {
      const changes = notesSince(readFileSync(join(PACKAGE_FOLDER, "CHANGELOG.md"), "utf8"), from);
      console.log(changes === "" ? `This is Fleetbook ${version()}: nothing has changed since ${from}.` : changes);
    });
}
