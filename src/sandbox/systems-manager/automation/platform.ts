/** The engine's platform in the sandbox, assembled from its parts. */
import { randomUUID } from "node:crypto";
import type { AwsApi, Clock, Commands, Platform, Quotas, Scripts, Targets, World } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { Fleet } from "../../../fleet/model";
import type { Authorizer } from "../../authorization/authorizer";
import type { DocumentStore } from "../documents/store";
import type { Principal } from "../../identities/principals";
import type { ScriptSession, Session } from "../../python/session";
import type { DelegatedAdministrators } from "../../services/organizations/delegated-administrators";
import type { Sts } from "../../services/sts/assume-role";
import { sandboxDocuments } from "./documents";
import { sandboxIdentities } from "./identities";
import { IdentityCredentials, principalOf } from "./identity";
import { sandboxOrganization } from "./organization";

/** Factories for the ports of a step, each on behalf of a principal in one account and Region. */
interface WorldParts {
  readonly api: (session: Session) => AwsApi;
  readonly scripts: (session: ScriptSession) => Scripts;
  readonly commands: (location: Location, principal: Principal) => Commands;
  readonly targets: (location: Location, principal: Principal) => Targets;
}

export interface SandboxPlatformOptions {
  readonly fleet: Fleet;
  readonly delegated: Pick<DelegatedAdministrators, "mayRead">;
  readonly clock: Clock;
  readonly sts: Sts;
  readonly authorizer: Pick<Authorizer, "require">;
  readonly documents: DocumentStore;
  /** @default every execution runs at once */
  readonly quotas?: Quotas;
  readonly world: WorldParts;
}

export function sandboxPlatform(options: SandboxPlatformOptions): Platform {
  const { fleet, clock, sts, authorizer } = options;
  const credentials = new IdentityCredentials(sts.principals);
  return {
    clock,
    identities: sandboxIdentities({ sts, authorizer }),
    documents: sandboxDocuments(options.documents),
    ...(options.quotas !== undefined && { quotas: options.quotas }),
    organization: sandboxOrganization(fleet, options.delegated, authorizer),
    world(location, identity, hasRole) {
      const { region } = location;
      const principal = principalOf(identity);
      return lazyWorld({
        api: () => options.world.api({ credentials: credentials.of(identity), region }),
        scripts: () => options.world.scripts({ region, credentials: hasRole ? credentials.of(identity) : undefined }),
        commands: () => options.world.commands(location, principal),
        targets: () => options.world.targets(location, principal),
      });
    },
    newId: () => randomUUID(),
  };
}

/** Parts are created on first use, because most executions need only one or two of them. */
function lazyWorld(make: { readonly [Part in keyof World]: () => World[Part] }): World {
  const made: { -readonly [Part in keyof World]?: World[Part] } = {};
  return {
    get api() {
      return (made.api ??= make.api());
    },
    get scripts() {
      return (made.scripts ??= make.scripts());
    },
    get commands() {
      return (made.commands ??= make.commands());
    },
    get targets() {
      return (made.targets ??= make.targets());
    },
  };
}
