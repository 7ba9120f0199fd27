/** The clients of one account and Region with the same credentials. Each is made when it is first used: most readers need one. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { Connection } from "./account-calls";

export class Clients {
  readonly #connection: Connection;
  #ssm: SSMClient | undefined;
  #ec2: EC2Client | undefined;
  #s3: S3Client | undefined;
  #logs: CloudWatchLogsClient | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get ssm(): SSMClient {
    return (this.#ssm ??= new SSMClient(this.#connection));
  }

  get ec2(): EC2Client {
    return (this.#ec2 ??= new EC2Client(this.#connection));
  }

  get s3(): S3Client {
    return (this.#s3 ??= new S3Client(this.#connection));
  }

  get logs(): CloudWatchLogsClient {
    return (this.#logs ??= new CloudWatchLogsClient(this.#connection));
  }
}
