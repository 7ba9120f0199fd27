/**
 * Serves operations of a JSON service from the SDK's model of it. The schemas that a client package exports deserialize the
 * request and serialize the response, so members and timestamps are spelled as on AWS, and unknown members are dropped.
 * The schemas have no patterns and lengths, so an operation checks its own.
 */
import { JsonCodec } from "@aws-sdk/core/protocols";
import { AwsError, notImplemented } from "./aws-error";
import type { AwsResponse, CallerRequest, ServiceLayer } from "./message";
import { requestId } from "./xml";

/** An operation's schema as a client package exports it, such as `ListAccounts$`. */
type OperationSchema = readonly [number, string, string, unknown, unknown, unknown];

type Serializer = ReturnType<JsonCodec["createSerializer"]>;
type Deserializer = ReturnType<JsonCodec["createDeserializer"]>;
type SerializableSchema = Parameters<Serializer["write"]>[0];
type ReadableSchema = Parameters<Deserializer["readObject"]>[0];
type ReadableInput = Parameters<Deserializer["readObject"]>[1];

export interface JsonOperation {
  readonly name: string;
  serve(request: CallerRequest): Promise<unknown>;
}

/** Timestamps without a trait of their own are epoch seconds in AWS's JSON protocols (format 7 in the SDK's numbering). */
const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/**
 * An operation of a JSON service.
 * @param schema the operation's schema as its client package exports it.
 * @param run takes the SDK's `…CommandInput`, in which required members may be missing, and returns the output.
 */
export function jsonOperation<Input, Output>(
  schema: OperationSchema,
  run: (input: Input, request: CallerRequest) => Output | Promise<Output>,
): JsonOperation {
  const [, , name, , inputSchema, outputSchema] = schema;
  return {
    name,
    async serve(request) {
      const input = readInput<Input>(inputSchema as ReadableSchema, request);
      const output = await run(input, request);
      // AWS's answer of an operation without an output is empty.
      if (output === undefined) return "";
      const serializer = codec.createSerializer();
      serializer.write(outputSchema as SerializableSchema, output);
      return serializer.flush();
    },
  };
}

/** Serves the operation that a request names. An unknown operation is answered with `NotImplemented`. */
export async function serveJson(
  operations: ReadonlyMap<string, JsonOperation>,
  request: CallerRequest,
): Promise<AwsResponse> {
  const operation = operations.get(request.operation);
  if (operation === undefined) throw notImplemented(request.service, request.operation);
  const body = await operation.serve(request);
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId() },
    body: Buffer.from(String(body)),
  };
}

function readInput<Input>(schema: ReadableSchema, { input }: CallerRequest): Input {
  try {
    return codec.createDeserializer().readObject(schema, input as ReadableInput) as Input;
  } catch (error) {
    throw new AwsError("SerializationException", `The request cannot be read: ${(error as Error).message}`);
  }
}

/** A layer that serves these operations and passes every other request on. */
export function jsonLayer(operations: readonly JsonOperation[]): ServiceLayer {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  return (request, next) => (byName.has(request.operation) ? serveJson(byName, request) : next(request));
}
