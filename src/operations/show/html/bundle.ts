/** Makes the page's script and style sheet from `client/`: a report is written where the sources are, so nothing built is kept. */
import { build } from "esbuild";
import { join } from "node:path";

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

const CLIENT = join(__dirname, "client");

let made: Promise<Bundle> | undefined;

/** The bundle; made once in a process. */
export function pageBundle(): Promise<Bundle> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<Bundle> {
  const [script, style] = await Promise.all([bundled("main.tsx"), bundled("style/page.css")]);
  return { script, style };
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(CLIENT, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    charset: "utf8",
    target: ["chrome123", "firefox120", "safari17.5"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const [{ text } = { text: "" }] = outputFiles;
  return text.trim();
}
