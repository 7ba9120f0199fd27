/**
 * The public parameters that name Amazon's images. moto has some of them, with images that do not exist, and other public parameters,
 * which are passed on.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import type { Partition } from "../../../fleet/regions";
import { AwsError } from "../../protocol/aws-error";
import { objectsOf, stringOf, stringsOf, type Input } from "../../protocol/input";
import { jsonOperation, serveJson } from "../../protocol/json";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { page } from "../../protocol/pages";
import { withInput } from "../../protocol/with-input";
import { correctedJson } from "../answers/corrected-json";
import { IMAGE_PARAMETERS, IMAGE_PATHS, PUBLISHED } from "./public-images";

/** Parameters in one answer, unless the request says how many. */
const PAGE_SIZE = 10;
/** Begins the tokens of the pages that come after moto's. */
const OUR_PAGES = "images:";

/** Answers requests for these parameters, and completes the answers to requests that are for others as well. */
export function publicImageParameters(partition: Partition): ServiceLayer {
  const operations = new Map(
    [
      jsonOperation<Partial<sdk.GetParameterRequest>, sdk.GetParameterResult>(
        sdk.GetParameter$,
        ({ Name = "" }, request) => {
          const parameter = find(partition, Name, request);
          if (parameter === undefined) throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
          return { Parameter: parameter };
        },
      ),
      jsonOperation<Partial<sdk.GetParametersRequest>, sdk.GetParametersResult>(
        sdk.GetParameters$,
        ({ Names = [] }, request) => ({
          Parameters: Names.flatMap((name) => find(partition, name, request) ?? []),
          InvalidParameters: Names.filter((name) => find(partition, name, request) === undefined),
        }),
      ),
      jsonOperation<Partial<sdk.GetParametersByPathRequest>, sdk.GetParametersByPathResult>(
        sdk.GetParametersByPath$,
        (input, request) => {
          const path = folder(input.Path);
          const below = [...IMAGE_PARAMETERS.keys()].filter((name) => name.startsWith(path) && fits(request.input));
          const { items, NextToken } = page(below, input, {
            defaultSize: PAGE_SIZE,
            keyOf: (name) => name,
            query: [request.operation, request.region, input.Path, input.ParameterFilters],
          });
          return { Parameters: items.flatMap((name) => find(partition, name, request) ?? []), NextToken };
        },
      ),
    ].map((operation) => [operation.name, operation]),
  );
  const serve = (request: CallerRequest) => serveJson(operations, request);
  return (request, next) => {
    if (!operations.has(request.operation)) return next(request);
    if (asksForImagesOnly(request)) return serve(request);
    if (request.operation === "GetParameters") return mixed(request, serve, next);
    return isAbove(request) ? pagesAbove(request, serve, next) : next(request);
  };
}

function asksForImagesOnly({ input }: CallerRequest): boolean {
  const names = [...stringsOf(input, "Name"), ...stringsOf(input, "Names"), ...stringsOf(input, "Path").map(folder)];
  return names.length > 0 && names.every(isOfImage);
}

function isOfImage(name: string): boolean {
  return IMAGE_PATHS.some((path) => name.startsWith(path));
}

/** GetParameters with names of images and of others. */
async function mixed(request: CallerRequest, serve: Handler, next: Handler): Promise<AwsResponse> {
  const names = stringsOf(request.input, "Names");
  const ours = names.filter(isOfImage);
  if (ours.length === 0) return next(request);
  const others = names.filter((name) => !ours.includes(name));
  const response = await next(withInput(request, { ...request.input, Names: others }));
  const { body } = await serve(withInput(request, { ...request.input, Names: ours }));
  const found = JSON.parse(body.toString()) as Input;
  return correctedJson(response, (answer) => ({
    ...answer,
    Parameters: [...objectsOf(answer, "Parameters"), ...objectsOf(found, "Parameters")],
    InvalidParameters: [...stringsOf(answer, "InvalidParameters"), ...stringsOf(found, "InvalidParameters")],
  }));
}

/** Whether GetParametersByPath asks for a path above those of the images, and for all that is below it. */
function isAbove({ input }: CallerRequest): boolean {
  const path = folder(stringOf(input, "Path"));
  return input["Recursive"] === true && IMAGE_PATHS.some((ours) => ours.startsWith(path));
}

/** moto's pages without its own parameters of images, and then ours. */
async function pagesAbove(request: CallerRequest, serve: Handler, next: Handler): Promise<AwsResponse> {
  const { input } = request;
  const token = stringOf(input, "NextToken");
  if (token?.startsWith(OUR_PAGES) !== true) {
    return correctedJson(await next(request), (answer) => ({
      ...answer,
      Parameters: objectsOf(answer, "Parameters").filter((parameter) => !isOfImage(stringOf(parameter, "Name") ?? "")),
      NextToken: stringOf(answer, "NextToken") ?? OUR_PAGES,
    }));
  }
  const ourToken = token.slice(OUR_PAGES.length);
  const asked = { ...input, NextToken: ourToken === "" ? undefined : ourToken };
  return correctedJson(await serve(withInput(request, asked)), (answer) => {
    const following = stringOf(answer, "NextToken");
    return { ...answer, ...(following !== undefined && { NextToken: OUR_PAGES + following }) };
  });
}

/** Whether parameters of images fit the filters of GetParametersByPath: all are strings, without key and label. */
function fits(input: Input): boolean {
  return objectsOf(input, "ParameterFilters").every(
    (filter) => stringOf(filter, "Key") === "Type" && stringsOf(filter, "Values").includes("String"),
  );
}

function folder(path = ""): string {
  return path.endsWith("/") ? path : `${path}/`;
}

function find(partition: Partition, name: string, { region }: CallerRequest): sdk.Parameter | undefined {
  const Value = IMAGE_PARAMETERS.get(name);
  if (Value === undefined) return undefined;
  return {
    Name: name,
    Type: "String",
    Value,
    Version: 1,
    LastModifiedDate: PUBLISHED,
    ARN: `arn:${partition}:ssm:${region}::parameter${name}`,
    DataType: "text",
  };
}
