/**
 * Systems Manager's Run Command: the commands of every account and Region, sent through the API or by a step. Notifications
 * are not sent to SNS.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
import { createHash } from "node:crypto";
import { DocumentHashType, type SendCommandRequest, type Target } from "@aws-sdk/client-ssm";
import pLimit, { type Limit } from "p-limit";
import type { Clock } from "../../../engine/ports";
import type { StoredValues } from "../../../document/parameters/parameter-store";
import { locationKey, type Location } from "../../../iam/location";
import type { ManagedNode, ManagedNodes } from "../managed-nodes/managed-nodes";
import { selectNodes } from "../managed-nodes/node-targets";
import { AwsError } from "../../protocol/aws-error";
import type { SendAs } from "../../protocol/message";
import { Command, type ByAssociation } from "./command";
import { readCommandDocument, type CommandDocument } from "./command-document";
import type { RunOnNode } from "./run-on-node";
import { parameterValues, storedNames, type Given } from "./parameters";
import type { WriteOutput } from "./write-output";
import { checkSendCommand } from "./send-command-request";

/** Reads the documents of accounts and Amazon's. */
export interface CommandDocumentSource {
  /**
   * Reads a document of the account or of Amazon's, or by its ARN a document that is shared with the account.
   * @param version a number, `$DEFAULT` or `$LATEST`; undefined: the default version
   * @throws AwsError InvalidDocument, InvalidDocumentVersion
   */
  content(location: Location, name: string, version: string | undefined): Promise<StoredDocument>;
}

/** Reads parameters of an account by their names, without decrypting them; names that do not exist are left out. */
export type ReadParameters = (location: Location, names: readonly string[]) => Promise<StoredValues>;

export interface StoredDocument {
  /** JSON or YAML. */
  readonly content: string;
  /** `Command`, `Automation`, … */
  readonly documentType: string;
  /** SHA-256 as AWS reports it for one of Amazon's documents. */
  readonly hash?: string | undefined;
}

export interface RunCommandOptions {
  readonly nodes: Pick<ManagedNodes, "of" | "inventory" | "untilReady">;
  readonly documents: CommandDocumentSource;
  readonly readParameters: ReadParameters;
  /** Sends requests to moto, which stores the resource groups. */
  readonly send: SendAs;
  readonly runOnNode: RunOnNode;
  /** @default outputs are not written to S3 and CloudWatch Logs */
  readonly writeOutput?: WriteOutput;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/**
 * Checks permissions before a command is sent: once for the document, each node and each parameter in Parameter Store. Without
 * document and node, the gateway has already authorized the request for them. @throws AwsError
 */
export interface Permission {
  readonly document?: (name: string) => Promise<void>;
  readonly node?: (instanceId: string, tags: Readonly<Record<string, string>>) => Promise<void>;
  readonly parameter: (name: string) => Promise<void>;
}

/** The default number of commands that an agent runs at a time. */
const COMMANDS_PER_AGENT = 5;

export class RunCommand {
  /** By account and Region, then by id, with the oldest command first. */
  readonly #commands = new Map<string, Map<string, Command>>();
  readonly #limits = new Map<string, Limit>();

  readonly #options: RunCommandOptions;

  constructor(options: RunCommandOptions) {
    this.#options = options;
  }

  /** The commands, with the newest first. */
  list(location: Location): readonly Command[] {
    return [...(this.#commands.get(locationKey(location))?.values() ?? [])].reverse();
  }

  find(location: Location, commandId: string): Command | undefined {
    return this.#commands.get(locationKey(location))?.get(commandId);
  }

  /**
   * Sends a command after checking the request.
   * @throws AwsError the errors of SendCommand
   */
  async send(
    location: Location,
    request: SendCommandRequest,
    permission: Permission,
    byAssociation?: ByAssociation,
  ): Promise<Command> {
    checkSendCommand(request);
    await permission.document?.(request.DocumentName ?? "");
    const document = await this.#document(location, request, byAssociation !== undefined);
    const { Parameters: given = {} } = request;
    const parameters = parameterValues(document, given, await this.#stored(location, document, given, permission));
    for (const id of request.InstanceIds ?? []) await permission.node?.(id, await this.#tagsOf(location, id));
    const nodes =
      request.Targets === undefined || request.Targets.length === 0
        ? await this.#namedNodes(location, request.InstanceIds ?? [], request.DocumentName ?? "", document)
        : await this.#targetedNodes(location, request.Targets, permission);
    const { clock, runOnNode, writeOutput, log, nodes: inventory } = this.#options;
    const command = new Command({
      ...{ location, writeOutput },
      request,
      document,
      parameters,
      nodes,
      clock,
      runOnNode,
      log,
      byAssociation,
      untilReady: (instanceId, signal) => inventory.untilReady(location, instanceId, signal),
      limitOf: (instanceId) => this.#limitOf(instanceId),
    });
    this.#remember(location, command);
    return command;
  }

  /** Cancels every command and waits for their ends. */
  async stop(): Promise<void> {
    const all = [...this.#commands.values()].flatMap((commands) => [...commands.values()]);
    for (const command of all) command.cancel();
    await Promise.all(all.map(({ ended }) => ended));
  }

  /** The parameters in Parameter Store that the values of the command refer to. */
  async #stored(
    location: Location,
    document: CommandDocument,
    given: Given,
    permission: Permission,
  ): Promise<StoredValues> {
    const names = storedNames(document, given);
    if (names.length === 0) return new Map();
    for (const name of names) await permission.parameter(name);
    return this.#options.readParameters(location, names);
  }

  async #document(location: Location, request: SendCommandRequest, byAssociation: boolean): Promise<CommandDocument> {
    const { DocumentName: name = "", DocumentVersion: version, DocumentHash: hash } = request;
    const { content, documentType, hash: stored } = await this.#options.documents.content(location, name, version);
    // Only State Manager runs policies.
    if (documentType !== "Command" && !(documentType === "Policy" && byAssociation)) {
      throw new AwsError(
        "InvalidDocument",
        `The document ${name} is of type ${documentType}; a command needs one of type Command.`,
      );
    }
    if (hash !== undefined) {
      const algorithm = request.DocumentHashType === DocumentHashType.SHA1 ? "sha1" : "sha256";
      const hashes = [createHash(algorithm).update(content).digest("hex"), stored?.toLowerCase()];
      if (!hashes.includes(hash.toLowerCase())) {
        throw new AwsError("InvalidDocument", `The hash of the document ${name} is not ${hash}.`);
      }
    }
    return readCommandDocument(name, content);
  }

  /** @throws AwsError InvalidInstanceId, UnsupportedPlatformType */
  async #namedNodes(
    location: Location,
    ids: readonly string[],
    documentName: string,
    { platformTypes }: CommandDocument,
  ): Promise<readonly ManagedNode[]> {
    const entries = await this.#options.nodes.inventory(location);
    const nodes: ManagedNode[] = [];
    const invalid: { id: string; why: string }[] = [];
    for (const id of ids) {
      const entry = entries.get(id);
      if (entry?.node !== undefined && entry.instance.state !== "shutting-down") nodes.push(entry.node);
      else invalid.push({ id, why: entry?.whyNot ?? `The instance does not exist in ${location.region}.` });
    }
    if (invalid.length > 0) {
      const listed = invalid.map(({ id }) => id).join(", ");
      const reasons = invalid.map(({ id, why }) => `${id}: ${why}`).join(" ");
      throw new AwsError(
        "InvalidInstanceId",
        `Instances [[${listed}]] not in a valid state for account ${location.accountId}. ${reasons}`,
      );
    }
    // AWS refuses a node that is named by its id; a node that is selected by its tags gets an invocation InvalidPlatform.
    const other = nodes.find(({ description }) => !platformTypes.includes(description.platform.type));
    if (other !== undefined) {
      throw new AwsError(
        "UnsupportedPlatformType",
        `The document ${documentName} does not support ${other.description.platform.type}, the platform of ${other.instance.id}.`,
      );
    }
    return nodes;
  }

  async #targetedNodes(
    location: Location,
    targets: readonly Target[],
    permission: Permission,
  ): Promise<readonly ManagedNode[]> {
    const nodes = await selectNodes(this.#options.send, location, targets, await this.#options.nodes.of(location));
    for (const { instance } of nodes) await permission.node?.(instance.id, instance.tags);
    return nodes;
  }

  async #tagsOf(location: Location, id: string): Promise<Readonly<Record<string, string>>> {
    return (await this.#options.nodes.inventory(location)).get(id)?.instance.tags ?? {};
  }

  #limitOf(instanceId: string): Limit {
    const limit = this.#limits.get(instanceId) ?? pLimit(COMMANDS_PER_AGENT);
    this.#limits.set(instanceId, limit);
    return limit;
  }

  #remember(location: Location, command: Command): void {
    const commands = this.#commands.get(locationKey(location)) ?? new Map<string, Command>();
    this.#commands.set(locationKey(location), commands.set(command.id, command));
  }
}
