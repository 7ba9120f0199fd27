/** The programs of a healthy Amazon Linux node: shell scripts, one for each program, in a folder for each subject. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MODEL } from "./places";

const FOLDER = join(__dirname, "programs");

/** Further names of a script, which reads its name. */
const FURTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  dnf: ["yum"],
  iptables: ["ip6tables"],
  pgrep: ["pkill", "pidof"],
  reboot: ["shutdown", "poweroff", "halt"],
  who: ["w", "last"],
};

export const ONLY_AMAZON_LINUX_2: readonly string[] = ["amazon-linux-extras"];

let loaded: ReadonlyMap<string, string> | undefined;

/** The body of each program's script, by the program's name. */
export function amazonLinuxPrograms(): ReadonlyMap<string, string> {
  loaded ??= new Map(
    readdirSync(FOLDER).flatMap((subject) =>
      readdirSync(join(FOLDER, subject)).flatMap((file) => {
        const name = basename(file, ".sh");
        const script = `. ${MODEL}/library.sh\n${readFileSync(join(FOLDER, subject, file), "utf8")}`;
        return [name, ...(FURTHER_NAMES[name] ?? [])].map((each) => [each, script] as const);
      }),
    ),
  );
  return loaded;
}
