import { wavesFrom } from "../../../src/operations/request/waves";
import { ConfigurationError } from "../../../src/diagnostics/errors";
import { faults, largeFleet, resolved } from "./requests";

/** The accounts of each wave, with its name. */
const wavesOf = (text: string, of?: Parameters<typeof resolved>[1]) =>
  (resolved({ waves: [...wavesFrom(text, {})] }, of).waves ?? []).map(({ name, places }) => [
    name,
    places.map(({ account }) => account.name).join(" "),
  ]);

describe("the waves of a start", () => {
  it("have units and accounts first, and then shares of all accounts of the run", () => {
    expect(wavesOf("canary=ou:workloads/production, 50%, 100%")).toEqual([
      ["canary", "app-prod"],
      ["50%", "app-dev"],
      ["100%", "app-staging"],
    ]);
    expect(wavesOf("account:app-dev,100%")).toEqual([
      ["app-dev", "app-dev"],
      ["100%", "app-staging app-prod"],
    ]);
  });

  it("count those that have had their turn in a share, and round up", () => {
    const sizes = (text: string) =>
      wavesOf(text, largeFleet(120)).map(([, accounts = ""]) => accounts.split(" ").length);
    expect(sizes("1%, 25%, 100%")).toEqual([2, 28, 90]);
    expect(sizes("account:member-119, 25%, 100%")).toEqual([1, 29, 90]);
  });

  it("stop at the first error, unless the gate says more", () => {
    const [first] = resolved({ waves: [...wavesFrom("50%, 100%", { waitSeconds: 60, confirm: true })] }).waves ?? [];
    expect(first?.gate).toEqual({ maxErrors: "0", waitSeconds: 60, confirm: true });
    const [other] = resolved({ waves: [{ share: "100%", maxErrors: "10%" }] }).waves ?? [];
    expect(other?.gate).toEqual({ maxErrors: "10%" });
  });

  it.each([
    ["25%", "The waves leave out 2 accounts of the run."],
    ["100%, account:app-dev", "The wave app-dev selects no account that an earlier wave has not."],
    ["50%, 50%, 100%", "The wave 50% selects no account that an earlier wave has not."],
    [
      "ou:workloads/nothing, 100%",
      'The organization of the fleet file has no organizational unit "workloads/nothing".',
    ],
    ["account:app-deev, 100%", 'The fleet has no account "app-deev".'],
  ])("%s are refused", (text, message) => {
    expect(faults({ waves: [...wavesFrom(text, {})] }).map((fault) => fault.message)).toContain(message);
  });

  it("are refused in a form that means nothing", () => {
    for (const text of ["", "canary", "ou:", "250%%", "a=b=10%"])
      expect(() => wavesFrom(text, {})).toThrow(ConfigurationError);
    expect(faults({ waves: [{ share: "100%", accounts: ["app-dev"] }] })).toMatchObject([
      { message: expect.stringContaining("a wave selects accounts or has a share") as string },
    ]);
    expect(faults({ waves: [{ share: "0%" }] })).toHaveLength(1);
  });
});
