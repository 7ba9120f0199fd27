// Run Command over an inventory of nodes whose shell has three commands: `say WORDS`, `sleep SECONDS` and `exit CODE`.
import { setImmediate } from "node:timers/promises";
import type { JsonObject } from "../../../../src/document/json";
import type { StoredValue } from "../../../../src/document/parameters/parameter-store";
import type { CommandOutcome } from "../../../../src/engine/ports";
import type { Authorizer } from "../../../../src/sandbox/authorization/authorizer";
import type { Instance } from "../../../../src/sandbox/systems-manager/managed-nodes/ec2-facts";
import type { NodeDescriptions } from "../../../../src/sandbox/machines/description";
import { builtInDocuments } from "../../../../src/sandbox/systems-manager/documents/amazon";
import { commandDocumentSource } from "../../../../src/sandbox/systems-manager/documents/sources";
import { DocumentStore } from "../../../../src/sandbox/systems-manager/documents/store";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import { serveJson } from "../../../../src/sandbox/protocol/json";
import type { ByAssociation } from "../../../../src/sandbox/systems-manager/run-command/command";
import { commandsPort } from "../../../../src/sandbox/systems-manager/run-command/commands-port";
import { runCommandOperations } from "../../../../src/sandbox/systems-manager/run-command/operations";
import type { RunOnNode } from "../../../../src/sandbox/systems-manager/run-command/run-on-node";
import { RunCommand, type StoredDocument } from "../../../../src/sandbox/systems-manager/run-command/run-command";
import type { WriteOutput } from "../../../../src/sandbox/systems-manager/run-command/write-output";
import { jsonClient, userOf } from "../../json-client";
import { ACCOUNT, HOME, instanceOf, inventoryOf, privateNetwork, REGION } from "../managed-nodes/fixtures";

const amazon = builtInDocuments();
const builtIn = (name: string) =>
  commandDocumentSource(
    new DocumentStore({
      amazon,
      ssmOf: () => {
        throw new AwsError("InvalidDocument", `Document with name ${name} does not exist.`);
      },
    }),
  );

export interface Required {
  readonly action: string;
  readonly resource: string;
  readonly extra: unknown;
}

export interface HarnessOptions {
  readonly instances?: readonly Instance[];
  readonly nodes?: NodeDescriptions;
  readonly documents?: Readonly<Record<string, StoredDocument>>;
  /** The parameters in Parameter Store, by name. */
  readonly stored?: Readonly<Record<string, StoredValue>>;
  readonly allow?: (required: Required) => boolean;
  readonly runOnNode?: RunOnNode;
  readonly writeOutput?: WriteOutput;
  readonly byAssociation?: ByAssociation;
}

export type Harness = ReturnType<typeof harness>;

export function harness({
  instances = [instanceOf(1)],
  nodes = {},
  documents = {},
  stored = {},
  allow = () => true,
  runOnNode,
  writeOutput,
  byAssociation,
}: HarnessOptions = {}) {
  const inventory = inventoryOf(privateNetwork({ instances }), { nodes });
  const ran: { instanceId: string; script: Parameters<RunOnNode>[1] }[] = [];
  const required: Required[] = [];
  const logged: string[] = [];
  const running = { now: 0, most: 0 };
  const shell: RunOnNode = async (_, script, signal) => {
    let stdout = "";
    for (const line of script.commands) {
      const [word, ...rest] = line.split(" ");
      if (word === "say") stdout += `${rest.join(" ")}\n`;
      if (word === "exit") {
        const exitCode = Number(rest[0]);
        return { exitCode, stdout, stderr: exitCode === 0 ? "" : `exit status ${String(exitCode)}`, ended: "exited" };
      }
      if (word !== "sleep") continue;
      const seconds = Math.min(Number(rest[0]), script.timeoutSeconds);
      try {
        await inventory.clock.sleep(seconds * 1000, signal);
      } catch {
        return { exitCode: 137, stdout, stderr: "", ended: "cancelled" };
      }
      if (seconds < Number(rest[0])) return { exitCode: 137, stdout, stderr: "", ended: "timed-out" };
    }
    return { exitCode: 0, stdout, stderr: "", ended: "exited" };
  };
  const service = new RunCommand({
    nodes: inventory.nodes,
    documents: {
      content: (location, name, version) =>
        documents[name] === undefined
          ? builtIn(name).content(location, name, version)
          : Promise.resolve(documents[name]),
    },
    readParameters: (_, names) =>
      Promise.resolve(new Map(Object.entries(stored).filter(([name]) => names.includes(name)))),
    send: () => Promise.resolve({ status: 404, headers: {}, body: Buffer.alloc(0) }),
    runOnNode: async (node, script, signal) => {
      ran.push({ instanceId: script.instanceId, script });
      running.most = Math.max(running.most, ++running.now);
      try {
        return await (runOnNode ?? shell)(node, script, signal);
      } finally {
        running.now--;
      }
    },
    ...(writeOutput && { writeOutput }),
    clock: inventory.clock,
    log: (line) => logged.push(line),
  });
  const authorizer: Pick<Authorizer, "require"> = {
    require: (_, action, resource, { extra }) => {
      required.push({ action, resource, extra });
      return allow({ action, resource, extra })
        ? Promise.resolve()
        : Promise.reject(new AwsError("AccessDeniedException", `not ${action} on ${resource}`));
    },
  };
  const port = commandsPort(service, authorizer, HOME, userOf(ACCOUNT), byAssociation);
  const operations = new Map(runCommandOperations(service, authorizer).map((operation) => [operation.name, operation]));
  return {
    ...inventory,
    service,
    ran,
    required,
    running,
    logged,
    call: jsonClient((request) => serveJson(operations, request), { accountId: ACCOUNT, region: REGION }),
    run: (input: JsonObject, signal = new AbortController().signal): Promise<CommandOutcome> => port.run(input, signal),
    /** Waits for everything that needs no time to pass. */
    settle: async () => {
      await setImmediate();
    },
  };
}

export const shellCommand = (ids: readonly string[], ...commands: string[]) => ({
  DocumentName: "AWS-RunShellScript",
  InstanceIds: ids,
  Parameters: { commands },
});

/** A Command document of schema version 2.2. */
export function commandDocument(mainSteps: readonly object[], parameters: object = {}): StoredDocument {
  return { documentType: "Command", content: JSON.stringify({ schemaVersion: "2.2", parameters, mainSteps }) };
}

export const step = (name: string, inputs: object, rest: object = {}) => ({
  name,
  action: "aws:runShellScript",
  inputs,
  ...rest,
});
