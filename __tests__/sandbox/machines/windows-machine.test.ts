import { checkOsWindows } from "../../../runbooks/check-os-windows";
import { commandsOf, node, shells, WINDOWS, type Run } from "./support";

const onWindows = (parts: Parameters<typeof node>[0] = {}) => node(parts, WINDOWS);
const commands = (name: string) => commandsOf(checkOsWindows.document.mainSteps, name);

describe("a Windows node", () => {
  const runner = shells();
  const run: Run = (asked, on = onWindows(), parts = {}, signal) =>
    runner(asked, on, { plugin: "aws:runPowerShellScript", ...parts }, signal);

  it.each([
    ["CheckHostname", /^EC2AMAZ-[0-9A-F]{7}\r\n$/],
    ["CheckTimezone", /Id +: UTC\r\n/],
    ["CheckLocale", /Name +: en-US\r\n/],
    ["CheckUpdate", /^0 updates available\r\n$/],
    ["CheckNTP", /Peer: 169\.254\.169\.123/],
  ])("answers %s of check-os-windows", async (step, answer) => {
    const result = await run(commands(step));
    expect(result).toMatchObject({ exitCode: 0, stderr: "", ended: "exited" });
    expect(result.stdout).toMatch(answer);
  });

  it("answers nothing to the checks that check-os-windows disables", async () => {
    const skipped = commands("CheckHostname").map((line) => line.replace("'check' -eq", "'skip' -eq"));
    expect((await run(skipped)).stdout).toBe("Skipping hostname check\r\n");
  });

  it("gives the first matching answer, its own before the profile's, with the groups of the expression", async () => {
    const described = onWindows({
      scripts: [
        { matches: "Get-Service (\\w+)", stdout: "$1 runs on {hostname}", exitCode: 4 },
        { contains: "get-service", stdout: "not reached" },
      ],
      hostname: "WEB",
    });
    expect(await run("Get-Service W32Time", described)).toMatchObject({
      exitCode: 4,
      stdout: "W32Time runs on WEB\r\n",
      stderr: "failed to run commands: exit status 4",
    });
  });

  it("answers an unknown command with PowerShell's message, and says where to describe it", async () => {
    const { exitCode, stderr } = await run(["chcp 65001 > $null", "Frobnicate-Thing -All"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The term 'Frobnicate-Thing' is not recognized as the name of a cmdlet");
    expect(stderr).toContain("describe what this script answers under `scripts` in the nodes file");
  });

  describe("that prints characters other than ASCII", () => {
    const printing = (stdout: string, codePage: 437 | 850 | 932) =>
      onWindows({ codePage, scripts: [{ contains: "Get-Thing", stdout }] });

    it.each([
      [437, "Zürich €", "Z\ufffdrich ?\r\n"],
      [850, "Ø", "\ufffd\r\n"],
      [932, "東京", "\ufffd\ufffd\ufffd\ufffd\r\n"],
    ] as const)("is garbled in code page %i", async (codePage, text, arrives) => {
      expect((await run("Get-Thing", printing(text, codePage))).stdout).toBe(arrives);
    });

    it.each(["chcp 65001 > $null", "[Console]::OutputEncoding = [Text.Encoding]::UTF8"])(
      "is readable after %s",
      async (remedy) => {
        expect((await run([remedy, "Get-Thing"], printing("東京 Zürich", 932))).stdout).toBe("東京 Zürich\r\n");
      },
    );
  });

  it("ends a script at its time limit, or when it is cancelled", async () => {
    const slow = onWindows({ scripts: [{ contains: "Start-Sleep", takesSeconds: 60 }] });
    expect(await run("Start-Sleep 60", slow, { timeoutSeconds: 0.01 })).toMatchObject({
      ended: "timed-out",
      exitCode: -1,
    });
    const cancel = new AbortController();
    const running = run("Start-Sleep 60", slow, {}, cancel.signal);
    cancel.abort();
    expect(await running).toMatchObject({ ended: "cancelled" });
  });

  it("has no shell for Linux scripts", async () => {
    expect(await run("true", onWindows(), { plugin: "aws:runShellScript" })).toMatchObject({ exitCode: 1 });
  });
});
