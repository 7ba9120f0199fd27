/** The clients of one account and Region that a preview needs. Each is made when it is first used. */
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { Connection } from "../../collect/aws/account-calls";

export class PreviewClients {
  readonly #connection: Connection;
  #ssm: SSMClient | undefined;
  #ec2: EC2Client | undefined;
  #iam: IAMClient | undefined;
  #organizations: OrganizationsClient | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get ssm(): SSMClient {
    return (this.#ssm ??= new SSMClient(this.#connection));
  }

  get ec2(): EC2Client {
    return (this.#ec2 ??= new EC2Client(this.#connection));
  }

  get iam(): IAMClient {
    return (this.#iam ??= new IAMClient(this.#connection));
  }

  get organizations(): OrganizationsClient {
    return (this.#organizations ??= new OrganizationsClient(this.#connection));
  }
}

export const connectPreviewClients = (connection: Connection): PreviewClients => new PreviewClients(connection);

/** The answer, or undefined if AWS's error has one of these names. */
export async function unless<T>(names: readonly string[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
