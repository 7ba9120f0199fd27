import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPermissionsBoundaryCommand,
  UpdateAccessKeyCommand,
  type StatusType,
} from "@aws-sdk/client-iam";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "an IAM user", (moto) => {
  let test: TestSandbox;
  let iam: IAMClient;
  let boundary: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    iam = await test.client(IAMClient, "app-dev");
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }],
    });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument }));
    boundary = Policy?.Arn ?? "";
  });
  afterAll(() => test.end());

  /** An administrator, and clients with its access key. */
  const makeUser = async (UserName: string, PermissionsBoundary?: string) => {
    await iam.send(new CreateUserCommand({ UserName, PermissionsBoundary }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
    return {
      AccessKeyId: credentials.accessKeyId,
      iam: test.clientWith(IAMClient, credentials),
      ec2: test.clientWith(EC2Client, credentials),
    };
  };
  const boundaryOf = async (UserName: string) => {
    const { User } = await iam.send(new GetUserCommand({ UserName }));
    return User?.PermissionsBoundary?.PermissionsBoundaryArn;
  };

  it("is limited by the permissions boundary with which it was created", async () => {
    const user = await makeUser("bounded", boundary);
    expect(await boundaryOf("bounded")).toBe(boundary);
    await user.iam.send(new ListUsersCommand({}));
    expect(await failureOf(user.ec2.send(new DescribeVpcsCommand({})))).toMatchObject({
      code: "UnauthorizedOperation",
      message: expect.stringContaining("permissions boundary") as string,
    });
  });

  it("is limited as long as it has a boundary", async () => {
    const UserName = "bounded-later";
    const user = await makeUser(UserName);
    await user.ec2.send(new DescribeVpcsCommand({}));
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: boundary }));
    expect(await boundaryOf(UserName)).toBe(boundary);
    expect(await failureOf(user.ec2.send(new DescribeVpcsCommand({})))).toMatchObject({
      code: "UnauthorizedOperation",
    });
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
    expect(await boundaryOf(UserName)).toBeUndefined();
    await user.ec2.send(new DescribeVpcsCommand({}));
  });

  it("cannot have a boundary that does not exist", async () => {
    const missing = boundary.replace("boundary", "missing");
    for (const refused of [
      new CreateUserCommand({ UserName: "unbounded", PermissionsBoundary: missing }),
      new PutUserPermissionsBoundaryCommand({ UserName: "bounded", PermissionsBoundary: missing }),
    ]) {
      expect(await failureOf(iam.send(refused as CreateUserCommand))).toMatchObject({ status: 404 });
    }
    expect(await failureOf(iam.send(new GetUserCommand({ UserName: "unbounded" })))).toMatchObject({ status: 404 });
  });

  it("is refused with an access key that is inactive, until it is active again", async () => {
    const { AccessKeyId, ec2 } = await makeUser("rotating");
    const set = (Status: StatusType) =>
      iam.send(new UpdateAccessKeyCommand({ UserName: "rotating", AccessKeyId, Status }));
    await set("Inactive");
    expect(await failureOf(ec2.send(new DescribeVpcsCommand({})))).toMatchObject({ status: 401 });
    await set("Active");
    await ec2.send(new DescribeVpcsCommand({}));
  });
});
