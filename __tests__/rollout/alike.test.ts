import { NO_CHANGES } from "../../src/rollout/output";
import { mergeAlike, problemsOfStacks } from "../../src/rollout/alike";

const failure = (of: string, message: string) => ({ of, problem: { place: of, message, remedy: "Correct it." } });
const ids = ["111111111111", "222222222222", "333333333333", "444444444444", "555555555555", "666666666666"];
const refused = ids.map((id) => failure(`account-${id[0]}`, `999999999999 may not enter ${id}.`));

describe("problems of several accounts", () => {
  it("are one problem if they differ only in the accounts' ids", () => {
    expect(mergeAlike(refused.slice(0, 2), "accounts", 6)).toEqual([
      {
        place: "2 of 6 accounts (account-1, account-2)",
        message: "999999999999 may not enter <account id>.",
        remedy: "Correct it.",
      },
    ]);
  });

  it("list some accounts and count the others", () => {
    expect(mergeAlike(refused, "accounts", 7)[0]?.place).toBe(
      "6 of 7 accounts (account-1, account-2, account-3, account-4, and 2 more)",
    );
  });

  it("are of all accounts if all have them", () => {
    expect(mergeAlike(refused, "accounts", 6)[0]?.place).toBe("all 6 accounts");
  });

  it("stay apart if their reasons differ, in the order in which they were found", () => {
    const found = mergeAlike([...refused, failure("account-7", "It does not exist.")], "accounts", 7);
    expect(found.map(({ message }) => message)).toEqual([
      "999999999999 may not enter <account id>.",
      "It does not exist.",
    ]);
    expect(found[1]?.place).toBe("account-7");
  });

  it("stay as they are if one account has them", () => {
    expect(mergeAlike(refused.slice(0, 1), "accounts", 1)).toEqual([refused[0]?.problem]);
  });
});

it("stacks that fail alike are named in one problem", () => {
  const results = refused.map(({ of, problem }) => ({
    stack: of,
    outcome: "failed" as const,
    changes: NO_CHANGES,
    seconds: 1,
    problems: [problem],
  }));
  expect(problemsOfStacks(results)).toMatchObject([{ place: "all 6 stacks" }]);
});
