/** The base of all stacks. A stack belongs to one account and has that account's providers and state. */
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
   * Regions in which the stack has resources, besides the home Region.
   * @default - only the home Region
   */
  readonly regions?: readonly string[];
}

/** The session name of Terraform in the accounts' CloudTrail events. */
const SESSION_NAME = "fleetbook";

/** The first version with lock files in S3. */
const TERRAFORM_VERSION = ">= 1.10";

export abstract class AccountStack extends TerraformStack {
  /** The provider for the home Region, which also creates global resources. */
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
      aliases: [...this.providers.keys()].map((region) => providerAlias(this.#account, region)),
      bucket: stateBucketName(this.#fleet, this.#account),
      key: stateKey(this.node.id),
      region: this.#fleet.homeRegion,
    });
    return synthesized;
  }

  /** @throws ConfigurationError always: cdktf drops a stack's overrides in HCL, so the HCL would differ from the checked JSON. */
  override toHclTerraform(): never {
    throw new ConfigurationError({
      place: `stack ${this.node.id}`,
      message: "Stacks are checked and written only as JSON.",
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
    // `encrypt` is not set. With it and without a KMS key id, the backend requests AES256 for each object
    // (internal/backend/remote-state/s3/client.go in Terraform), which overrides the bucket's default encryption with KMS.
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
