import { FirstTouch, type Operator } from "../../../src/sandbox/accounts/first-touch";

const ACCOUNT = "222222222222";
const OPERATOR: Operator = () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" });

function accounts(seed: (accountId: string) => Promise<Operator>): FirstTouch {
  return new FirstTouch({ exists: (accountId) => accountId === ACCOUNT, seed });
}

describe("An account of the sandbox", () => {
  it("is not made before a request touches it", () => {
    const seed = jest.fn(() => Promise.resolve(OPERATOR));
    expect(accounts(seed).isTouched(ACCOUNT)).toBe(false);
    expect(seed).not.toHaveBeenCalled();
  });

  it("is made once by many requests at a time, and each waits for it", async () => {
    let made: (operator: Operator) => void = () => undefined;
    const seed = jest.fn(() => new Promise<Operator>((resolve) => (made = resolve)));
    const first = accounts(seed);
    let served = 0;
    const requests = Array.from({ length: 16 }, () => first.touch(ACCOUNT).then(() => served++));
    await Promise.resolve();
    expect(served).toBe(0);
    made(OPERATOR);
    await Promise.all(requests);
    await first.credentialsFor(ACCOUNT);
    expect([served, seed.mock.calls]).toEqual([16, [[ACCOUNT]]]);
    expect(first.isTouched(ACCOUNT)).toBe(true);
  });

  it("that could not be made fails that request and is made by the next", async () => {
    const seed = jest.fn(() => Promise.resolve(OPERATOR)).mockRejectedValueOnce(new Error("moto is busy"));
    const first = accounts(seed);
    await expect(first.touch(ACCOUNT)).rejects.toMatchObject({
      code: "SandboxFailure",
      message: `The sandbox could not make the account ${ACCOUNT}: Error: moto is busy`,
    });
    await first.touch(ACCOUNT);
    expect(seed).toHaveBeenCalledTimes(2);
  });

  it("that the fleet does not have is left as it is", async () => {
    const seed = jest.fn(() => Promise.resolve(OPERATOR));
    await accounts(seed).touch("999999999999");
    expect(seed).not.toHaveBeenCalled();
  });

  it("is made again, and counts as touched meanwhile, when what it starts with has changed", async () => {
    const seed = jest.fn(() => Promise.resolve(OPERATOR));
    const first = accounts(seed);
    await first.touch(ACCOUNT);
    first.seedAgain(ACCOUNT);
    expect(first.isTouched(ACCOUNT)).toBe(true);
    await first.touch(ACCOUNT);
    expect(seed).toHaveBeenCalledTimes(2);
  });
});
