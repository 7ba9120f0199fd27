import { ConfigurationError, OperationError } from "../../../src/diagnostics/errors";
import { checkExecutionId, findExecution, newestExecution } from "../../../src/operations/collect/find-execution";
import { exampleFleet, accountOf } from "../../stacks/example-fleet";
import { DEV, execution, FakeAws, id, MANAGEMENT, REGION } from "./fake-aws";

const management = accountOf(exampleFleet, "management");
const dev = accountOf(exampleFleet, "app-dev");
const at = (minute: number) => ({ ExecutionStartTime: new Date(`2026-11-29T09:0${minute}:00Z`) });

const aws = () =>
  new FakeAws({
    [MANAGEMENT]: {
      executions: [
        execution(1, at(1)),
        execution(3, at(3)),
        execution(4, { ...at(4), ParentAutomationExecutionId: id(3) }),
        execution(2, at(2)),
      ],
    },
    [DEV]: { executions: [execution(7)] },
  });

describe("an execution", () => {
  it("is found by its id in the account's home Region", async () => {
    const { execution: found, place } = await findExecution(exampleFleet, aws(), management, id(2));
    expect([found.AutomationExecutionId, place]).toEqual([id(2), { accountId: MANAGEMENT, region: REGION }]);
  });

  it("of another account is not taken for one of this account, and the message names the account", async () => {
    await expect(findExecution(exampleFleet, aws(), management, id(7))).rejects.toThrow(
      `The execution ${id(7)} is not in account management (${MANAGEMENT}), but in account app-dev (${DEV}), ${REGION}. Add --account app-dev.`,
    );
    const { place } = await findExecution(exampleFleet, aws(), dev, id(7));
    expect(place.accountId).toBe(DEV);
  });

  it("that is nowhere is said to be nowhere", async () => {
    const searched = findExecution(exampleFleet, aws(), management, id(9));
    await expect(searched).rejects.toThrow(ConfigurationError);
    await expect(searched).rejects.toThrow(/There is no execution .* AWS keeps executions for 30 days/);
  });

  it.each(["", "last", "i-0123456789abcdef0", `${id(1)}0`])("is not named by %j", (text) => {
    expect(() => checkExecutionId(text)).toThrow(/is not the id of an execution; expected 36 characters/);
  });

  it("is the newest one that no other has started", async () => {
    const { execution: found } = await newestExecution(exampleFleet, aws(), management);
    expect(found.AutomationExecutionId).toBe(id(3));
  });

  it("is not there in an account that has none", async () => {
    await expect(newestExecution(exampleFleet, new FakeAws({}), management)).rejects.toThrow(/has no execution/);
  });

  it("is not looked for with credentials of the wrong account", async () => {
    const closed = aws();
    closed.closed.add(DEV);
    const searched = findExecution(exampleFleet, closed, dev, id(7));
    await expect(searched).rejects.toThrow(OperationError);
    await expect(searched).rejects.toThrow(
      /The credentials belong to account 111111111111 \(arn:aws:iam::111111111111:user\/operator\), and the reader role cannot be used/,
    );
  });
});
