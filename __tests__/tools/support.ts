/** Real files, programs and hosts on this machine in place of a user's PATH, home and download hosts. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** `it`, skipped if a real program that the test needs is not installed. In CI, the test fails instead. */
export function itWith(program: string | undefined): jest.It {
  return program === undefined && process.env.CI !== "true" ? it.skip : it;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fleetbook-tools-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, with the folders above it. */
export function writeFileAt(file: string, text: string | Uint8Array): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Writes an executable file. @returns its path */
export function writeProgram(file: string, script: string): string {
  writeFileAt(file, script);
  chmodSync(file, 0o755);
  return file;
}

/** A Terraform, or OpenTofu, that answers `version` as the real one does, warning on stderr included. */
export function terraformScript(version: string, product: "Terraform" | "OpenTofu" = "Terraform"): string {
  return `#!/bin/sh
echo 'Warning: Unable to open CLI configuration file' >&2
case "$2" in
  -json) echo '{"terraform_version": "${version}", "platform": "any", "provider_selections": {}}' ;;
  *) echo '${product} v${version}' ;;
esac
`;
}

export interface Host {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
}

/** A host on the loopback interface that is closed after the test. */
export async function startHost(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Host> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** The ConfigurationError that the work throws; fails if the work succeeds or throws anything else. */
export async function configurationErrorOf(work: Promise<unknown>): Promise<ConfigurationError> {
  const outcome = await work.then(
    () => "it succeeded",
    (error: unknown) => error,
  );
  if (outcome instanceof ConfigurationError) return outcome;
  throw new Error("expected a ConfigurationError", { cause: outcome });
}
