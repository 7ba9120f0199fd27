/** Reads what the doctor has to know of one account, with credentials of the account. Every method throws what AWS answers. */
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeDocumentCommand, GetServiceSettingCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { TrustingRole } from "../iam/decision/distrust";
import { unless } from "../operations/preview/aws/preview-clients";
import { accountsOf } from "../rollout/adoption/document";
import { clientSettings, type CredentialsProvider } from "../rollout/aws-client";

export class AccountReader {
  readonly #env: NodeJS.ProcessEnv;
  readonly #credentials: CredentialsProvider;
  #iam: IAMClient | undefined;
  readonly #systemsManager = new Map<string, SSMClient>();

  constructor(env: NodeJS.ProcessEnv, credentials: CredentialsProvider) {
    this.#env = env;
    this.#credentials = credentials;
  }

  /** Undefined if there is no such role. @param region any Region of the partition */
  async role(name: string, region: string): Promise<TrustingRole | undefined> {
    this.#iam ??= new IAMClient({ ...clientSettings(this.#env, "IAM", region), credentials: this.#credentials });
    const answer = await unless(["NoSuchEntityException"], this.#iam.send(new GetRoleCommand({ RoleName: name })));
    const role = answer?.Role;
    return role && { arn: role.Arn ?? "", trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? "") };
  }

  /** The value of a service setting; undefined if the Region does not know the setting. */
  async setting(id: string, region: string): Promise<string | undefined> {
    const asked = this.#in(region).send(new GetServiceSettingCommand({ SettingId: id }));
    return (await unless(["ServiceSettingNotFound"], asked))?.ServiceSetting?.SettingValue;
  }

  /** Ids of the accounts that a document of the account is shared with; undefined if there is no such document. */
  async documentSharedWith(name: string, region: string): Promise<ReadonlySet<string> | undefined> {
    const ssm = this.#in(region);
    const document = await unless(["InvalidDocument"], ssm.send(new DescribeDocumentCommand({ Name: name })));
    if (document === undefined) return undefined;
    return new Set(await accountsOf(ssm, name));
  }

  #in(region: string): SSMClient {
    const known =
      this.#systemsManager.get(region) ??
      new SSMClient({ ...clientSettings(this.#env, "SSM", region), credentials: this.#credentials });
    this.#systemsManager.set(region, known);
    return known;
  }
}
