/** The base of all stacks. A stack belongs to one account and has that account's providers and state. */
import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Account, Concern, Fleet } from "../src/fleet/model";
import { providerAlias, stackName, stateBucketName, stateKey } from "../src/fleet/names";
import { deploySession, type SessionOf } from "../src/fleet/role-session";
import { guardStack } from "./guard";
import { tokensAreQuick } from "./quick-tokens";
import { FLEETBOOK } from "../src/diagnostics/called-as";

/** The account that a stack belongs to, and its fleet. */
export interface AccountStackProps {
  readonly fleet: Fleet;
  /** The account that everything in the stack belongs to. */
  readonly account: Account;
  /**
   * Regions in which the stack has Regional resources.
   * @default - the account's Regions
   */
  readonly regions?: readonly string[];
  /**
   * The role that Terraform assumes.
   * @default - the account's deploy role
   */
  readonly session?: SessionOf;
}

/** The stacks whose states had other keys. The bootstrap itself moves `state`. */
const MOVED: readonly string[] = ["member", "target", "guards"] satisfies readonly Concern[];

/** The first version with lock files in S3. */
const TERRAFORM_VERSION = ">= 1.10";

/** The base of a stack in one account: it has that account's providers, one for each Region, and its state. */
export abstract class AccountStack extends TerraformStack {
  /** The provider for the home Region, which also creates global resources. */
  protected readonly home: AwsProvider;
  /** The providers of the Regions in which the stack has resources, by Region. */
  protected readonly providers: ReadonlyMap<string, AwsProvider>;
  readonly #fleet: Fleet;
  readonly #account: Account;
  readonly #concern: string;
  readonly #session: SessionOf;

  /** @param concern what the stack is for (`member`); the account has one stack of that kind */
  constructor(scope: Construct, concern: string, props: AccountStackProps) {
    const { fleet, account } = props;
    super(scope, stackName(account, concern));
    this.#fleet = fleet;
    this.#account = account;
    this.#concern = concern;
    this.#session = props.session ?? deploySession;

    this.home = this.#addProvider(fleet.homeRegion);
    const others = this.#regions().filter((region) => region !== fleet.homeRegion);
    const all = new Map([
      [fleet.homeRegion, this.home],
      ...others.map((region) => [region, this.#addProvider(region)] as const),
    ]);
    this.providers = new Map([...all].filter(([region]) => (props.regions ?? account.regions).includes(region)));
    this.#addBackend();
    this.#refuseUnmovedState();
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }

  /**
   * The stack's JSON. The guard runs here because this is the last step of every synthesis, after overrides and aspects.
   * Unlike cdktf's validations, it cannot be switched off.
   *
   * @throws ConfigurationError if something in the stack does not belong to its account
   */
  override toTerraform(): unknown {
    const synthesized: unknown = super.toTerraform();
    guardStack(synthesized, {
      stackName: this.node.id,
      accountId: this.#account.id,
      aliases: this.#regions().map((region) => providerAlias(this.#account, region)),
      bucket: stateBucketName(this.#fleet, this.#account),
      key: stateKey(this.#concern),
      region: this.#fleet.homeRegion,
    });
    return synthesized;
  }

  /** cdktf resolves the whole stack once more here, to find references to other stacks. With quick tokens, `toTerraform` finds them. */
  override prepareStack(): void {
    if (!tokensAreQuick()) super.prepareStack();
  }

  /** @throws ConfigurationError always: cdktf would read the other stack's state, whose account is another one. */
  override registerIncomingCrossStackReference(other: TerraformStack): never {
    throw new ConfigurationError({
      place: `stack ${this.node.id}`,
      message: `It refers to an attribute of a resource in the stack ${other.node.id}, whose state it cannot read.`,
      remedy: "Refer to the resource by its name or ARN, which src/fleet/names.ts has.",
    });
  }

  /** @throws ConfigurationError always: cdktf drops a stack's overrides in HCL, so the HCL would differ from the checked JSON. */
  override toHclTerraform(): never {
    throw new ConfigurationError({
      place: `stack ${this.node.id}`,
      message: "Stacks are checked and written only as JSON.",
      remedy: "Leave out --hcl, and unset SYNTH_HCL_OUTPUT.",
    });
  }

  /**
   * The Regions of the stack's providers: all that the fleet has or leaves, whether or not the stack has resources there. Terraform
   * destroys a resource that is no longer in the configuration only if the configuration still has its provider.
   */
  #regions(): readonly string[] {
    return [...this.#fleet.regions, ...this.#fleet.retiredRegions];
  }

  #addProvider(region: string): AwsProvider {
    const assumeRole = this.#assumeRole();
    const alias = providerAlias(this.#account, region);
    return new AwsProvider(this, alias, {
      alias,
      region,
      allowedAccountIds: [this.#account.id],
      ...(assumeRole === undefined ? {} : { assumeRole: [assumeRole] }),
      ...(Object.keys(this.#account.tags).length === 0 ? {} : { defaultTags: [{ tags: { ...this.#account.tags } }] }),
    });
  }

  /**
   * Stops a plan while the account's bucket has the stack's state under the key of an earlier version of Fleetbook, which had the
   * account's name in it. Terraform would see an empty state and build everything a second time.
   */
  #refuseUnmovedState(): void {
    if (!MOVED.includes(this.#concern)) return;
    const bucket = stateBucketName(this.#fleet, this.#account);
    new DataAwsS3Objects(this, "unmoved-states", {
      provider: this.home,
      bucket,
      prefix: `${this.#concern}-`,
      lifecycle: {
        postcondition: [
          {
            condition: '${length([for key in self.keys : key if endswith(key, ".tfstate")]) == 0}',
            errorMessage: `The bucket ${bucket} has this stack's state under an old key. Move it: ${FLEETBOOK} bootstrap.`,
          },
        ],
      },
    });
  }

  /** The block of providers and backend; undefined: the caller's own credentials. */
  #assumeRole(): { readonly roleArn: string; readonly sessionName: string } | undefined {
    const session = this.#session(this.#fleet, this.#account);
    if (session === undefined) return undefined;
    const { arn: roleArn, sessionName, externalId, tags } = session;
    return {
      ...{ roleArn, sessionName },
      ...(externalId !== undefined && { externalId }),
      ...(tags !== undefined && { tags: { ...tags } }),
    };
  }

  #addBackend(): void {
    const assumeRole = this.#assumeRole();
    // `encrypt` is not set. With it and without a KMS key id, the backend requests AES256 for each object
    // (internal/backend/remote-state/s3/client.go in Terraform), which overrides the bucket's default encryption with KMS.
    new S3Backend(this, {
      bucket: stateBucketName(this.#fleet, this.#account),
      key: stateKey(this.#concern),
      region: this.#fleet.homeRegion,
      allowedAccountIds: [this.#account.id],
      ...(assumeRole === undefined ? {} : { assumeRole }),
    });
    // S3Backend of cdktf 0.21 does not know this setting.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
