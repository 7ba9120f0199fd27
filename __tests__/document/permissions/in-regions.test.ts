import { inRegions } from "../../../src/document/permissions/in-regions";
import type { PolicyStatement } from "../../../src/iam/statements/statement";

const FEW = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];
const MANY = [...FEW, "sa-east-1"];
const statementsIn = (region: string): readonly PolicyStatement[] => [
  { actions: ["ec2:StopInstances"], resources: [`arn:aws:ec2:${region}:1:instance/*`, "arn:aws:s3:::reports/*"] },
  {
    actions: ["kms:Decrypt"],
    resources: ["*"],
    conditions: { StringEquals: { "kms:ViaService": [`ec2.${region}.amazonaws.com`] } },
  },
  {
    actions: ["ssm:SendCommand"],
    resources: [`arn:aws:ec2:${region}:1:instance/*`],
    conditions: { StringEquals: { "ssm:resourceTag/a": ["b"] } },
  },
];
const about = (regions: readonly string[], action: string) =>
  inRegions(regions, statementsIn).filter(({ actions }) => actions.includes(action));

describe("the statements of a role in its Regions", () => {
  it("name few Regions in their ARNs", () => {
    expect(about(FEW, "ssm:SendCommand")).toMatchObject([
      { resources: FEW.map((region) => `arn:aws:ec2:${region}:1:instance/*`) },
    ]);
  });

  it("name more Regions in a condition, beside those that they have", () => {
    expect(about(MANY, "ssm:SendCommand")).toEqual([
      {
        actions: ["ssm:SendCommand"],
        resources: ["arn:aws:ec2:*:1:instance/*"],
        conditions: { StringEquals: { "aws:RequestedRegion": MANY, "ssm:resourceTag/a": ["b"] } },
      },
    ]);
  });

  it("have no such condition on what belongs to no Region", () => {
    expect(about(MANY, "ec2:StopInstances")).toEqual([
      { actions: ["ec2:StopInstances"], resources: ["arn:aws:s3:::reports/*"] },
      {
        actions: ["ec2:StopInstances"],
        resources: ["arn:aws:ec2:*:1:instance/*"],
        conditions: { StringEquals: { "aws:RequestedRegion": MANY } },
      },
    ]);
  });

  it("name every Region in the ARNs of IAM, whose requests go to a Region of its own", () => {
    const roles = (region: string) => [
      { actions: ["iam:PassRole"], resources: [`arn:aws:iam::1:role/worker-${region}`, "arn:aws:iam::1:role/other"] },
    ];
    expect(inRegions(MANY, roles)).toEqual([
      {
        actions: ["iam:PassRole"],
        resources: [
          "arn:aws:iam::1:role/other",
          ...MANY.map((region) => `arn:aws:iam::1:role/worker-${region}`).sort(),
        ],
      },
    ]);
  });

  it("name every Region in a condition that depends on the Region", () => {
    expect(about(MANY, "kms:Decrypt")).toMatchObject([
      {
        resources: ["*"],
        conditions: { StringEquals: { "kms:ViaService": MANY.map((region) => `ec2.${region}.amazonaws.com`) } },
      },
    ]);
  });

  it("are those of every Region of AWS where the Region is not known", () => {
    expect(about(["*"], "ssm:SendCommand")).toMatchObject([{ resources: ["arn:aws:ec2:*:1:instance/*"] }]);
  });
});
