/** Everything that is late in a sandbox that is as late as AWS, assembled; and nothing of it in any other sandbox. */
import type { IAMClient } from "@aws-sdk/client-iam";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { Clock } from "../../engine/ports";
import { chain } from "../protocol/chain";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import { documentReads, lateDocuments } from "./documents";
import { lateIam, lateProfiles, usedIam } from "./iam";
import { Lateness } from "./lateness";
import { lateClient } from "./late-client";
import { lateParameters, parameterReads } from "./parameter-store";

type IamOf = (accountId: string) => IAMClient;
type SsmOf = (accountId: string, region: string) => SSMClient;

export interface LateOptions {
  /** Decides how late each write is seen. */
  readonly seed: number;
}

export interface LateServices {
  readonly iam: ServiceLayer;
  readonly ec2: ServiceLayer;
  readonly ssm: ServiceLayer;
  /** Roles, policies and instance profiles as others meet them. Makes a client at each call. */
  readonly usedIam: IamOf;
  /** Documents and parameters as others meet them. */
  readonly usedSsm: SsmOf;
  /** How late something is seen that happens once, in milliseconds. */
  readonly lateBy: (event: string) => number;
}

export interface LateServicesOptions {
  /** Undefined: nothing is late. */
  readonly late: LateOptions | undefined;
  readonly clock: Clock;
  readonly partition: string;
  /** Make a client at each call. */
  readonly newIam: IamOf;
  readonly newSsm: SsmOf;
  /** Called with a request to IAM when its effect is seen. */
  readonly noticed: (request: CallerRequest) => void;
}

export function lateServices({ late, clock, partition, newIam, newSsm, noticed }: LateServicesOptions): LateServices {
  if (late === undefined) {
    return { iam: chain(), ec2: chain(), ssm: chain(), usedIam: newIam, usedSsm: newSsm, lateBy: () => 0 };
  }
  const lateness = new Lateness({ clock, seed: late.seed });
  return {
    iam: lateIam(lateness, newIam, noticed),
    ec2: lateProfiles(lateness),
    ssm: chain(lateDocuments(lateness, newSsm), lateParameters(lateness, newSsm)),
    usedIam: usedIam(lateness, newIam),
    usedSsm: (accountId, region) =>
      lateClient(newSsm(accountId, region), lateness, (command, input) => {
        const location = { partition, accountId, region };
        return documentReads(location)(command, input) ?? parameterReads(location)(command, input);
      }),
    lateBy: (event) => lateness.of(event),
  };
}
