/**
 * What a scanner asks of the synthesized stacks: the rules of checkov (CKV_…) and Trivy (AVD-AWS-…) that concern the types of
 * resources in them, told again as assertions, on a fleet that uses every kind of resource.
 * https://www.checkov.io/5.Policy%20Index/terraform.html, https://avd.aquasec.com/misconfig/aws/
 *
 * Not met on purpose: log groups under a customer managed key (CKV_AWS_158), because CloudWatch Logs encrypts them with its own;
 * detailed monitoring of instances (CKV_AWS_126), which costs money and tells Automation nothing; replication of state buckets
 * (CKV_AWS_144), whose versions are the backup; notifications of state buckets (CKV2_AWS_62). Buckets for outputs have no versions,
 * and SSE-S3: outputs are copies that expire, and other accounts cannot use the AWS managed key.
 */
import type { Fleet } from "../../src/fleet/model";
import {
  builtNetwork,
  exampleTarget,
  outputsFleet,
  resources,
  statements,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";
import type { Body } from "./example-fleet";

const existing = {
  ...exampleTarget,
  name: "lent",
  network: {
    ...{ name: "lent", vpc: { tags: { Name: "shared" } }, subnet: { tags: { tier: "private" } } },
    ...{ endpoints: false, egressCidrs: undefined },
  },
};
const recorded = { ...exampleTarget, network: { ...builtNetwork, flowLogs: { retentionDays: 365 } } };
const rich: Fleet = {
  ...outputsFleet,
  memberAccounts: twoRegionFleet.memberAccounts.map((account) => ({ ...account, ec2Targets: [recorded, existing] })),
};
const stacks = [...synthesizeAll(rich)];
const all = (type: string): readonly (readonly [string, Body])[] =>
  stacks.flatMap(([name, stack]) =>
    resources(stack, type).map(([address, body]) => [`${name} ${address}`, body] as const),
  );

/** The addresses of the resources of a type that do not have what a rule asks for. There is at least one of the type. */
function without(type: string, holds: (body: Body) => boolean): readonly string[] {
  const found = all(type);
  if (found.length === 0) throw new Error(`the fleet has no ${type}`);
  return found.filter(([, body]) => !holds(body)).map(([address]) => address);
}

const has = (body: Body, expected: Body): boolean =>
  Object.entries(expected).every(([key, value]) => JSON.stringify(body[key]) === JSON.stringify(value));

describe("instances", () => {
  it.each<readonly [rule: string, holds: (body: Body) => boolean]>([
    [
      "require IMDSv2 with a hop limit of 1 (CKV_AWS_79, CKV_AWS_341, AVD-AWS-0028)",
      ({ metadata_options: options }) =>
        has(options as Body, { http_tokens: "required", http_put_response_hop_limit: 1 }),
    ],
    [
      "have an encrypted root volume (CKV_AWS_8, AVD-AWS-0131)",
      ({ root_block_device: device }) => (device as Body).encrypted === true,
    ],
    ["have no public address (CKV_AWS_88, AVD-AWS-0009)", (body) => body.associate_public_ip_address !== true],
    ["are optimized for EBS (CKV_AWS_135)", (body) => body.ebs_optimized === true],
    ["have an instance profile (CKV2_AWS_41)", (body) => body.iam_instance_profile !== undefined],
    ["have no user data, in which secrets could be (CKV_AWS_46, AVD-AWS-0029)", (body) => body.user_data === undefined],
  ])("%s", (_rule, holds) => {
    expect(without("aws_instance", holds)).toEqual([]);
  });
});

describe("networks", () => {
  it("have an empty default security group in each VPC (CKV2_AWS_12, AVD-AWS-0173)", () => {
    expect(without("aws_default_security_group", (body) => has(body, { ingress: [], egress: [] }))).toEqual([]);
    expect(all("aws_default_security_group")).toHaveLength(all("aws_vpc").length);
  });

  it("record their traffic if the fleet file says so (CKV2_AWS_11, AVD-AWS-0178), for a year (CKV_AWS_338)", () => {
    expect(all("aws_flow_log")).toHaveLength(all("aws_vpc").length);
    expect(without("aws_flow_log", (body) => body.traffic_type === "ALL")).toEqual([]);
    expect(without("aws_cloudwatch_log_group", (body) => Number(body.retention_in_days) >= 365)).toEqual([]);
  });

  it("give no public addresses (CKV_AWS_130, AVD-AWS-0164)", () => {
    expect(without("aws_subnet", (body) => body.map_public_ip_on_launch === false)).toEqual([]);
  });

  it("describe every security group and rule (CKV_AWS_23, AVD-AWS-0099, AVD-AWS-0124) but the one to the endpoints", () => {
    expect(without("aws_security_group", (body) => typeof body.description === "string")).toEqual([]);
    const isToGroup = ({ referenced_security_group_id: id }: Body): boolean => id !== undefined;
    expect(
      without("aws_vpc_security_group_egress_rule", (body) => isToGroup(body) || typeof body.description === "string"),
    ).toEqual([]);
    const rules = all("aws_security_group").flatMap(([, body]) => body.ingress as Body[]);
    expect(rules.filter(({ description }) => typeof description !== "string")).toEqual([]);
  });

  it("let nothing in from everywhere (CKV_AWS_24, CKV_AWS_25, CKV_AWS_260, AVD-AWS-0107), nor out (CKV_AWS_382, AVD-AWS-0104)", () => {
    const text = JSON.stringify([...all("aws_security_group"), ...all("aws_vpc_security_group_egress_rule")]);
    expect(text).not.toContain("0.0.0.0/0");
    expect(text).not.toContain("::/0");
    expect(without("aws_vpc_security_group_egress_rule", (body) => body.to_port === 443)).toEqual([]);
  });

  it("tell their security groups apart by name", () => {
    const tags = all("aws_security_group").map(([address, { provider, tags }]) => [
      address.split(" ")[0],
      provider,
      (tags as Body).Name,
    ]);
    expect(new Set(tags.map((tag) => JSON.stringify(tag))).size).toBe(tags.length);
  });

  it("have endpoints that admit their own account alone", () => {
    const open = without("aws_vpc_endpoint", ({ policy }) =>
      statements(policy).every(({ Condition }) => JSON.stringify(Condition).includes("aws:PrincipalAccount")),
    );
    expect(open).toEqual([]);
  });
});

describe("buckets", () => {
  it.each(["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"])(
    "%s (CKV_AWS_53 to 56, AVD-AWS-0086, 0087, 0091, 0093)",
    (setting) => {
      expect(without("aws_s3_bucket_public_access_block", (body) => body[setting] === true)).toEqual([]);
    },
  );

  it("are versioned if they hold states (CKV_AWS_21, AVD-AWS-0090)", () => {
    expect(all("aws_s3_bucket_versioning")).toHaveLength(all("aws_s3_bucket").length - outputsFleet.regions.length);
    expect(
      without("aws_s3_bucket_versioning", ({ versioning_configuration: of }) => (of as Body).status === "Enabled"),
    ).toEqual([]);
  });

  it("are encrypted, those of states with KMS (CKV_AWS_145, AVD-AWS-0088)", () => {
    const type = "aws_s3_bucket_server_side_encryption_configuration";
    expect(all(type)).toHaveLength(all("aws_s3_bucket").length);
    const encrypts = ({ rule }: Body): boolean => JSON.stringify(rule).includes("aws:kms");
    expect(without(type, encrypts).filter((address) => !address.startsWith("administrator "))).toEqual([]);
  });

  it("admit no account to the outputs of another one, and none from outside the organization (CKV_AWS_70)", () => {
    const allowed = all("aws_s3_bucket_policy")
      .flatMap(([, { policy }]) => statements(policy))
      .filter(({ Effect }) => Effect === "Allow");
    expect(allowed).toHaveLength(2 * outputsFleet.regions.length);
    for (const { Resource, Condition } of allowed) {
      expect(Resource).toContain("/$${aws:PrincipalAccount}/*");
      expect(JSON.stringify(Condition)).toContain('"aws:PrincipalOrgID":"o-fleetbook01"');
    }
  });

  it("have a lifecycle that ends unfinished uploads (CKV2_AWS_61, CKV_AWS_300)", () => {
    const ends = ({ rule }: Body): boolean => JSON.stringify(rule).includes("abort_incomplete_multipart_upload");
    expect(without("aws_s3_bucket_lifecycle_configuration", ends)).toEqual([]);
  });

  it("have no access control lists (CKV2_AWS_65)", () => {
    const owned = ({ rule }: Body): boolean => (rule as Body).object_ownership === "BucketOwnerEnforced";
    expect(without("aws_s3_bucket_ownership_controls", owned)).toEqual([]);
  });

  it("refuse requests without TLS (AVD-AWS-0168)", () => {
    const refuses = ({ policy }: Body): boolean => JSON.stringify(statements(policy)).includes("aws:SecureTransport");
    expect(without("aws_s3_bucket_policy", refuses)).toEqual([]);
  });
});

describe("keys, roles and documents", () => {
  it("rotate their keys (CKV_AWS_7, AVD-AWS-0065)", () => {
    expect(without("aws_kms_key", (body) => body.enable_key_rotation === true)).toEqual([]);
  });

  it("trust no principal without naming it (CKV_AWS_60, CKV_AWS_61, AVD-AWS-0057)", () => {
    const trusts = ({ assume_role_policy: policy }: Body): boolean =>
      statements(policy).every(({ Principal }) => !JSON.stringify(Principal).includes("*"));
    expect(without("aws_iam_role", trusts)).toEqual([]);
  });

  it("allow no action by a wildcard, neither all of them nor those of a service (CKV_AWS_62, CKV_AWS_63, AVD-AWS-0057)", () => {
    const bounded = ({ policy }: Body): boolean =>
      statements(policy).every(({ Action }) => [Action].flat().every((action) => !action.includes("*")));
    expect(without("aws_iam_role_policy", bounded)).toEqual([]);
  });

  it("describe every role", () => {
    expect(without("aws_iam_role", (body) => typeof body.description === "string")).toEqual([]);
  });

  it("belong to roles, and there are no users or groups with policies of their own (CKV_AWS_40, AVD-AWS-0143)", () => {
    for (const type of ["aws_iam_user", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_access_key"]) {
      expect(all(type)).toEqual([]);
    }
  });

  it("share no document publicly (CKV_AWS_303)", () => {
    const single = ({ permissions }: Body): boolean => !JSON.stringify(permissions ?? "").includes("all");
    expect(without("aws_ssm_document", single)).toEqual([]);
  });
});
