import { s3ObjectOf } from "../../../../src/sandbox/systems-manager/documents/attachments";

it.each([
  ["https://bucket.s3.amazonaws.com/a/b.zip"],
  ["https://bucket.s3.eu-west-1.amazonaws.com/a/b.zip"],
  ["https://bucket.s3-eu-west-1.amazonaws.com/a/b.zip"],
  ["https://s3.amazonaws.com/bucket/a/b.zip"],
  ["https://s3.eu-west-1.amazonaws.com/bucket/a/b.zip"],
  ["https://s3-eu-west-1.amazonaws.com/bucket/a/b.zip"],
  ["https://s3.cn-north-1.amazonaws.com.cn/bucket/a/b.zip"],
  ["s3://bucket/a/b.zip"],
])("%s is the URL of an object", (url) => {
  expect(s3ObjectOf(url)).toEqual({ bucket: "bucket", key: "a/b.zip" });
});

it.each(["b.zip", "https://example.com/bucket/b.zip", "https://bucket.s3.amazonaws.com/", "s3://bucket"])(
  "%s is none of an object",
  (url) => {
    expect(s3ObjectOf(url)).toBeUndefined();
  },
);
