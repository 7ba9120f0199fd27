/** What all stacks have in common: each belongs to one account, with that account's providers and its state. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ConfigurationError } from "../src/diagnostics/errors";
import type { Account, Fleet } from "../src/fleet/model";
import { deployRoleArn, providerAlias, stateBucketName, stateKey } from "../src/fleet/names";
import { guardStack } from "./guard";

export interface AccountStackProps {
  readonly fleet: Fleet;
  /** The account that everything in the stack belongs to. */
  readonly account: Account;
  /**
   * Regions that the stack has something in, besides the home Region.
   * @default - the home Region only
   */
  readonly regions?: readonly string[];
}

/** The name under which Terraform appears in the accounts' CloudTrail. */
const SESSION_NAME = "fleetbook";

/** S3's own lock file came with this version. */
const TERRAFORM_VERSION = ">= 1.10";

export abstract class AccountStack extends TerraformStack {
  /** The provider for the home Region, which also makes what has no Region. */
  protected readonly home: AwsProvider;
  /** The providers by Region, the home Region's first. */
  protected readonly providers: ReadonlyMap<string, AwsProvider>;
  readonly #fleet: Fleet;
  readonly #account: Account;

  constructor(scope: Construct, name: string, props: AccountStackProps) {
    super(scope, name);
    const { fleet, account } = props;
    this.#fleet = fleet;
    this.#account = account;

    this.home = this.#addProvider(fleet.homeRegion);
    const further = (props.regions ?? []).filter((region) => region !== fleet.homeRegion);
    this.providers = new Map([
      [fleet.homeRegion, this.home],
      ...further.map((region) => [region, this.#addProvider(region)] as const),
    ]);
    this.#addBackend();
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
  }

  /**
   * The stack's JSON. This is the last step of every way to synthesize, after overrides and aspects, and unlike
   * cdktf's validations it cannot be switched off: the place for the guard.
   *
   * @throws ConfigurationError if something in the stack does not belong to its account
   */
  override toTerraform(): unknown {
    const synthesized: unknown = super.toTerraform();
    guardStack(synthesized, {
      stackName: this.node.id,
      accountId: this.#account.id,
      aliases: [...this.providers.keys()].map((region) => providerAlias(this.#account, region)),
      bucket: stateBucketName(this.#fleet, this.#account),
      key: stateKey(this.node.id),
      region: this.#fleet.homeRegion,
    });
    return synthesized;
  }

  /** @throws ConfigurationError always: cdktf drops a stack's overrides in HCL, so what was checked is not what is written. */
  override toHclTerraform(): never {
    throw new ConfigurationError({
      place: `stack ${this.node.id}`,
      message: "Stacks are checked and written as JSON only.",
      remedy: "Leave out --hcl, and unset SYNTH_HCL_OUTPUT.",
    });
  }

  #addProvider(region: string): AwsProvider {
    const roleArn = deployRoleArn(this.#fleet, this.#account);
    const alias = providerAlias(this.#account, region);
    return new AwsProvider(this, alias, {
      alias,
      region,
      allowedAccountIds: [this.#account.id],
      ...(roleArn === undefined ? {} : { assumeRole: [{ roleArn, sessionName: SESSION_NAME }] }),
      ...(Object.keys(this.#account.tags).length === 0 ? {} : { defaultTags: [{ tags: { ...this.#account.tags } }] }),
    });
  }

  #addBackend(): void {
    const roleArn = deployRoleArn(this.#fleet, this.#account);
    // No `encrypt`: with it and without a key of ours the backend asks S3 for AES256 with each object
    // (internal/backend/remote-state/s3/client.go in Terraform), which takes precedence over the bucket's default
    // encryption with KMS. Without it the bucket decides.
    new S3Backend(this, {
      bucket: stateBucketName(this.#fleet, this.#account),
      key: stateKey(this.node.id),
      region: this.#fleet.homeRegion,
      allowedAccountIds: [this.#account.id],
      ...(roleArn === undefined ? {} : { assumeRole: { roleArn, sessionName: SESSION_NAME } }),
    });
    // S3Backend of cdktf 0.21 does not know this setting.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
