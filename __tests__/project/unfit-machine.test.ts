import { unfitMachine } from "../../src/project/unfit-machine";

describe("A machine", () => {
  const range = ">=20.19 <25";
  const linux = { platform: "linux", version: "20.19.0" };

  it("is fit with the oldest Node of the range, and with every newer one", () => {
    expect(unfitMachine(linux, range)).toBeUndefined();
    expect(unfitMachine({ ...linux, version: "26.0.0" }, range)).toBeUndefined();
    expect(unfitMachine({ ...linux, platform: "darwin" }, range)).toBeUndefined();
  });

  it.each(["8.17.0", "18.20.8", "20.18.3"])("is unfit with Node %s", (version) => {
    expect(unfitMachine({ ...linux, version }, range)).toEqual({
      message: `Node is ${version}, and Fleetbook needs 20.19 or newer.`,
      remedy: expect.stringContaining("nvm install 22") as string,
    });
  });

  it("is unfit with Windows, where WSL is not", () => {
    const unfit = unfitMachine({ ...linux, platform: "win32" }, range);
    expect(unfit?.message).toBe("Fleetbook runs on Linux and macOS, and on Windows in WSL.");
    expect(unfit?.remedy).toContain("wsl --install");
  });
});
