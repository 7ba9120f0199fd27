// Work on one thing at a time.
import { Turns } from "../../../src/sandbox/protocol/turns";

test("work on the same thing runs one after the other, also after a failure, and work on another thing does not wait", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  let finish: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => (finish = resolve));
  const first = turns.take("a", async () => {
    await blocked;
    seen.push("first");
    throw new Error("refused");
  });
  const second = turns.take("a", () => Promise.resolve(seen.push("second")));
  await turns.take("b", () => Promise.resolve(seen.push("other")));
  finish();
  await expect(first).rejects.toThrow("refused");
  await second;
  expect(seen).toEqual(["other", "first", "second"]);
});
