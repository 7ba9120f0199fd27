/** Helpers of the rollout's tests: temporary folders, a program in place of Terraform, and an HTTP server in place of AWS. */
import { deployRole } from "../../src/fleet/resolve/deploy-role";
import { operations } from "../../src/fleet/resolve/operations";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account, Fleet } from "../../src/fleet/model";
import type { Interruption } from "../../src/rollout/interrupt";
import type { SynthesizedStack } from "../../src/rollout/synthesize";

const folders: string[] = [];
const servers: Server[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetbook-rollout-"));
  folders.push(folder);
  return folder;
}

/** For afterEach: removes the folders and closes the servers. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  for (const server of servers.splice(0)) server.close();
}

/** An interruption that a test can trigger. */
export function interruption(): Interruption & { stop(): void; forceStop(): void } {
  const stop = new AbortController();
  const force = new AbortController();
  return {
    signal: stop.signal,
    force: force.signal,
    stop: () => stop.abort(),
    forceStop: () => force.abort(),
  };
}

/** A synthesized stack in a folder of its own. */
export function synthesizedStack(name: string, dependencies: readonly string[] = []): SynthesizedStack {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const synthesizedFile = join(folder, "cdk.tf.json");
  writeFileSync(
    synthesizedFile,
    JSON.stringify({ terraform: { backend: { s3: { key: name } }, required_providers: { aws: "5.100.0" } } }),
  );
  return { name, folder, synthesizedFile, dependencies };
}

/**
 * A program in place of Terraform: `script` is the body of a shell script with the subcommand in `$1`, which runs in the stack's
 * folder. `calls()` returns its calls, each as a line `<folder's name> <arguments>`.
 */
export function standIn(script: string): { readonly binary: string; calls(): readonly string[] } {
  const folder = temporaryFolder();
  const binary = join(folder, "terraform");
  const log = join(folder, "calls");
  writeFileSync(log, "");
  writeFileSync(binary, `#!/bin/sh\necho "$(basename "$PWD") $*" >>"${log}"\n${script}\n`);
  chmodSync(binary, 0o755);
  return { binary, calls: () => readFileSync(log, "utf8").split("\n").slice(0, -1) };
}

/** Creates the files that `terraform init` creates. */
export const INIT = `if [ "$1" = init ]; then mkdir -p .terraform; touch .terraform.lock.hcl; exit 0; fi`;

/** A line of `terraform … -json` that says how much changes. */
export function changeSummary(add: number, change: number, remove: number): string {
  return JSON.stringify({ type: "change_summary", changes: { add, change, import: 0, remove, operation: "plan" } });
}

/** A line of `terraform … -json` with an error. */
export function errorLine(summary: string, detail = ""): string {
  return JSON.stringify({ "@level": "error", type: "diagnostic", diagnostic: { severity: "error", summary, detail } });
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP endpoint on the loopback interface that answers with `answer(request, body)`. */
export async function endpoint(answer: (request: IncomingMessage, body: string) => Answer): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { status, body: text = "", headers = {} } = answer(request, body);
      response.writeHead(status, { "content-type": "text/xml", connection: "close", ...headers }).end(text);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function account(id: string, name: string, overrides: Partial<Account> = {}): Account {
  return {
    id,
    name,
    deployRole: deployRole("DeployRole"),
    parentId: "r-test",
    tags: {},
    regions: ["eu-west-1"],
    isTarget: true,
    emptyStacks: [],
    roles: { path: "/", permissionsBoundary: undefined, tags: {} },
    adopt: false,
    existingExecutionRole: undefined,
    amazonSSMAutomationRole: true,
    runbooks: [],
    associations: [],
    ec2Targets: [],
    amiSharing: undefined,
    blockPublicSharing: undefined,
    automation: {},
    ...overrides,
  };
}

export function fleet(managementAccount: Account, ...memberAccounts: readonly Account[]): Fleet {
  return {
    file: "/fleet.yaml",
    partition: "aws",
    organization: { id: "o-test012345", rootId: "r-test", organizationalUnits: [] },
    homeRegion: "eu-west-1",
    regions: ["eu-west-1"],
    retiredRegions: [],
    managementAccount,
    administratorAccount: managementAccount,
    memberAccounts,
    externalAccounts: [],
    centralRunbooks: [],
    state: { bucketName: "state-{accountId}-{region}", encryption: "AES256", noncurrentVersionDays: 90 },
    operations: operations(),
    outputs: undefined,
    pipeline: undefined,
    readerPrincipalArns: [`arn:aws:iam::${managementAccount.id}:user/reader`],
    approverPrincipalArns: [],
  };
}
