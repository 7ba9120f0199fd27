/**
 * A bucket answers in its own Region. Elsewhere S3 answers where it is; moto answers everywhere.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { requestId, xmlEscape, xmlResponse, xmlText } from "../../protocol/xml";
import { headBucket } from "./head-bucket";

const REGION_HEADER = "x-amz-bucket-region";
/** S3's older name of a location. */
const RENAMED: Readonly<Record<string, string>> = { EU: "eu-west-1" };

/** @throws AwsError AuthorizationHeaderMalformed for a request that is signed for something that is no Region */
export function bucketRegions(): ServiceLayer {
  /** Of the buckets that S3 was asked to create. CloudFormation creates and deletes others inside moto. */
  const created = new Map<string, string>();
  return async (request, next) => {
    if (!isForOneRegion(request)) return next(request);
    checkSigned(request.region);
    const bucket = stringOf(request.input, "Bucket");
    // GetBucketLocation is there to find the Region out.
    if (bucket === undefined || request.operation === "GetBucketLocation") return next(request);
    if (request.operation === "CreateBucket") {
      const response = await next(request);
      if (response.status === 200 && !created.has(bucket)) created.set(bucket, askedLocation(request));
      return response;
    }
    const region = created.get(bucket) ?? (await regionOf(bucket, request, next));
    if (region !== undefined && region !== request.region) return redirect(request, bucket, region);
    const response = await next(request);
    if (request.operation === "DeleteBucket" && response.status === 204) created.delete(bucket);
    return response;
  };
}

/** Signature Version 2 names no Region, and Version 4A may name several. */
function isForOneRegion({ query, headers }: CallerRequest): boolean {
  return !query.has("AWSAccessKeyId") && headers["x-amz-region-set"] === undefined;
}

function checkSigned(region: string): void {
  if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) return;
  const message = `The authorization header is malformed; the region '${region}' is wrong; expecting 'us-east-1'`;
  throw new AwsError("AuthorizationHeaderMalformed", message);
}

/** Only us-east-1 creates buckets in other Regions. */
function askedLocation({ body, region }: CallerRequest): string {
  const asked = xmlText(body.toString(), "LocationConstraint")?.trim() ?? "";
  return asked === "" ? region : (RENAMED[asked] ?? asked);
}

/** Undefined if there is no such bucket. */
async function regionOf(bucket: string, request: CallerRequest, next: Handler): Promise<string | undefined> {
  const { [REGION_HEADER]: region } = (await headBucket(bucket, request, next)).headers;
  return typeof region === "string" ? region : undefined;
}

function redirect({ method }: CallerRequest, bucket: string, region: string): AwsResponse {
  const message =
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";
  const id = requestId();
  const name = xmlEscape(bucket);
  const endpoint = `${name}.s3.${region}.amazonaws.com`;
  const answered = xmlResponse(
    301,
    `<Error><Code>PermanentRedirect</Code><Message>${message}</Message><Endpoint>${endpoint}</Endpoint><Bucket>${name}</Bucket><RequestId>${id}</RequestId><HostId>fleetbook</HostId></Error>`,
    { [REGION_HEADER]: region, "x-amz-request-id": id },
  );
  return method === "HEAD" ? { ...answered, body: Buffer.alloc(0) } : answered;
}
