import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { MANAGEMENT_ID, ORGANIZATION_ID, ROOT_ID, WORKLOADS_ID } from "../../example-fleet";
import { ACCOUNT, requiredPermissionsOf, json, query, REGION, rest, roleArn } from "../fixtures";

const own = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const organizations = (resource: string) => `arn:aws:organizations::${MANAGEMENT_ID}:${resource}`;
const MACHINE = own("states", "stateMachine:flow");
const CREATE_FUNCTION = rest("lambda", "POST /2015-03-31/functions", {
  body: JSON.stringify({ FunctionName: "f", Role: roleArn("f") }),
});

it.each<[string, CallerRequest, string[]]>([
  ["a key", json("kms", "Encrypt", { KeyId: "k-1" }), [`kms:Encrypt ${own("kms", "key/k-1")}`]],
  ["a key by its alias", json("kms", "Encrypt", { KeyId: "alias/a" }), [`kms:Encrypt ${own("kms", "key/k-2")}`]],
  [
    "both keys of a change of keys",
    json("kms", "ReEncrypt", { SourceKeyId: "k-1", DestinationKeyId: "k-2" }),
    [`kms:ReEncryptFrom ${own("kms", "key/k-1")}`, `kms:ReEncryptTo ${own("kms", "key/k-2")}`],
  ],
  ["no key yet", json("kms", "CreateKey"), ["kms:CreateKey *"]],
  [
    "an alias and its key",
    json("kms", "CreateAlias", { AliasName: "alias/b", TargetKeyId: "k-1" }),
    [`kms:CreateAlias ${own("kms", "alias/b")}`, `kms:CreateAlias ${own("kms", "key/k-1")}`],
  ],
  [
    "a stack, and the role that it is made with",
    query("cloudformation", "CreateStack", { StackName: "net", RoleARN: roleArn("stacks") }),
    [`cloudformation:CreateStack ${own("cloudformation", "stack/net/*")}`, `iam:PassRole ${roleArn("stacks")}`],
  ],
  [
    "all log groups",
    json("logs", "DescribeLogGroups"),
    [`logs:DescribeLogGroups ${own("logs", "log-group::log-stream:")}`],
  ],
  [
    "the tags of a log group",
    json("logs", "ListTagsForResource", { resourceArn: own("logs", "log-group:/flow") }),
    [`logs:ListTagsForResource ${own("logs", "log-group:/flow")}`],
  ],
  ["all stacks", query("cloudformation", "DescribeStacks"), ["cloudformation:DescribeStacks *"]],
  [
    "a function",
    rest("lambda", "POST /2015-03-31/functions/f/invocations"),
    [`lambda:InvokeFunction ${own("lambda", "function:f")}`],
  ],
  [
    "a version of a function",
    rest("lambda", "POST /2015-03-31/functions/f/invocations?Qualifier=live"),
    [`lambda:InvokeFunction ${own("lambda", "function:f:live")}`],
  ],
  [
    "a function that is to be made, and its role",
    CREATE_FUNCTION,
    [`lambda:CreateFunction ${own("lambda", "function:f")}`, `iam:PassRole ${roleArn("f")}`],
  ],
  [
    "a state machine",
    json("states", "StartExecution", { stateMachineArn: MACHINE }),
    [`states:StartExecution ${MACHINE}`],
  ],
  [
    "an account, a unit and the root of the organization",
    json("organizations", "MoveAccount", { AccountId: ACCOUNT, ParentId: ROOT_ID, TargetId: WORKLOADS_ID }),
    [
      `root/${ORGANIZATION_ID}/${ROOT_ID}`,
      `account/${ORGANIZATION_ID}/${ACCOUNT}`,
      `ou/${ORGANIZATION_ID}/${WORKLOADS_ID}`,
    ].map((resource) => `organizations:MoveAccount ${organizations(resource)}`),
  ],
  ["all accounts", json("organizations", "ListAccounts"), ["organizations:ListAccounts *"]],
  [
    "a resource group",
    rest("resource-groups", "POST /list-group-resources", { body: JSON.stringify({ Group: "web" }) }),
    [`resource-groups:ListGroupResources ${own("resource-groups", "group/web")}`],
  ],
  ["clusters", rest("eks", "GET /clusters"), ["eks:ListClusters *"]],
  [
    "a file system",
    rest("elasticfilesystem", "GET /2015-02-01/file-systems"),
    ["elasticfilesystem:DescribeFileSystems *"],
  ],
  ["what Smithy RPC names", rest("monitoring", "POST /service/X/operation/ListMetrics"), ["cloudwatch:ListMetrics *"]],
  ["an API", rest("apigateway", "PATCH /restapis/a"), ["apigateway:PATCH *"]],
  ["an API's portal", rest("apigateway", "POST /v2/portals"), ["apigateway:CreatePortal *"]],
  ["tagged resources", json("tagging", "GetResources"), ["tag:GetResources *"]],
  ["a topic", query("sns", "Publish", { TopicArn: own("sns", "alarm") }), [`sns:Publish ${own("sns", "alarm")}`]],
  ["a table", json("dynamodb", "GetItem", { TableName: "t" }), [`dynamodb:GetItem ${own("dynamodb", "table/t")}`]],
])("a call about %s asks about it", async (_, asked, required) => {
  expect(await requiredPermissionsOf(asked, { keys: { "alias/a": own("kms", "key/k-2") } })).toEqual(required);
});
