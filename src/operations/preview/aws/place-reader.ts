/** Reads one account in one Region for a preview, through AWS's API. */
import type { TrustingRole } from "../../../iam/decision/distrust";
import { DescribeInstancesCommand, type Filter } from "@aws-sdk/client-ec2";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import {
  DescribeAutomationExecutionsCommand,
  DescribeInstanceInformationCommand,
  GetServiceSettingCommand,
} from "@aws-sdk/client-ssm";
import type { AccountCalls } from "../../collect/aws/account-calls";
import { NOT_ENDED } from "../../collect/records";
import type { Ec2Instance, InstanceSelection, PlaceReader } from "../ports";
import { unless, type PreviewClients } from "./preview-clients";

/** The most that a page of Systems Manager may have. */
const PAGE = 50;
/** Values of a filter of EC2. */
const FILTER_VALUES = 200;
const ALIVE: Filter = {
  Name: "instance-state-name",
  Values: ["pending", "running", "shutting-down", "stopping", "stopped"],
};
/** More than any quota: counting goes on no further. */
const ENOUGH_EXECUTIONS = 600;

export class AwsPlaceReader implements PlaceReader {
  readonly #calls: AccountCalls<PreviewClients>;

  constructor(calls: AccountCalls<PreviewClients>) {
    this.#calls = calls;
  }

  async instances(selection: InstanceSelection): Promise<readonly Ec2Instance[]> {
    const found = await Promise.all(filtersOf(selection).map((filters) => this.#instances(filters)));
    return found.flat();
  }

  async #instances(filters: readonly Filter[]): Promise<readonly Ec2Instance[]> {
    const instances: Ec2Instance[] = [];
    const pages = this.#calls.pages(({ ec2 }, options, NextToken) =>
      ec2.send(new DescribeInstancesCommand({ Filters: [...filters, ALIVE], NextToken }), options),
    );
    for await (const { Reservations = [] } of pages) {
      for (const { InstanceId: id = "", State, Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        const name = Tags.find(({ Key }) => Key === "Name")?.Value;
        instances.push({ id, name, state: State?.Name ?? "unknown" });
      }
    }
    return instances;
  }

  async nodes(): Promise<ReadonlyMap<string, string>> {
    const nodes = new Map<string, string>();
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(new DescribeInstanceInformationCommand({ MaxResults: PAGE, NextToken }), options),
    );
    for await (const { InstanceInformationList = [] } of pages) {
      for (const { InstanceId = "", PingStatus = "" } of InstanceInformationList) nodes.set(InstanceId, PingStatus);
    }
    return nodes;
  }

  async role(name: string): Promise<TrustingRole | undefined> {
    const answer = await this.#calls.call(({ iam }, options) =>
      unless(["NoSuchEntityException"], iam.send(new GetRoleCommand({ RoleName: name }), options)),
    );
    const role = answer?.Role;
    return role && { arn: role.Arn ?? "", trustPolicy: decodeURIComponent(role.AssumeRolePolicyDocument ?? "") };
  }

  async executions(): Promise<number> {
    let count = 0;
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(
        new DescribeAutomationExecutionsCommand({
          Filters: [{ Key: "ExecutionStatus", Values: [...NOT_ENDED] }],
          MaxResults: PAGE,
          NextToken,
        }),
        options,
      ),
    );
    for await (const { AutomationExecutionMetadataList = [] } of pages) {
      count += AutomationExecutionMetadataList.length;
      if (count >= ENOUGH_EXECUTIONS) break;
    }
    return count;
  }

  async setting(id: string): Promise<string | undefined> {
    const answer = await this.#calls.call(({ ssm }, options) =>
      unless(["ServiceSettingNotFound"], ssm.send(new GetServiceSettingCommand({ SettingId: id }), options)),
    );
    return answer?.ServiceSetting?.SettingValue;
  }
}

/** The filters of each call. */
function filtersOf(selection: InstanceSelection): readonly (readonly Filter[])[] {
  if (selection.by === "tags") {
    return [selection.tags.map(({ key, values }) => ({ Name: `tag:${key}`, Values: [...values] }))];
  }
  const { ids } = selection;
  return Array.from({ length: Math.ceil(ids.length / FILTER_VALUES) }, (_, index) => [
    // A filter, because an id in InstanceIds that does not exist makes the call fail.
    { Name: "instance-id", Values: ids.slice(index * FILTER_VALUES, (index + 1) * FILTER_VALUES) },
  ]);
}
