/**
 * `npm run docs`: makes the documentation site in out/docs/site: the pages of the repository as they are, and the reference of the
 * API. A link that leads nowhere fails it.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ConfigurationError } from "../diagnostics/errors";
import { PACKAGE_FOLDER } from "../project/folders";
import { deadLinks } from "./dead-links";
import { readSite, type Site } from "./pages";
import { picturePath } from "./paths";

const OUT = join(PACKAGE_FOLDER, "out/docs");
const PAGES = join(OUT, "pages");

async function makeSite(base: string): Promise<void> {
  const site = readSite(PACKAGE_FOLDER);
  rmSync(OUT, { recursive: true, force: true });
  writePages(site);
  writeSettings(site, base);
  await promisify(execFile)(process.execPath, [join(PACKAGE_FOLDER, "node_modules/typedoc/bin/typedoc")], {
    cwd: PACKAGE_FOLDER,
  });
  const { build } = await import("vitepress");
  await build(PAGES);
  const dead = deadLinks(join(OUT, "site"), base);
  if (dead.length === 0) return;
  throw new ConfigurationError(
    ...dead.map(({ page, link }) => ({
      place: page,
      message: `The link ${link} leads nowhere.`,
      remedy: "Correct it.",
    })),
  );
}

function writePages({ pages, pictures }: Site): void {
  for (const [path, text] of pages) write(path, text);
  for (const picture of pictures) {
    cpSync(join(PACKAGE_FOLDER, picture), join(PAGES, picturePath(picture)), { recursive: true });
  }
}

/** VitePress reads its settings from the folder of the pages. */
function writeSettings({ sources }: Site, base: string): void {
  const given = [JSON.stringify([...sources]), JSON.stringify(base)] as const;
  write(
    ".vitepress/config.mjs",
    [
      `import { siteConfig } from ${JSON.stringify(join(__dirname, "config.ts"))};`,
      `export default siteConfig(new Map(${given[0]}), ${given[1]});`,
      "",
    ].join("\n"),
  );
}

function write(path: string, text: string): void {
  const file = join(PAGES, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const { values } = parseArgs({ options: { base: { type: "string", default: "/" } } });

makeSite(values.base).catch((error: unknown) => {
  if (error instanceof ConfigurationError) {
    for (const { place, message, remedy } of error.problems)
      console.error(`${place ?? ""}: ${message} ${remedy ?? ""}`);
  } else console.error(error instanceof Error && "stderr" in error ? error.stderr : error);
  process.exitCode = 1;
});
