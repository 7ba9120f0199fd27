import type { JsonObject } from "../../../src/document/json";
import { begin, failureOf, run } from "./action-context";

const INPUTS = { FunctionName: "check" };
const answering = (response: JsonObject) => ({ api: { "lambda:Invoke": () => response } });

describe("aws:invokeLambdaFunction", () => {
  it("outputs the unparsed response as Payload", async () => {
    const { outputs } = await run(
      "aws:invokeLambdaFunction",
      INPUTS,
      answering({ StatusCode: 200, Payload: '["i-1"]', LogResult: "bG9n" }),
    );
    expect(outputs).toEqual({
      StatusCode: 200,
      LogResult: "bG9n",
      Payload: '["i-1"]',
      OutputPayload: '{"StatusCode":200,"LogResult":"bG9n","Payload":"[\\"i-1\\"]"}',
    });
  });

  it("lets selectors find members of the response at the top level and under Payload", async () => {
    const { response } = await run(
      "aws:invokeLambdaFunction",
      INPUTS,
      answering({ StatusCode: 200, Payload: '{"Retry":true}' }),
    );
    expect(response).toMatchObject({ Retry: true, Payload: { Retry: true }, StatusCode: 200 });
  });

  it("prefers InputPayload to Payload, and encodes a client context", async () => {
    const { platform, ended } = begin(
      "aws:invokeLambdaFunction",
      { ...INPUTS, InputPayload: { a: 1 }, Payload: '{"b":2}', Qualifier: "", ClientContext: { app: "x" } },
      answering({ StatusCode: 200 }),
    );
    await ended;
    expect(platform.calls[0]?.parameters).toEqual({
      FunctionName: "check",
      Payload: '{"a":1}',
      ClientContext: Buffer.from('{"app":"x"}').toString("base64"),
    });
  });

  it("fails with the function's error", async () => {
    const failure = await failureOf(
      "aws:invokeLambdaFunction",
      INPUTS,
      answering({ StatusCode: 200, FunctionError: "Unhandled", Payload: '{"errorMessage":"boom"}' }),
    );
    expect(failure.message).toBe('The function failed (Unhandled): {"errorMessage":"boom"}');
    expect(failure.outputs).toMatchObject({ FunctionError: "Unhandled" });
  });

  it("rejects a response of more than 200 KB", async () => {
    const failure = await failureOf(
      "aws:invokeLambdaFunction",
      INPUTS,
      answering({ StatusCode: 200, Payload: "x".repeat(200 * 1024 + 1) }),
    );
    expect(failure.message).toBe("The function returned 204801 bytes; the maximum is 204800");
  });
});
