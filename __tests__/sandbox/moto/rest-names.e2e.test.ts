import { join } from "node:path";
import { describeWith } from "../../requires";
import { runBoto } from "../boto";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

describeWith(["moto_server"], "a REST service of moto", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
  });
  afterAll(() => test.end());

  it("creates, finds and deletes resources under the names and with the texts that the caller gave", async () => {
    const faults = await runBoto<Readonly<Record<string, string | null>>>(moto, test, [
      join(__dirname, "rest_names.py"),
    ]);
    expect(Object.entries(faults).filter(([, fault]) => fault !== null)).toEqual([]);
    expect(Object.keys(faults)).toContain("scheduler");
  });
});
