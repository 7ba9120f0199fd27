/**
 * What Fleetbook's synthesis is compared with: a CDKTF app of its own, `bare-app.ts ACCOUNTS`, that uses cdktf as it is. Each account
 * has two stacks with as many resources of each type as the stacks `member` and `target` of the example fleet have.
 */
import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { App, S3Backend, TerraformOutput, TerraformStack, type ITerraformDependable } from "cdktf";

const REGION = "ap-northeast-1";
const ASSUME = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ssm:StartAutomationExecution", "ec2:DescribeInstances"], Resource: "*" }],
});

class BareStack extends TerraformStack {
  protected readonly provider: AwsProvider;
  readonly #bucket: string;

  constructor(app: App, concern: string, account: string) {
    super(app, `${concern}-${account}`);
    this.#bucket = `state-${account}-${REGION}`;
    const assumeRole = { roleArn: `arn:aws:iam::${account}:role/Deploy` };
    this.provider = new AwsProvider(this, "aws", { region: REGION, alias: account, assumeRole: [assumeRole] });
    new S3Backend(this, { bucket: this.#bucket, key: `${concern}.tfstate`, region: REGION, assumeRole });
    new DataAwsS3Objects(this, "states", { provider: this.provider, bucket: this.#bucket, prefix: concern });
  }

  protected addRole(id: string, policies: number, managedPolicy: boolean): IamRole {
    const { provider } = this;
    const role = new IamRole(this, id, { provider, name: id, description: id, path: "/", assumeRolePolicy: ASSUME });
    for (let policy = 0; policy < policies; policy += 1) {
      new IamRolePolicy(this, `${id}-${policy}`, { provider, role: role.name, name: `p${policy}`, policy: POLICY });
    }
    const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonSSMAutomationRole";
    if (managedPolicy) new IamRolePolicyAttachment(this, `${id}-managed`, { provider, role: role.name, policyArn });
    return role;
  }
}

class Roles extends BareStack {
  constructor(app: App, account: string) {
    super(app, "roles", account);
    const execution = this.addRole("execution", 3, true);
    const reader = this.addRole("reader", 1, false);
    new TerraformOutput(this, "execution_role_arn", { value: execution.arn });
    new TerraformOutput(this, "reader_role_arn", { value: reader.arn });
  }
}

class Network extends BareStack {
  constructor(app: App, account: string) {
    super(app, "network", account);
    const { provider } = this;
    const tags = { Name: account };
    const vpc = new Vpc(this, "vpc", { provider, cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, tags });
    const subnet = new Subnet(this, "subnet", { provider, vpcId: vpc.id, cidrBlock: "10.0.1.0/24", tags });
    new DefaultSecurityGroup(this, "default", { provider, vpcId: vpc.id, ingress: [], egress: [], tags });
    const instances = new SecurityGroup(this, "instances", { provider, vpcId: vpc.id, name: "i", ingress: [], tags });
    const https = { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [instances.id] };
    const group = { provider, vpcId: vpc.id, name: "endpoints", ingress: [https], egress: [], tags };
    const endpoints = new SecurityGroup(this, "endpoints", group);
    const rule = new VpcSecurityGroupEgressRule(this, "to-endpoints", {
      ...{ provider, securityGroupId: instances.id, referencedSecurityGroupId: endpoints.id, tags },
      ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    });
    for (const service of ["ssm", "ssmmessages", "ec2messages"]) {
      new VpcEndpoint(this, service, {
        ...{ provider, vpcId: vpc.id, subnetIds: [subnet.id], securityGroupIds: [endpoints.id], policy: POLICY, tags },
        ...{ serviceName: `com.amazonaws.${REGION}.${service}`, vpcEndpointType: "Interface", privateDnsEnabled: true },
      });
    }
    this.#addInstance(subnet, instances, [rule]);
    new TerraformOutput(this, "vpc_id", { value: vpc.id });
  }

  #addInstance(subnet: Subnet, group: SecurityGroup, dependsOn: ITerraformDependable[]): void {
    const { provider } = this;
    const role = this.addRole("instance", 0, true);
    const profile = new IamInstanceProfile(this, "profile", { provider, name: "instance", role: role.name });
    const name = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2";
    const image = new DataAwsSsmParameter(this, "image", { provider, name });
    const instance = new Instance(this, "instance-1", {
      ...{ provider, ami: image.value, instanceType: "t4g.nano", subnetId: subnet.id, dependsOn },
      ...{ vpcSecurityGroupIds: [group.id], iamInstanceProfile: profile.name, ebsOptimized: true },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true },
      lifecycle: { ignoreChanges: ["ami", "ebs_optimized"] },
      tags: { Name: "instance" },
    });
    new TerraformOutput(this, "instance_id", { value: instance.id });
  }
}

const app = new App();
for (let index = 1; index <= Number(process.argv[2]); index += 1) {
  const account = String(100_000_000_000 + index);
  new Roles(app, account);
  new Network(app, account);
}
app.synth();
