/** Starts the local organization in this process: moto behind the gateway, with accounts seeded from the fleet. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../diagnostics/errors";
import type { AmazonDocuments } from "../amazon/document";
import type { Fleet } from "../fleet/model";
import { findBoto } from "../tools/boto";
import { grantAccess, sandboxAccounts, type AccessRequest } from "./accounts/access";
import { trailFile } from "./authorization/trail";
import { sandboxAuthorizer } from "./authorization/sandbox-authorizer";
import { controlHandler } from "./gateway/control";
import { PrincipalTable, type Credentials } from "./identities/principals";
import { gatewayListener } from "./gateway/server";
import { MotoConnection } from "./moto/connection";
import { profilesOfEveryInstance } from "./systems-manager/managed-nodes/instance-profiles";
import { startMoto, type MotoProcess } from "./moto/process";
import type { NodeDescriptions } from "./machines/description";
import { chain } from "./protocol/chain";
import type { AwsResponse, Handler, ServiceLayer } from "./protocol/message";
import { startPython, type Python } from "./python/start";
import { LivingOrganization, type OrganizationFiles } from "./accounts/living-organization";
import { reloader, type Reloaded } from "./reloaded";
import { FirstTouch } from "./accounts/first-touch";
import { lateServices, type LateOptions } from "./late/late-services";
import { SandboxClock } from "./systems-manager/sandbox-clock";
import { seedAccount } from "./accounts/seed";
import { ec2AvailabilityZone } from "./services/ec2/availability-zone";
import { ec2PrivateDns } from "./services/ec2/private-dns";
import { ruleDescriptions } from "./services/ec2/rule-descriptions";
import { ebsEncryption } from "./services/ec2/ebs/encryption";
import { keyUse } from "./services/ec2/ebs/key-use";
import { EbsKeys } from "./services/ec2/ebs/keys";
import { snapshotStates } from "./services/ec2/ebs/snapshot-states";
import { taggedResources } from "./services/ec2/tagged-resources";
import { instanceStates } from "./services/ec2/instances/instance-states";
import { optInRegions } from "./services/ec2/opt-in-regions";
import { typeOfferings } from "./services/ec2/instances/type-offerings";
import { volumes } from "./services/ec2/ebs/volumes";
import { volumePermissions } from "./services/ec2/ebs/volume-permissions";
import { accessKeys } from "./services/iam/access-keys";
import { simulatePrincipalPolicy } from "./services/iam/simulate-principal-policy";
import { policyLimits } from "./services/iam/policy-limits";
import { trustPolicies } from "./services/iam/trust-policies";
import { userIds } from "./services/iam/user-ids";
import { userBoundaries } from "./services/iam/user-boundaries";
import { UserBoundaries } from "./identities/user-boundaries";
import { ImageStore } from "./services/ec2/images/image-store";
import { imageService } from "./services/ec2/images/service";
import { awsManagedKeys } from "./services/kms/aws-managed-keys";
import { defaultKeyUsage } from "./services/kms/key-usage";
import { DelegatedAdministrators } from "./services/organizations/delegated-administrators";
import { organizationsService } from "./services/organizations/service";
import { publicImagesForMoto } from "./services/ec2/public-images";
import { s3BucketPolicies } from "./services/s3/bucket-policy";
import { s3Ownership } from "./services/s3/ownership";
import { changeSets } from "./services/cloudformation/change-sets";
import { stackRights } from "./services/cloudformation/stack-rights";
import { assumeRoleAsService, closedAccount, type Sts } from "./services/sts/assume-role";
import { stsService, webIdentityService, WEB_IDENTITY_OPERATION } from "./services/sts/service";
import { refusedOperations } from "./services/refused";
import { eventTargets } from "./services/events/targets";
import { describedTrails } from "./services/answers/cloudtrail";
import { functionNetworks } from "./services/answers/function-networks";
import { functionsInDocker } from "./services/answers/lambda";
import { loadBalancerArns } from "./services/answers/load-balancers";
import { snsAttributes } from "./services/answers/sns";
import { queueAttributes } from "./services/answers/sqs";
import { keptNotifications } from "./services/cloudformation/kept-notifications";
import { resourceOwner } from "./services/cloudformation/resource-owner";
import { templateRoles } from "./services/cloudformation/template-roles";
import { bucketRegions } from "./services/s3/bucket-regions";
import { objectKeys } from "./services/s3/object-keys";
import { PassingStates } from "./services/passing-states";
import { databaseStates } from "./services/rds/instance-states";
import { writesInTurn } from "./services/writes-in-turn";
import { systemsManager, type SystemsManager } from "./systems-manager/service";

const LOOPBACK = "127.0.0.1";
/** Longer than clients keep idle connections, so that no client reuses one that is being closed. */
const KEEP_ALIVE_MILLISECONDS = 120_000;
/** The answer to a request that is only noticed. */
const NOTHING: AwsResponse = { status: 200, headers: {}, body: Buffer.alloc(0) };

export interface OrganizationOptions {
  readonly fleet: Fleet;
  /** @default a free port */
  readonly port?: number | undefined;
  readonly moto: {
    /** Absolute path of `moto_server`. */
    readonly command: string;
  };
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Descriptions of how managed nodes behave. @default every node is healthy */
  readonly nodes?: NodeDescriptions | undefined;
  /** The documents of Amazon's that the project has pulled. @default only the built-in ones */
  readonly amazonDocuments?: AmazonDocuments | undefined;
  /** How late everything is seen. @default a write is seen at once */
  readonly late?: LateOptions | undefined;
  /** Folders with secrets, which are hidden from scripts. */
  readonly secretFolders?: readonly string[];
  /** File that every decision about a permission is appended to. @default none is recorded */
  readonly trailFile?: string | undefined;
  /** File that moto's own messages are appended to. */
  readonly motoLogFile: string;
  /** The token that the control path requires. */
  readonly token: string;
  /** Called as soon as moto's process and folder exist, which then need to be cleaned up. */
  readonly onMoto?: (moto: Pick<MotoProcess, "pid" | "socketFolder">) => Promise<void>;
}

export interface LocalOrganization {
  /** `http://127.0.0.1:<port>`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Credentials of an account's administrator, or of a role. @throws ConfigurationError */
  credentials(asked: AccessRequest): Promise<Credentials>;
  /** Takes over changed files. @throws ConfigurationError if they describe another organization */
  reload(files: OrganizationFiles): Promise<Reloaded>;
  /** Settles when moto has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  /** Ends all processes and waits until they have ended. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a local organization, and waits until it is ready.
 * @throws ConfigurationError if the port is in use, OperationError if moto does not start.
 */
export async function startOrganization(options: OrganizationOptions): Promise<LocalOrganization> {
  let listener: RequestListener = (_, response) => response.writeHead(503).end("Fleetbook's sandbox is starting.\n");
  const server = createServer((message, response) => {
    listener(message, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  // The port comes first, so that a port in use is reported before moto is started.
  const port = await listen(server, options.port);

  const endpoint = `http://${LOOPBACK}:${String(port)}`;
  const { env, log } = options;
  const boto = await orClose(server, findBoto({ env, log, moto: options.moto }));
  const moto = await orClose(
    server,
    startMoto({ ...options.moto, env, logFile: options.motoLogFile, images: publicImagesForMoto() }),
  );
  const python = startPython({
    python: boto,
    endpoint,
    env,
    // moto itself does not authenticate, so scripts must not reach its socket.
    hidden: [moto.socketFolder, ...(options.secretFolders ?? [])],
    log,
  });
  let systems: SystemsManager | undefined;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await systems?.stop();
    await python.stop();
    await moto.stop();
  };
  try {
    await options.onMoto?.(moto);
    const assembled = assemble(options, moto, python);
    systems = assembled.systems;
    listener = assembled.listener;
    return { endpoint, credentials: assembled.credentials, reload: assembled.reload, ended: moto.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Assembles the gateway over a running moto, in which every account is made when it is first touched. */
function assemble(options: OrganizationOptions, motoProcess: MotoProcess, python: Python) {
  const { log, token, amazonDocuments = new Map() } = options;
  const living = new LivingOrganization({ fleet: options.fleet, nodes: options.nodes ?? {} });
  const { fleet, nodes, isClosed } = living;
  const principals = new PrincipalTable();
  const accountExists = (accountId: string) => sandboxAccounts(fleet).some(({ id }) => id === accountId);
  const untouched = new MotoConnection(motoProcess);
  const accounts = new FirstTouch({
    exists: accountExists,
    seed: (accountId) =>
      seedAccount(
        {
          ...{ fleet, principals, iamOf: (id) => untouched.iam(id, fleet.homeRegion) },
          createdRole: living.edits.created(accountId)?.roleName,
        },
        accountId,
      ),
  });
  const moto = new MotoConnection(motoProcess, accounts.touch);
  const newIam = (accountId: string) => moto.iam(accountId, fleet.homeRegion);
  const clock = new SandboxClock();
  const late = lateServices({
    ...{ late: options.late, clock, partition: fleet.partition, newIam, newSsm: moto.ssm },
    noticed: (request) => {
      noticed(request, () => Promise.resolve(NOTHING)).catch((error: unknown) => log(`late: ${String(error)}`));
    },
  });
  const iamOf = oncePerAccount(newIam);
  const usedIam = oncePerAccount(late.usedIam);
  const boundaries = new UserBoundaries();
  const sts: Sts = { fleet, principals, iamOf: usedIam, boundaries, isClosed };
  const credentials = (asked: AccessRequest) => grantAccess(sts, accounts.credentialsFor, asked);

  const motoHandler: Handler = (request) => moto.send(request.caller.accountId, request);
  const services = new Map<string, ServiceLayer>();
  const ec2Of = (accountId: string, region: string) => moto.ec2(accountId, region);
  const before = chain(refusedOperations(), writesInTurn());
  const serve: Handler = (request) =>
    before(request, (one) => services.get(one.service)?.(one, motoHandler) ?? motoHandler(one));
  const images = new ImageStore(fleet);
  const keys = new EbsKeys(moto.send);
  const authorizer = sandboxAuthorizer({
    ...{ fleet, iamOf: usedIam, boundaries, ec2Of, images, send: serve },
    trail: options.trailFile === undefined ? undefined : trailFile(options.trailFile),
  });
  const delegated = new DelegatedAdministrators(fleet);
  const systems = systemsManager({
    ...{
      fleet,
      delegated,
      sts,
      moto,
      images,
      authorizer,
      nodes,
      amazonDocuments,
      python,
      env: options.env,
      clock,
      late,
      log,
    },
    holdsDocuments: (accountId) => accounts.isTouched(accountId),
  });
  const { noticeChanges } = systems;
  const noticed = chain(authorizer.noticeChanges, noticeChanges);
  const passing = new PassingStates({ now: () => new Date(), env: options.env });
  const trust = trustPolicies({ iamOf, usedIam, accountExists });
  for (const [name, layer] of [
    ["sts", stsService(sts)],
    ["organizations", organizationsService({ living, delegated, passing })],
    [
      "iam",
      chain(
        noticed,
        late.iam,
        simulatePrincipalPolicy(iamOf, boundaries),
        policyLimits(iamOf),
        trust.iam,
        accessKeys(principals, iamOf),
        userBoundaries(boundaries, iamOf),
        userIds(),
      ),
    ],
    [
      "ec2",
      chain(
        noticeChanges,
        late.ec2,
        profilesOfEveryInstance(ec2Of),
        imageService({ fleet, images, keys, requireKeyUse: keyUse({ fleet, keys, authorizer }), passing, ec2Of }),
        taggedResources(ec2Of),
        instanceStates(ec2Of),
        typeOfferings(),
        optInRegions(fleet),
        volumePermissions(),
        snapshotStates(passing),
        volumes(ec2Of, passing),
        ebsEncryption({ keys, ec2Of }),
        ec2AvailabilityZone(),
        ec2PrivateDns(ec2Of),
        ruleDescriptions(ec2Of),
      ),
    ],
    ["autoscaling", noticeChanges],
    [
      "cloudformation",
      chain(
        stackRights({ authorizer, assume: (...asked) => assumeRoleAsService(sts, ...asked) }),
        keptNotifications(),
        changeSets(),
        resourceOwner(),
        trust.cloudFormation,
        noticed,
        templateRoles(iamOf),
      ),
    ],
    ["events", eventTargets()],
    ["rds", databaseStates(passing)],
    ["sqs", queueAttributes()],
    ["cloudtrail", describedTrails()],
    ["lambda", chain(functionsInDocker(), functionNetworks(ec2Of))],
    ["elasticloadbalancing", loadBalancerArns()],
    ["sns", snsAttributes()],
    ["kms", chain(awsManagedKeys(), defaultKeyUsage())],
    ["s3", chain(bucketRegions(), s3Service(fleet), objectKeys(moto.send))],
    ["ssm", chain(late.ssm, systems.layer)],
  ] as const) {
    services.set(name, layer);
  }
  const reload = reloader({ living, accounts, systems, delegated });
  const listener = gatewayListener({
    principals,
    authorize: async (request) => {
      if (isClosed(request.caller.accountId)) throw closedAccount(request.caller.accountId);
      await authorizer.check(request);
    },
    unsigned: new Map([[WEB_IDENTITY_OPERATION, webIdentityService(sts)]]),
    serve,
    control: controlHandler({ token, credentials, reload: (files) => reload(files as OrganizationFiles) }),
    log,
  });
  return { listener, credentials, reload, systems };
}

function oncePerAccount<T>(make: (accountId: string) => T): (accountId: string) => T {
  const made = new Map<string, T>();
  return (accountId) => {
    const known = made.get(accountId) ?? make(accountId);
    made.set(accountId, known);
    return known;
  };
}

/** @returns the port that the server listens on. @throws ConfigurationError if the requested port is not available. */
async function listen(server: Server, port: number | undefined): Promise<number> {
  server.listen({ host: LOOPBACK, port: port ?? 0 });
  try {
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigurationError({
      place: `port ${String(port)}`,
      message:
        code === "EADDRINUSE"
          ? "Another program listens on this port."
          : `The sandbox cannot listen on it: ${message}.`,
      remedy: "Choose another one with --port, or omit the option to use a free one.",
    });
  }
  return (server.address() as AddressInfo).port;
}

async function orClose<T>(server: Server, started: Promise<T>): Promise<T> {
  try {
    return await started;
  } catch (error) {
    server.close();
    throw error;
  }
}

function s3Service(fleet: Fleet): ServiceLayer {
  const policies = new Map<string, Buffer>();
  return chain(
    s3Ownership(fleet, (bucket) => policies.get(bucket)),
    s3BucketPolicies(policies),
  );
}
