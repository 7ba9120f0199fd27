import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import { checkAlarms, type AlarmReader } from "../../../src/operations/runs/alarms";

const alarm = { name: "errors", accountId: "222222222222", region: "eu-west-1" };
const waves = [
  { name: "canary", gate: { maxErrors: "0", alarm } },
  { name: "rest", gate: { maxErrors: "0", alarm } },
];

describe("the alarms of a run, before anything starts", () => {
  it("are looked for once each", async () => {
    const asked: string[] = [];
    const read: AlarmReader = ({ name }) => {
      asked.push(name);
      return Promise.resolve({ state: "INSUFFICIENT_DATA", reason: "" });
    };
    await checkAlarms({ waves }, read);
    expect(asked).toEqual(["errors"]);
  });

  it("are refused if one is missing", async () => {
    await expect(checkAlarms({ waves }, () => Promise.resolve(undefined))).rejects.toThrow(
      "There is no CloudWatch alarm errors@222222222222/eu-west-1, so nothing was started.",
    );
  });

  it("are refused if one cannot be read", async () => {
    const read = () => Promise.reject(unreadableBecause("access-denied", "AccessDenied: no"));
    await expect(checkAlarms({ waves }, read)).rejects.toThrow("AccessDenied: no. Nothing was started.");
  });
});
