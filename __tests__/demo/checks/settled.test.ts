import { settled } from "../../../src/demo/checks/settled";
import type { Fact } from "../../../src/demo/checks/check";

const fact = (holds: boolean): Fact => ({ account: "app-dev", expectation: "it is there", holds, found: "" });
const patience = { milliseconds: 50, pause: 1 };

describe("What the demo reads back", () => {
  it("is read again as long as a fact does not hold or it cannot be read", async () => {
    const answers: (() => boolean)[] = [
      () => {
        throw new Error("NoSuchEntity");
      },
      () => false,
      () => true,
    ];
    const read = jest.fn(() => Promise.resolve(answers.shift()?.() ?? true));
    expect(await settled(read, (held) => [fact(held)], patience)).toBe(true);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it("is shown as it is if it never holds", async () => {
    expect(
      await settled(
        () => Promise.resolve(false),
        (held) => [fact(held)],
        patience,
      ),
    ).toBe(false);
    const refused = settled(() => Promise.reject(new Error("AccessDenied")), undefined, patience);
    await expect(refused).rejects.toThrow("AccessDenied");
  });
});
