/** The credentials and Region with which Python calls AWS. */
import type { Credentials } from "../identities/principals";

export interface Session {
  readonly credentials: Credentials;
  /** `ap-northeast-1` */
  readonly region: string;
}

/** Without credentials, a script's boto3 finds none, as on AWS in an execution without a role. */
export interface ScriptSession {
  readonly credentials?: Credentials | undefined;
  readonly region: string;
}
