import { onlyProblem, problems } from "../fleet-file";
import { LOCK, lockWith, selecting } from "../lock-fixture";

const FILE = selecting("include: [{ou: root}]");

describe("a lock file", () => {
  it.each([
    [
      "an illegal stack name",
      lockWith().replace("stack: app-dev,", "stack: App_Dev,"),
      'accounts.222222222222.stack is "App_Dev"; expected a short name of lower-case letters, digits and hyphens that begins with a letter (40 at most).',
    ],
    [
      "one stack name twice",
      lockWith().replace("stack: app-prod,", "stack: app-dev,"),
      'The stack name of account 333333333333 is "app-dev", which account 222222222222 already has.',
    ],
    [
      "an account twice",
      lockWith().replace('"333333333333"', '"222222222222"'),
      "The map has this key a second time; only one of the two values would be used.",
    ],
    [
      "an unknown parent",
      lockWith().replace("parent: ou-flt1-producti, state", "parent: ou-flt1-nowheree, state"),
      "The parent of account 333333333333 is ou-flt1-nowheree, which the lock file does not have.",
    ],
    [
      "a unit below itself",
      lockWith(
        {},
        {
          organizationalUnits: {
            ...LOCK.organizationalUnits,
            "ou-flt1-workload": { name: "w", parent: "ou-flt1-producti" },
          },
        },
      ),
      "The unit ou-flt1-producti is below itself.",
    ],
    [
      "no management account",
      lockWith({}, { organization: { ...LOCK.organization, managementAccount: "999999999999" } }),
      "The management account 999999999999 is not one of the lock file's accounts.",
    ],
  ])("is refused with %s", (_, lock, message) => {
    const [first] = problems(FILE, lock);
    expect(first?.message).toBe(message);
    expect(first?.place).toMatch(/^fleet\.lock\.yaml:\d+:\d+$/);
  });

  it("is refused with a conflict of git's, at the line of its marker", () => {
    const lock = lockWith().replace("accounts:\n", "accounts:\n<<<<<<< HEAD\n");
    expect(onlyProblem(FILE, lock)).toMatchObject({
      place: expect.stringMatching(/^fleet\.lock\.yaml:12:1$/) as string,
      message: "The lock file has a conflict that git could not merge.",
    });
  });

  it("is read whether or not somebody has formatted it", () => {
    const formatted = lockWith().replaceAll("{ ", "{").replaceAll(" }", "}");
    expect(problems(FILE, formatted)).toEqual([]);
  });
});
