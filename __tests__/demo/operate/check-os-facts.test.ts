import { runFacts } from "../../../src/demo/operate/check-os-facts";
import { viewRun } from "../../../src/operations/fold/run-view";
import type { ResultRecord } from "../../../src/operations/results/schema";
import { answering, Outputs, storedRun } from "../../operations/fold/stored";
import { accountOf, exampleFleet } from "../../stacks/example-fleet";

const STEPS = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];
const outputs = new Outputs();

const of = (account: string, text: string, status: (index: number) => string = () => "Success") =>
  answering(
    outputs,
    STEPS.map((step, index) => ({
      ...{ accountId: accountOf(exampleFleet, account).id, instance: `i-${account}`, step, text },
      changes: { status: status(index), index },
    })),
  );
const answers = (account: string, text = "answer") => of(account, text);
const timeout = (account: string) => of(account, "", (index) => (index === 0 ? "TimedOut" : "Pending"));

async function brokenWith(
  records: readonly ResultRecord[],
  status = "Failed",
  stopped: string | false = "i-app-prod",
): Promise<readonly string[]> {
  const view = await viewRun(storedRun(records, outputs, { status }));
  const facts = runFacts(view, exampleFleet, stopped === false ? undefined : stopped);
  return facts.filter(({ holds }) => !holds).map(({ account, expectation }) => `${account}: ${expectation}`);
}

describe("a run of check-os", () => {
  const good = [...answers("app-dev"), ...answers("app-staging"), ...timeout("app-prod")];

  it("meets every expectation with five answers from each instance and a time-out on the stopped instance", async () => {
    expect(await brokenWith(good)).toEqual([]);
  });

  it("does not meet the expectations if the execution succeeds with a stopped instance, or fails without one", async () => {
    expect(await brokenWith(good, "Success")).toEqual([
      "management: check-os failed because of the stopped EC2 target",
    ]);
    const all = [...answers("app-dev"), ...answers("app-staging"), ...answers("app-prod")];
    expect(await brokenWith(all, "Failed", false)).toEqual(["management: check-os succeeded in every account"]);
    expect(await brokenWith(all, "Success", false)).toEqual([]);
  });

  it("does not meet the expectations if an account has no steps", async () => {
    expect(await brokenWith([...answers("app-staging"), ...timeout("app-prod")])).toEqual([
      "app-dev: check-os ran on the EC2 target",
    ]);
  });

  it("does not meet the expectations if an answer is empty", async () => {
    const empty = [...answers("app-dev", ""), ...answers("app-staging"), ...timeout("app-prod")];
    expect(await brokenWith(empty)).toEqual(["app-dev: check-os got five answers from the EC2 target"]);
  });

  it("does not meet the expectations if something could not be read", async () => {
    const unread: ResultRecord = {
      ...{ kind: "unread", what: "names", accountId: "222222222222", region: "ap-northeast-1", reason: "throttled" },
      ...{ message: "m", remedy: "r" },
    };
    expect(await brokenWith([...good, unread])).toEqual(["management: every result of check-os could be read"]);
  });

  it("does not meet the expectations if the stopped instance has answered", async () => {
    expect(await brokenWith([...answers("app-dev"), ...answers("app-staging"), ...answers("app-prod")])).toEqual([
      "app-prod: check-os times out on the stopped EC2 target",
    ]);
  });
});
