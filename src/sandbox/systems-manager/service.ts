/** The sandbox's Systems Manager, assembled: managed nodes, Run Command, Automation, State Manager and documents. */
import { randomUUID } from "node:crypto";
import type { AmazonDocuments } from "../../amazon/document";
import { AutomationEngine } from "../../engine/engine";
import { locationKey, type Location } from "../../iam/location";
import type { Fleet } from "../../fleet/model";
import { associationService } from "./state-manager/service";
import { associationsByNode } from "./state-manager/node-status";
import { stateManagerPrincipal } from "./state-manager/principal";
import { StateManager } from "./state-manager/state-manager";
import { sandboxAccounts } from "../accounts/access";
import { accountInOrganization } from "../accounts/organization-paths";
import type { Authorizer } from "../authorization/authorizer";
import { identityOf } from "./automation/identity";
import { automationQuotas } from "./automation/quotas";
import { sandboxPlatform } from "./automation/platform";
import { automationService } from "./automation/service";
import { amazonDocuments } from "./documents/amazon";
import { documentService } from "./documents/service";
import { associationDocuments, commandDocumentSource } from "./documents/sources";
import { DocumentStore } from "./documents/store";
import { readAgentRole } from "./managed-nodes/agent-permissions";
import { describeInstanceInformation } from "./managed-nodes/describe-instance-information";
import { describeInstancePatchStates } from "./managed-nodes/describe-instance-patch-states";
import { describeInstancePatches } from "./managed-nodes/describe-instance-patches";
import { ManagedNodes } from "./managed-nodes/managed-nodes";
import { watchNodes } from "./managed-nodes/node-targets";
import { nodeApi } from "./managed-nodes/node-api";
import { noticeChanges } from "./managed-nodes/notice-changes";
import { readEc2Facts } from "./managed-nodes/read-ec2";
import { targetsPort } from "./managed-nodes/targets";
import type { Principal } from "../identities/principals";
import type { MotoConnection } from "../moto/connection";
import { describe, type NodeDescriptions } from "../machines/description";
import { AgentPlugins } from "../machines/agent/agent-plugins";
import { MachineShells } from "../machines/machine-shells";
import { chain } from "../protocol/chain";
import { jsonLayer } from "../protocol/json";
import type { ServiceLayer } from "../protocol/message";
import type { LateServices } from "../late/late-services";
import type { Python } from "../python/start";
import type { ByAssociation } from "./run-command/command";
import { commandsPort } from "./run-command/commands-port";
import { runCommandOperations } from "./run-command/operations";
import { parameterLimits } from "./parameters";
import { parameterReader } from "./run-command/read-parameters";
import { RunCommand } from "./run-command/run-command";
import { outputWriter } from "./run-command/write-output";
import type { SandboxClock } from "./sandbox-clock";
import type { ImageStore } from "../services/ec2/images/image-store";
import { publicImageParameters } from "../services/ec2/public-parameters";
import { ADAPTIVE_CONCURRENCY } from "../../fleet/automation-settings";
import { serviceSettings, StoredSettings } from "./service-settings";
import type { DelegatedAdministrators } from "../services/organizations/delegated-administrators";
import { ssmSharing } from "./documents/sharing";
import type { Sts } from "../services/sts/assume-role";

export interface SystemsManagerOptions {
  readonly fleet: Fleet;
  readonly delegated: Pick<DelegatedAdministrators, "mayRead">;
  readonly sts: Sts;
  readonly moto: MotoConnection;
  readonly images: Pick<ImageStore, "findEver">;
  readonly authorizer: Pick<Authorizer, "require">;
  /** The descriptions of the managed nodes, and of what their commands answer. */
  readonly nodes: NodeDescriptions;
  /** The documents of Amazon's that the project has pulled. */
  readonly amazonDocuments: AmazonDocuments;
  /** Whether the account can have documents. */
  readonly holdsDocuments: (accountId: string) => boolean;
  readonly python: Python;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: SandboxClock;
  readonly late: Pick<LateServices, "usedSsm" | "lateBy">;
  readonly log: (line: string) => void;
}

export interface SystemsManager {
  /** Serves the requests to the service `ssm`. */
  readonly layer: ServiceLayer;
  /** Observes the requests to every service that changes resources on which managed nodes depend. */
  readonly noticeChanges: ServiceLayer;
  /** Describes every known instance before and after a change of the descriptions. @returns ids of those that differ */
  describeNodesAnew(change: () => void): Promise<readonly string[]>;
  /** Cancels commands, schedules and timers. */
  stop(): Promise<void>;
}

export function systemsManager(options: SystemsManagerOptions): SystemsManager {
  const { fleet, sts, moto, authorizer, python, clock, log } = options;
  const { usedSsm, lateBy } = options.late;
  const agents = new AgentPlugins();
  const shells = new MachineShells({ agents });
  const nodes = managedNodes(options);
  const documents = { ssmOf: moto.ssm, amazon: amazonDocuments(options.amazonDocuments) };
  const store = new DocumentStore({ ...documents, ssmOf: usedSsm });
  const commands = new RunCommand({
    nodes,
    documents: commandDocumentSource(store),
    readParameters: parameterReader(usedSsm),
    send: moto.send,
    runOnNode: shells.runOnNode,
    writeOutput: outputWriter({ apiOf: nodeApi(sts, python), clock, log }),
    clock,
    log,
  });
  const commandsAs = (location: Location, principal: Principal, byAssociation?: ByAssociation) =>
    commandsPort(commands, authorizer, location, principal, byAssociation);
  const settings = new StoredSettings();
  const isAdaptive = (location: Location) => settings.value(location, ADAPTIVE_CONCURRENCY) === "True";
  const platform = sandboxPlatform({
    fleet,
    delegated: options.delegated,
    clock,
    sts,
    authorizer,
    documents: store,
    quotas: automationQuotas({ env: options.env, isAdaptive }),
    world: {
      api: (session) => python.api(session),
      scripts: (session) => python.scripts(session),
      commands: (location, principal) => commandsAs(location, principal),
      targets: (location, principal) => targetsPort({ nodes, send: moto.send, authorizer }, location, principal),
    },
  });
  const engine = new AutomationEngine(platform);
  const associations = new StateManager({
    clock,
    automations: engine,
    documents: associationDocuments(store),
    commands: (location, byAssociation) => commandsAs(location, stateManagerPrincipal(location), byAssociation),
    watchNodes: (location, targets, signal) => watchNodes({ nodes, send: moto.send }, location, targets, signal),
    identity: (location) => identityOf(stateManagerPrincipal(location)),
    newId: () => randomUUID(),
    reportedAfter: ({ location, versions, runs }) =>
      lateBy(`association ${locationKey(location)} ${versions[0]?.settings.Name ?? ""} ${String(runs.length)}`),
    log,
  });

  const associationsIn = (location: Location) => associationsByNode(associations.all(location));

  return {
    layer: chain(
      publicImageParameters(fleet.partition),
      parameterLimits(),
      serviceSettings(settings),
      automationService({ engine, platform }),
      associationService(associations),
      jsonLayer([
        ...runCommandOperations(commands, authorizer),
        describeInstanceInformation({
          ...{ nodes, associationsIn, clock },
          updatedTo: (instanceId) => agents.agentVersion(instanceId),
        }),
        describeInstancePatchStates({ nodes, lastPatched: (instanceId) => agents.patchState(instanceId) }),
        describeInstancePatches({ nodes, foundPatches: (instanceId) => agents.foundPatches(instanceId) }),
      ]),
      documentService({
        ...documents,
        owners: () => sandboxAccounts(fleet).flatMap(({ id }) => (options.holdsDocuments(id) ? id : [])),
        send: moto.send,
        onChange: ({ accountId, region, name }) => void associations.documentChanged(accountId, region, name),
      }),
      ssmSharing({ ssmOf: usedSsm, asAccount: moto.send }),
    ),
    noticeChanges: noticeChanges(nodes),
    describeNodesAnew: (change) => nodes.describeAnew(change),
    async stop() {
      associations.stop();
      await commands.stop();
      clock.end();
      await shells.stop();
    },
  };
}

function managedNodes({ fleet, sts, moto, images, nodes, clock, late }: SystemsManagerOptions): ManagedNodes {
  return new ManagedNodes({
    readFacts: (location) =>
      readEc2Facts(
        moto.ec2(location.accountId, location.region),
        (imageId) => images.findEver(location, imageId)?.name,
      ),
    readRole: (profileArn) => readAgentRole(sts.iamOf, profileArn),
    describe: ({ id, privateIp, tags, isWindows, imageName, profileArn, ...instance }, { accountId, region }, name) =>
      describe(nodes, {
        instanceId: id,
        accountId,
        accountName: accountInOrganization(fleet, accountId)?.name,
        region,
        privateIpAddress: privateIp,
        tags,
        platform: isWindows ? "Windows" : "Linux",
        imageName,
        metadata: {
          imageId: instance.imageId,
          instanceType: instance.instanceType,
          availabilityZone: instance.availabilityZone,
          role: profileArn === undefined || name === undefined ? undefined : { profileArn, name },
        },
      }),
    registersAfter: (instanceId) => late.lateBy(`registration ${instanceId}`),
    clock,
  });
}
