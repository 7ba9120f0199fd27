import { example, load, onlyProblem } from "../fleet-file";

const REGISTERS = "registerDelegatedAdministrator: true\nhomeRegion:";

describe("a delegated administrator", () => {
  it("may be registered by the fleet, if it is a member account", () => {
    expect(load(example(["homeRegion:", `administratorAccount: app-dev\n${REGISTERS}`]))).toMatchObject({
      administratorAccount: { name: "app-dev" },
      registerDelegatedAdministrator: true,
    });
  });

  it.each(["", "administratorAccount: management\n", 'administratorAccount: "111111111111"\n'])(
    "cannot be the management account: %j",
    (administrator) => {
      expect(onlyProblem(example(["homeRegion:", `${administrator}${REGISTERS}`]))).toMatchObject({
        message: expect.stringContaining("which AWS does not register") as string,
        remedy: expect.stringContaining("Name a member account") as string,
      });
    },
  );
});
