/**
 * The access keys of the sandbox, each with the IAM user or role session that it identifies. Access keys are random in
 * each sandbox. Signatures are not verified, and credentials do not expire: a key's id is enough to use it. The gateway
 * therefore listens only on the loopback interface.
 */
import { randomBytes, randomInt } from "node:crypto";

export interface UserPrincipal {
  readonly type: "User";
  readonly accountId: string;
  /** `arn:aws:iam::111111111111:user/path/name` */
  readonly arn: string;
  readonly userName: string;
  /** `AIDA…` */
  readonly userId: string;
}

export interface RoleSession {
  readonly type: "AssumedRole";
  readonly accountId: string;
  /** `arn:aws:sts::111111111111:assumed-role/<role name>/<session name>` */
  readonly arn: string;
  readonly roleName: string;
  readonly roleArn: string;
  /** `AROA…` */
  readonly roleId: string;
  readonly sessionName: string;
  /** Session policies that limit the session, as JSON. */
  readonly sessionPolicies: readonly string[];
  /** Those that were passed, and the transitive ones of the session that assumed the role. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the tags that go along into sessions of further roles. @default none */
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity: string | undefined;
}

export type Principal = UserPrincipal | RoleSession;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present in temporary credentials. */
  readonly sessionToken?: string;
}

interface Entry {
  readonly principal: Principal;
  readonly sessionToken: string | undefined;
  /** Whether IAM's status of the key is Active. */
  readonly active: boolean;
}

export class PrincipalTable {
  readonly #entries = new Map<string, Entry>();

  /** Creates temporary credentials for a principal. */
  issue(principal: Principal): Required<Credentials> {
    const credentials = {
      accessKeyId: `ASIA${randomKeyCharacters(16)}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(96).toString("base64"),
    };
    this.#entries.set(credentials.accessKeyId, { principal, sessionToken: credentials.sessionToken, active: true });
    return credentials;
  }

  /** Adds a long-term access key that IAM created. */
  addAccessKey(accessKeyId: string, user: UserPrincipal): void {
    this.#entries.set(accessKeyId, { principal: user, sessionToken: undefined, active: true });
  }

  /** Takes over the status that IAM has given a key: an inactive one is refused until it is active again. */
  setActive(accessKeyId: string, active: boolean): void {
    const entry = this.#entries.get(accessKeyId);
    if (entry !== undefined) this.#entries.set(accessKeyId, { ...entry, active });
  }

  removeAccessKey(accessKeyId: string): void {
    this.#entries.delete(accessKeyId);
  }

  /** The principal of a key, without a check of the session token. */
  owner(accessKeyId: string): Principal | undefined {
    return this.#entries.get(accessKeyId)?.principal;
  }

  /**
   * The principal of a key. Undefined if the key is unknown or inactive, or if the session token is not the one issued with
   * it.
   */
  authenticate(accessKeyId: string, sessionToken: string | undefined): Principal | undefined {
    const entry = this.#entries.get(accessKeyId);
    return entry?.active === true && entry.sessionToken === sessionToken ? entry.principal : undefined;
  }
}

function randomKeyCharacters(length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
