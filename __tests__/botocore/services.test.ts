import { serviceNamed, serviceNames, type Shape } from "../../src/botocore/services";

const member = (shape: Shape | undefined, name: string) =>
  shape?.kind === "structure" ? shape.members.get(name) : undefined;

describe("a service", () => {
  it.each(["dynamodbstreams", "DynamoDBStreams", "dynamodb-streams"])("is found as %s", (name) => {
    expect(serviceNamed(name)?.name).toBe("dynamodbstreams");
  });

  it("is not known by the prefix of its IAM actions", () => {
    expect(serviceNamed("states")).toBeUndefined();
    expect(serviceNamed("stepfunctions")?.name).toBe("stepfunctions");
  });

  it("is one of boto3's clients", () => {
    expect(serviceNames()).toEqual(expect.arrayContaining(["ec2", "ssm", "s3", "resource-groups"]));
  });
});

describe("an operation", () => {
  const rds = serviceNamed("rds");

  it.each(["DescribeDBInstances", "describeDBInstances", "describe_db_instances"])("is found as %s", (name) => {
    expect(rds?.operation(name)?.name).toBe("DescribeDBInstances");
  });

  it("is not found by a part of its name", () => {
    expect(rds?.operation("DescribeDBInstance")).toBeUndefined();
  });

  it("has the members of its request, those of botocore's own included", () => {
    const request = rds?.operation("CopyDBSnapshot")?.request;
    expect(request?.required).toEqual(["SourceDBSnapshotIdentifier", "TargetDBSnapshotIdentifier"]);
    expect([...(request?.members.keys() ?? [])]).toContain("SourceRegion");
  });

  it("has the members of its response at every depth, with boto3's metadata", () => {
    const response = serviceNamed("ec2")?.operation("DescribeInstances")?.response;
    const reservations = member(response, "Reservations");
    const instances = member(reservations?.kind === "list" ? reservations.of : undefined, "Instances");
    const state = member(instances?.kind === "list" ? instances.of : undefined, "State");
    expect(member(state, "Name")).toEqual({ kind: "value" });
    expect(member(member(response, "ResponseMetadata"), "HTTPStatusCode")).toEqual({ kind: "value" });
  });

  it("can have a response that contains itself", () => {
    const item = member(serviceNamed("dynamodb")?.operation("GetItem")?.response, "Item");
    const value = item?.kind === "map" ? item.of : undefined;
    const nested = member(value, "M");
    expect(nested?.kind === "map" ? nested.of : undefined).toBe(value);
  });
});
