import { AccountCredentials } from "../../../../src/operations/collect/aws/account-credentials";

/** Credentials with a number, which end after so many minutes. */
function numbered(minutes?: number) {
  let asked = 0;
  const credentials = new AccountCredentials(() => {
    asked += 1;
    return Promise.resolve({
      ...{ accessKeyId: String(asked), secretAccessKey: "secret" },
      ...(minutes !== undefined && { expiration: new Date(Date.now() + minutes * 60_000) }),
    });
  });
  return { credentials, keyOf: async () => (await credentials.get()).accessKeyId, asked: () => asked };
}

describe("The credentials of an account", () => {
  it("are asked for once, also by calls at the same time", async () => {
    const { keyOf, asked } = numbered(60);
    expect(await Promise.all([keyOf(), keyOf()])).toEqual(["1", "1"]);
    expect(await keyOf()).toBe("1");
    expect(asked()).toBe(1);
  });

  it("are renewed five minutes before they end, and never if they have no end", async () => {
    const soon = numbered(4);
    expect([await soon.keyOf(), await soon.keyOf()]).toEqual(["1", "2"]);
    const endless = numbered();
    expect([await endless.keyOf(), await endless.keyOf()]).toEqual(["1", "1"]);
  });

  it("are given up by those who had them alone", async () => {
    const { credentials, keyOf } = numbered(60);
    await keyOf();
    const { generation } = credentials;
    credentials.giveUp(generation);
    expect(await keyOf()).toBe("2");
    credentials.giveUp(generation);
    expect(await keyOf()).toBe("2");
  });

  it("are asked for again after a failure", async () => {
    const answers = [Promise.reject(new Error("no")), Promise.resolve({ accessKeyId: "1", secretAccessKey: "secret" })];
    const credentials = new AccountCredentials(() => answers.shift() ?? Promise.reject(new Error("none")));
    await expect(credentials.get()).rejects.toThrow("no");
    expect((await credentials.get()).accessKeyId).toBe("1");
  });
});
