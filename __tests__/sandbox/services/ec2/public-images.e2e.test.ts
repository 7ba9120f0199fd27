import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetParameterCommand, GetParametersByPathCommand, GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const PREFIX = "/aws/service/ami-amazon-linux-latest";
const WINDOWS = "/aws/service/ami-windows-latest";

describeWith(["moto_server"], "Amazon's public images", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
  });
  afterAll(() => test.end());

  it.each([
    ["amzn2-ami-hvm-arm64-gp2", "arm64"],
    ["amzn2-ami-hvm-x86_64-gp2", "x86_64"],
    ["al2023-ami-kernel-default-arm64", "arm64"],
    ["al2023-ami-kernel-default-x86_64", "x86_64"],
  ])(
    "are named by the public parameter %s and exist, in a Region that moto does not know too",
    async (name, architecture) => {
      for (const region of ["ap-northeast-1", "mx-central-1"]) {
        const ssm = await test.client(SSMClient, "app-dev", region);
        const ec2 = await test.client(EC2Client, "app-dev", region);
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${PREFIX}/${name}` }));
        const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [Parameter?.Value ?? ""] }));
        expect(Images?.map((image) => [image.Architecture, image.RootDeviceName])).toEqual([
          [architecture, "/dev/xvda"],
        ]);
      }
    },
  );

  it.each(["Windows_Server-2022-English-Full-Base", "Windows_Server-2025-English-Full-Base"])(
    "are Windows images where the public parameter %s names them",
    async (name) => {
      const ssm = await test.client(SSMClient, "app-dev");
      const ec2 = await test.client(EC2Client, "app-dev");
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${WINDOWS}/${name}` }));
      const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [Parameter?.Value ?? ""] }));
      expect(Images?.map((image) => [image.Platform, image.RootDeviceName])).toEqual([["windows", "/dev/sda1"]]);
    },
  );

  it("are the ones that the public parameters below a path name, under names with version and date", async () => {
    const ssm = await test.client(SSMClient, "app-dev");
    const ec2 = await test.client(EC2Client, "app-dev");
    for (const Path of [PREFIX, `${WINDOWS}/`]) {
      const { Parameters = [] } = await ssm.send(new GetParametersByPathCommand({ Path }));
      const ImageIds = Parameters.map(({ Value = "" }) => Value);
      expect(new Set(ImageIds).size).toBe(Parameters.length);
      const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds }));
      expect(Images).toHaveLength(ImageIds.length);
      expect(Images.filter(({ Name = "" }) => !/2026\.?01\.?01/.test(Name))).toEqual([]);
    }
  });

  it("are distinguished from parameters that do not exist", async () => {
    const ssm = await test.client(SSMClient, "app-dev");
    expect(await failureOf(ssm.send(new GetParameterCommand({ Name: `${PREFIX}/nonesuch` })))).toMatchObject({
      code: "ParameterNotFound",
    });
    const Names = [`${PREFIX}/amzn2-ami-hvm-arm64-gp2`, `${PREFIX}/nonesuch`];
    const { Parameters, InvalidParameters } = await ssm.send(new GetParametersCommand({ Names }));
    expect([Parameters?.map(({ Name }) => Name), InvalidParameters]).toEqual([[Names[0]], [Names[1]]]);
  });
});
