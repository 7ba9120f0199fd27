import { s3Operation } from "../../../src/sandbox/protocol/s3-operation";

describe("The name of an S3 operation", () => {
  it.each([
    ["GET", "/", "ListBuckets"],
    ["PUT", "/bucket", "CreateBucket"],
    ["PUT", "/bucket/", "CreateBucket"],
    ["HEAD", "/bucket", "HeadBucket"],
    ["DELETE", "/bucket", "DeleteBucket"],
    ["GET", "/bucket?prefix=a", "ListObjects"],
    ["GET", "/bucket?list-type=2", "ListObjectsV2"],
    ["GET", "/bucket?versions", "ListObjectVersions"],
    ["POST", "/bucket?delete", "DeleteObjects"],
    ["PUT", "/bucket?versioning", "PutBucketVersioning"],
    ["GET", "/bucket?publicAccessBlock", "GetPublicAccessBlock"],
    ["GET", "/bucket?analytics", "ListBucketAnalyticsConfigurations"],
    ["GET", "/bucket?analytics&id=a", "GetBucketAnalyticsConfiguration"],
    ["GET", "/bucket?session", "CreateSession"],
    ["PUT", "/bucket?abac", "PutBucketAbac"],
    ["POST", "/bucket?metadataTable", "CreateBucketMetadataTableConfiguration"],
    ["PUT", "/bucket?metadataJournalTable", "UpdateBucketMetadataJournalTableConfiguration"],
    ["PUT", "/bucket/a?encryption", "UpdateObjectEncryption"],
    ["GET", "/bucket/a/b", "GetObject"],
    ["PUT", "/bucket/a?x-id=PutObject", "PutObject"],
    ["PUT", "/bucket/a?tagging", "PutObjectTagging"],
    ["POST", "/bucket/a?uploads", "CreateMultipartUpload"],
    ["PUT", "/bucket/a?partNumber=1&uploadId=b", "UploadPart"],
    ["POST", "/bucket/a?uploadId=b", "CompleteMultipartUpload"],
    ["DELETE", "/bucket/a?uploadId=b", "AbortMultipartUpload"],
  ])("is for %s %s %s", (method, target, name) => {
    const { pathname, searchParams } = new URL(target, "http://localhost");
    expect(s3Operation(method, pathname, searchParams, false)).toBe(name);
  });

  it("distinguishes a copy from an upload", () => {
    expect(s3Operation("PUT", "/bucket/a", new URLSearchParams(), true)).toBe("CopyObject");
    expect(s3Operation("PUT", "/bucket/a", new URLSearchParams("uploadId=b"), true)).toBe("UploadPartCopy");
  });
});
