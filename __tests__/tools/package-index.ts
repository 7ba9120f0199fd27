/** A Python package index on the loopback interface, with packages made on the spot: what pip needs and no more. */
import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { type Host, startHost } from "./support";

export interface IndexedPackage {
  /** As in the wheel's name: `flask_cors`. */
  readonly name: string;
  readonly version: string;
  /** Python source by path in the wheel. */
  readonly files: Readonly<Record<string, string>>;
  /** `name = module:function`. */
  readonly script?: string;
}

/** A moto whose server prints its version, with the packages that the real server needs. */
export const MOTO_PACKAGES: readonly IndexedPackage[] = [
  {
    name: "moto",
    version: "5.2.1",
    files: { "moto/__init__.py": "", "moto/server.py": "def main():\n    print('moto_server 5.2.1 runs')\n" },
    script: "moto_server = moto.server:main",
  },
  { name: "flask", version: "3.1.3", files: { "flask.py": "" } },
  { name: "flask_cors", version: "6.0.2", files: { "flask_cors.py": "" } },
  { name: "pyyaml", version: "6.0.3", files: { "yaml.py": "" } },
];

/** The requirements file for such packages. */
export function requirementsOf(packages: readonly IndexedPackage[]): string {
  return packages.map(({ name, version }) => `${name}==${version}\n`).join("");
}

/** Serves the packages as PEP 503 asks; the address is for `PIP_INDEX_URL`. */
export async function startPackageIndex(packages: readonly IndexedPackage[]): Promise<Host> {
  const wheels = new Map(packages.map((item) => [`${item.name}-${item.version}-py3-none-any.whl`, wheelOf(item)]));
  const host = await startHost((request, response) => {
    const [, folder, name = ""] = (request.url ?? "").split("/");
    const wheel = wheels.get(name);
    if (folder === "files" && wheel !== undefined) {
      response.end(wheel);
      return;
    }
    const links = [...wheels]
      .filter(([file]) => folder === "simple" && file.split("-")[0]?.replace("_", "-") === name)
      .map(
        ([file, bytes]) =>
          `<a href="/files/${file}#sha256=${createHash("sha256").update(bytes).digest("hex")}">${file}</a>`,
      );
    response.writeHead(links.length > 0 ? 200 : 404, { "content-type": "text/html" }).end(links.join("\n"));
  });
  return { ...host, url: `${host.url}/simple` };
}

function wheelOf({ name, version, files, script }: IndexedPackage): Uint8Array {
  const info = `${name}-${version}.dist-info`;
  const all: Record<string, string> = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    ...(script === undefined ? {} : { [`${info}/entry_points.txt`]: `[console_scripts]\n${script}\n` }),
  };
  const record = [...Object.keys(all), `${info}/RECORD`].map((file) => `${file},,\n`).join("");
  const entries = Object.entries({ ...all, [`${info}/RECORD`]: record });
  return zipSync(Object.fromEntries(entries.map(([file, text]) => [file, strToU8(text)])));
}
