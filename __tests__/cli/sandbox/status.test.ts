import { sandbox, stateFolder } from "./state-folder";

describe("npm run sandbox -- status", () => {
  const { printed, write } = stateFolder();

  it("exits with 1 where no sandbox runs", async () => {
    await sandbox("status");
    expect([process.exitCode, printed]).toEqual([1, [expect.stringMatching(/^No sandbox is running\./)]]);
  });

  it("exits with 1 where one was killed, as JSON too", async () => {
    write({});
    await sandbox("status", "--json");
    expect([process.exitCode, JSON.parse(printed.join("\n"))]).toEqual([1, { kind: "stale" }]);
  });
});
