import { defaultKeyUsage } from "../../../../src/sandbox/services/kms/key-usage";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";

describe("a key", () => {
  const usageOf = async (input: object): Promise<unknown> => {
    const request = { service: "kms", operation: "CreateKey", protocol: "json-1.1", headers: {}, input };
    let sent: CallerRequest | undefined;
    await defaultKeyUsage()(request as unknown as CallerRequest, (passed) => {
      sent = passed;
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from("{}") });
    });
    return JSON.parse(sent?.body.toString() ?? JSON.stringify(input));
  };

  it("encrypts and decrypts if the request says nothing of its usage", async () => {
    expect(await usageOf({ Description: "disks" })).toEqual({ Description: "disks", KeyUsage: "ENCRYPT_DECRYPT" });
  });
});
