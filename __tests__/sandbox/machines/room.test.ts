import { NodeFiles } from "../../../src/sandbox/machines/emulated/machine-files";
import { isolation } from "../../../src/sandbox/machines/isolation";
import { LINUX, node, shells } from "./support";

describe("the room of a node", () => {
  const run = shells({ room: { bytes: 4 * 1024 * 1024, files: 1_000 } });

  it("ends with its own files: a node that is full stops no other", async () => {
    if ((await isolation()).kind !== "namespaces") return;
    const many = await run("cd /tmp; seq 2000 | xargs touch");
    expect(many.stderr).toContain("No space left on device");
    const large = await run("rm -f /tmp/*; head -c 8000000 /dev/zero > /tmp/large; wc -c < /tmp/large");
    expect(Number(large.stdout)).toBeLessThan(4 * 1024 * 1024);
    const other = node({}, { ...LINUX, instanceId: "i-0fedcba9876543210" });
    expect(await run("echo here > /tmp/note; cat /tmp/note", other)).toMatchObject({ exitCode: 0, stdout: "here\n" });
    expect(await run("rm -f /tmp/*; echo again > /tmp/note; cat /tmp/note")).toMatchObject({ stdout: "again\n" });
  });

  it("has an end without namespaces too", async () => {
    const files = new NodeFiles(20);
    const made = files.getAllPaths().length;
    const make = async (): Promise<void> => {
      for (let each = 0; each < 30; each++) await files.writeFile(`/${each}`, "");
    };
    await expect(make()).rejects.toThrow("ENOSPC: no space left on device, open '/");
    expect(files.getAllPaths().length).toBeGreaterThan(made);
    await files.rm("/1");
    await expect(files.writeFile("/other", "")).resolves.toBeUndefined();
  });
});
