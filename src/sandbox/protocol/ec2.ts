/**
 * Serves operations of EC2 from the SDK's model of it, as json.ts does for JSON services: the schema serializes the
 * response. The SDK cannot read requests, which are forms, so an operation takes the request's decoded input.
 */
import { XmlCodec } from "@aws-sdk/core/protocols";
import { EC2ServiceException } from "@aws-sdk/client-ec2";
import { AwsError } from "./aws-error";
import type { Input } from "./input";
import type { CallerRequest, ServiceLayer } from "./message";
import { requestId, xmlResponse } from "./xml";

const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";
/** Timestamps without a trait of their own are ISO 8601 (format 5 in the SDK's numbering). */
const codec = new XmlCodec({
  timestampFormat: { useTrait: true, default: 5 },
  xmlNamespace: NAMESPACE,
  serviceNamespace: "com.amazonaws.ec2",
});

type OperationSchema = readonly [number, string, string, unknown, unknown, unknown];
type SerializableSchema = Parameters<ReturnType<XmlCodec["createSerializer"]>["write"]>[0];

export interface Ec2Operation {
  readonly name: string;
  /** The response as XML. */
  serve(request: CallerRequest): Promise<string>;
}

/**
 * An operation of EC2. A request with `DryRun` is answered without running it.
 * @param schema the operation's schema as the client package exports it
 * @param run returns the output as the SDK describes it. If moto refuses a request of it, moto's error is the answer.
 */
export function ec2Operation<Output>(
  schema: OperationSchema,
  run: (input: Input, request: CallerRequest) => Output | Promise<Output>,
): Ec2Operation {
  const [, , name, , , outputSchema] = schema;
  return {
    name,
    async serve(request) {
      if (request.input["DryRun"] === "true") {
        throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
      }
      const output = await inMotosWords(async () => run(request.input, request));
      return write(outputSchema, name, output);
    },
  };
}

/** A layer that serves these operations and passes every other request on. */
export function ec2Layer(operations: readonly Ec2Operation[]): ServiceLayer {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  return async (request, next) => {
    const operation = byName.get(request.operation);
    return operation === undefined ? next(request) : xmlResponse(200, await operation.serve(request));
  };
}

/**
 * A layer that corrects the answers of an operation.
 * @param schema the operation's schema as the client package exports it
 */
export function correctedAnswers<Output extends object>(
  schema: OperationSchema,
  correct: (output: Output, request: CallerRequest) => Output | Promise<Output>,
): ServiceLayer {
  const [, , name, , , outputSchema] = schema;
  return async (request, next) => {
    const response = await next(request);
    if (request.operation !== name || response.status !== 200) return response;
    const output: unknown = await codec
      .createDeserializer()
      .read(outputSchema as SerializableSchema, response.body.toString());
    return xmlResponse(200, write(outputSchema, name, await correct(output as Output, request)));
  };
}

/** Runs something that calls moto. If moto refuses, the caller gets moto's error. */
export async function inMotosWords<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof EC2ServiceException) {
      throw new AwsError(error.name, error.message, error.$metadata.httpStatusCode ?? 400);
    }
    throw error;
  }
}

function write(schema: unknown, name: string, output: unknown): string {
  // An operation without output returns true.
  if ((typeof schema === "function" ? (schema as () => unknown)() : schema) === "unit")
    return responseElement("<unit><return>true</return></unit>", name);
  const serializer = codec.createSerializer();
  serializer.write(schema as SerializableSchema, output);
  return responseElement(String(serializer.flush()), name);
}

/** The response element has the operation's name, whatever the name of the structure, and begins with the request id. */
function responseElement(document: string, name: string): string {
  const content = document.replace(/^<[^>]*?(\/?)>/, (_, empty: string) => (empty === "" ? "" : "</>"));
  const inner = content.replace(/<\/[^>]*>$/, "");
  return `<${name}Response xmlns="${NAMESPACE}"><requestId>${requestId()}</requestId>${inner}</${name}Response>`;
}
