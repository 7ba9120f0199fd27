/** Makes the page's script and style sheet from `client/`. It needs the sources, and a bundler that the package does not have. */
import { build } from "esbuild";
import { join } from "node:path";

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

const CLIENT = join(__dirname, "client");

export async function makeBundle(): Promise<Bundle> {
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
