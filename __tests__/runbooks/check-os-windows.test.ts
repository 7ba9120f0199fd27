import { checkOsWindows } from "../../runbooks/check-os-windows";
import type { SimulatedNode } from "../../src/simulation/nodes";
import { simulate } from "../../src/simulation/simulate";

const NODE = "i-0123456789abcdef0";
const questions = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];
const check = (node: SimulatedNode, parameters: Record<string, string> = {}) =>
  simulate(checkOsWindows, { parameters: { InstanceId: NODE, ...parameters }, nodes: { [NODE]: node } });
const windows = { profile: "windows-2022" };

describe("check-os-windows on a node", () => {
  it("hands out the answers of a healthy Windows Server", async () => {
    const run = await check({ ...windows, hostname: "EC2AMAZ-WEB1" });
    expect(run.expectStatus("Success").outputs).toEqual({
      "CheckHostname.HostnameOutput": "EC2AMAZ-WEB1\r\n",
      "CheckTimezone.TimezoneOutput": expect.stringContaining("UTC") as string,
      "CheckLocale.LocaleOutput": expect.stringContaining("en-US") as string,
      "CheckUpdate.UpdateOutput": "0 updates available\r\n",
      "CheckNTP.NTPOutput": expect.stringContaining("169.254.169.123") as string,
    });
  });

  it("sets the code page to UTF-8 before anything else", async () => {
    const texts: string[] = [];
    await check((text) => {
      texts.push(text);
      return "";
    });
    expect(texts.map((text) => text.split("\n")[0])).toEqual(questions.map(() => "chcp 65001 > $null"));
  });

  it("gets what is not ASCII as it is", async () => {
    const scripts = [{ contains: "Get-WinSystemLocale", stdout: "日本語 (日本)" }];
    const run = await check({ ...windows, codePage: 932, scripts });
    expect(run.expectStatus("Success").step("CheckLocale").outputs["LocaleOutput"]).toBe("日本語 (日本)\r\n");
  });

  it.each(questions)("skips %s where it is told to", async (question) => {
    const texts: string[] = [];
    await check(
      (text) => {
        texts.push(text);
        return "";
      },
      { [question]: "skip" },
    );
    const skipping = texts.filter((text) => text.includes("if ('skip' -eq 'check')"));
    expect(skipping).toEqual([texts[questions.indexOf(question)]]);
  });

  it("hands out the list of pending updates", async () => {
    const list = "2 updates available\nKB5031364\nKB5032198";
    const run = await check({ ...windows, scripts: [{ contains: "CreateUpdateSearcher", stdout: list }] });
    expect(run.expectStatus("Success").step("CheckUpdate").outputs["UpdateOutput"]).toBe(
      "2 updates available\r\nKB5031364\r\nKB5032198\r\n",
    );
  });

  it("fails where the time service does not run, and says why", async () => {
    const w32tm = { contains: "w32tm", stdout: "The service has not been started. (0x80070426)", exitCode: 1 };
    const run = await check({ ...windows, scripts: [w32tm] });
    expect(run.expectStatus("Failed").failureMessage).toContain("The service has not been started.");
    expect(run.step("CheckUpdate").status).toBe("Success");
  });

  it("asks no further question after one that failed", async () => {
    const run = await check({ ...windows, scripts: [{ contains: "Get-TimeZone", exitCode: 1 }] });
    expect(run.steps.map(({ status }) => status)).toEqual(["Success", "Failed", "Pending", "Pending", "Pending"]);
  });

  it.each([
    ["CheckHostname", "hostname", 10],
    ["CheckUpdate", "CreateUpdateSearcher", 120],
  ])("gives %s its time, and no more", async (step, contains, seconds) => {
    const after = (takesSeconds: number) => check({ ...windows, scripts: [{ contains, takesSeconds }] });
    expect((await after(seconds - 1)).step(step)).toMatchObject({ status: "Success", seconds: seconds - 1 });
    expect((await after(seconds + 1)).step(step)).toMatchObject({ status: "TimedOut", seconds });
  });

  it("waits ten seconds for a node that is stopped", async () => {
    const run = await check("stopped");
    expect([run.status, run.seconds]).toEqual(["TimedOut", 10]);
  });

  it("fails at once on an instance that is not managed", async () => {
    const run = await check("unmanaged");
    expect(run.expectStatus("Failed").failureMessage).toContain("(InvalidInstanceId)");
  });

  it("fails on Linux, which has no PowerShell", async () => {
    const run = await check({});
    expect(run.expectStatus("Failed").failureMessage).toContain("powershell: no such file or directory");
  });
});
