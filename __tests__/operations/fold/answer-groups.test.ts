import { answerGroups } from "../../../src/operations/fold/answer-groups";
import { patternsOf, type PatternName } from "../../../src/operations/fold/normalize";
import { viewRun } from "../../../src/operations/fold/run-view";
import { answering, Outputs, storedRun, type Answer } from "./stored";

const DEV = "222222222222";

async function groupsOf(answers: readonly Answer[], patterns: readonly PatternName[] = []) {
  const outputs = new Outputs();
  const stored = storedRun(answering(outputs, answers), outputs);
  const [step] = (await viewRun(stored)).steps;
  if (step === undefined) throw new Error("no step");
  const groups = await answerGroups(step, stored.output, patterns);
  return groups.map(({ answer, instances }) => [answer?.text, instances.map(({ instance }) => instance)]);
}

const answer = (instance: string, text?: string | Buffer, others: Partial<Answer> = {}): Answer => ({
  accountId: DEV,
  instance,
  ...(text !== undefined && { text }),
  ...others,
});

describe("the groups of answers to a step", () => {
  it("have the instances of the same answer together, the outliers first", async () => {
    expect(
      await groupsOf([answer("i-1", "up"), answer("i-2", "down"), answer("i-3", "up"), answer("i-4", "up")]),
    ).toEqual([
      ["down", ["i-2"]],
      ["up", ["i-1", "i-3", "i-4"]],
    ]);
  });

  it("tell no answer from an empty one", async () => {
    expect(await groupsOf([answer("i-1"), answer("i-2", "")])).toEqual(
      expect.arrayContaining([
        [undefined, ["i-1"]],
        ["", ["i-2"]],
      ]),
    );
  });

  it("tell answers apart that differ in a host name or a time, unless it is asked for", async () => {
    const answers = [
      answer("i-1", "web-1 is up since 2026-11-29 17:28:58 UTC", { hostName: "web-1" }),
      answer("i-2", "web-2 is up since 2026-11-28 07:00:01 UTC", { hostName: "web-2" }),
      answer("i-3", "web-3 is down", { hostName: "web-3" }),
    ];
    expect(await groupsOf(answers)).toHaveLength(3);
    expect(await groupsOf(answers, patternsOf("default"))).toEqual([
      ["<host> is down", ["i-3"]],
      ["<host> is up since <time>", ["i-1", "i-2"]],
    ]);
  });

  it("are made of bytes that are no text as well", async () => {
    expect(
      await groupsOf([answer("i-1", Buffer.from([0x93, 0x8c])), answer("i-2", Buffer.from([0x93, 0x8c]))]),
    ).toEqual([["\ufffd\ufffd", ["i-1", "i-2"]]]);
  });
});
