/**
 * Descriptions of security group rules for other groups and prefix lists. moto keeps those of address ranges alone, and would
 * give such a rule back without one. It keeps what ModifySecurityGroupRules says of any rule.
 */
import {
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
  type EC2Client,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { objectsOf, stringOf, type Input } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";

interface DescribedRule {
  readonly protocol: string | undefined;
  readonly from: string | undefined;
  readonly groupId: string | undefined;
  readonly prefixListId: string | undefined;
  readonly description: string;
}

export function ruleDescriptions(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region } = request;
    const response = await next(request);
    const isEgress = operation === "AuthorizeSecurityGroupEgress";
    if (response.status !== 200 || !(isEgress || operation === "AuthorizeSecurityGroupIngress")) return response;
    const described = objectsOf(input, "IpPermissions").flatMap(describedRules);
    if (described.length === 0) return response;
    const ec2 = ec2Of(caller.accountId, region);
    const Filters = [{ Name: "group-id", Values: [stringOf(input, "GroupId") ?? ""] }];
    const { SecurityGroupRules: rules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    const changes = rules.flatMap((rule) => {
      const found = described.find((each) => rule.IsEgress === isEgress && isRule(each, rule));
      return found === undefined ? [] : [withDescription(rule, found.description)];
    });
    await ec2.send(
      new ModifySecurityGroupRulesCommand({ GroupId: stringOf(input, "GroupId"), SecurityGroupRules: changes }),
    );
    return response;
  };
}

function describedRules(permission: Input): readonly DescribedRule[] {
  const sources = [...objectsOf(permission, "Groups"), ...objectsOf(permission, "PrefixListIds")];
  return sources.flatMap((source) => {
    const description = stringOf(source, "Description");
    if (description === undefined) return [];
    return [
      {
        protocol: stringOf(permission, "IpProtocol"),
        from: stringOf(permission, "FromPort"),
        groupId: stringOf(source, "GroupId"),
        prefixListId: stringOf(source, "PrefixListId"),
        description,
      },
    ];
  });
}

function isRule({ protocol, from, groupId, prefixListId }: DescribedRule, rule: SecurityGroupRule): boolean {
  return (
    rule.IpProtocol === protocol &&
    (protocol === "-1" || String(rule.FromPort) === from) &&
    rule.ReferencedGroupInfo?.GroupId === groupId &&
    rule.PrefixListId === prefixListId
  );
}

function withDescription(rule: SecurityGroupRule, Description: string) {
  const { SecurityGroupRuleId, IpProtocol, FromPort = -1, ToPort = -1, PrefixListId, ReferencedGroupInfo } = rule;
  const source = { PrefixListId, ReferencedGroupId: ReferencedGroupInfo?.GroupId };
  return { SecurityGroupRuleId, SecurityGroupRule: { IpProtocol, FromPort, ToPort, ...source, Description } };
}
