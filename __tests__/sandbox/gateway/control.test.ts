import type { IncomingMessage } from "node:http";
import { controlHandler, CREDENTIALS_PATH, TOKEN_HEADER } from "../../../src/sandbox/gateway/control";
import { AwsError } from "../../../src/sandbox/protocol/aws-error";

describe("The gateway's control path", () => {
  it("says why the account of the credentials could not be made, and that it can be tried again", async () => {
    const failed = new AwsError("SandboxFailure", "The sandbox could not make the account 222222222222: busy", 501);
    const refuse = () => Promise.reject(failed);
    const control = controlHandler({ token: "secret", credentials: refuse, reload: refuse });
    const { status, body } = await control({
      url: CREDENTIALS_PATH,
      headers: { [TOKEN_HEADER]: "secret" },
    } as unknown as IncomingMessage);
    expect(status).toBe(501);
    expect(JSON.parse(body.toString())).toEqual({
      problems: [{ message: failed.message, remedy: expect.stringMatching(/^Try again/) as string }],
    });
  });
});
