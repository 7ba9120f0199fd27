import { requiredPermissionsOf, rest } from "../fixtures";

const BUCKET = "arn:aws:s3:::reports";

describe("S3", () => {
  it.each<[string, string[]]>([
    ["GET /", ["s3:ListAllMyBuckets *"]],
    ["GET /reports?list-type=2&prefix=a", [`s3:ListBucket ${BUCKET}`]],
    ["HEAD /reports", [`s3:ListBucket ${BUCKET}`]],
    ["PUT /reports", [`s3:CreateBucket ${BUCKET}`]],
    ["GET /reports?encryption", [`s3:GetEncryptionConfiguration ${BUCKET}`]],
    ["DELETE /reports?lifecycle", [`s3:PutLifecycleConfiguration ${BUCKET}`]],
    ["GET /reports?object-lock", [`s3:GetBucketObjectLockConfiguration ${BUCKET}`]],
    ["GET /reports?versions", [`s3:ListBucketVersions ${BUCKET}`]],
    ["GET /reports/a/b%20c", [`s3:GetObject ${BUCKET}/a/b c`]],
    ["HEAD /reports/a", [`s3:GetObject ${BUCKET}/a`]],
    ["GET /reports/a?versionId=v", [`s3:GetObjectVersion ${BUCKET}/a`]],
    ["DELETE /reports/a?versionId=v", [`s3:DeleteObjectVersion ${BUCKET}/a`]],
    ["PUT /reports/a?tagging", [`s3:PutObjectTagging ${BUCKET}/a`]],
    ["PUT /reports/a?versionId=v", [`s3:PutObject ${BUCKET}/a`]],
    ["POST /reports/a?uploads", [`s3:PutObject ${BUCKET}/a`]],
  ])("asks about the resource of %s", async (methodAndPath, required) => {
    expect(await requiredPermissionsOf(rest("s3", methodAndPath))).toEqual(required);
  });

  it("requires permissions for source and destination of a copy", async () => {
    const headers = { "x-amz-copy-source": "/archive/old%20key?versionId=v" };
    expect(await requiredPermissionsOf(rest("s3", "PUT /reports/new", { headers }))).toEqual([
      "s3:GetObject arn:aws:s3:::archive/old key",
      `s3:PutObject ${BUCKET}/new`,
    ]);
  });

  it("requires permission for each object in DeleteObjects", async () => {
    const body = "<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object></Delete>";
    expect(await requiredPermissionsOf(rest("s3", "POST /reports?delete", { body }))).toEqual([
      `s3:DeleteObject ${BUCKET}/a`,
      `s3:DeleteObject ${BUCKET}/b&c`,
    ]);
  });

  it("requires permission to tag an object that is put with tags", async () => {
    expect(
      await requiredPermissionsOf(rest("s3", "PUT /reports/a", { headers: { "x-amz-tagging": "team=web" } })),
    ).toContain(`s3:PutObjectTagging ${BUCKET}/a`);
  });
});
