import { readFileSync } from "node:fs";
import path from "node:path";
import manifest from "../../package.json";
import { notesSince } from "../../src/init/upgrade-notes";

const CHANGES = "# Changes\n\nText.\n\n## 1.10.0\n\n- ten\n\n## 1.2.0\n\n- two\n\n## 1.1.0\n\n- one\n";

describe("the notes of an upgrade", () => {
  it("are the sections of later versions", () => {
    expect(notesSince(CHANGES, "1.1.0")).toBe("## 1.10.0\n\n- ten\n\n## 1.2.0\n\n- two");
    expect(notesSince(CHANGES, "v1.2.0")).toBe("## 1.10.0\n\n- ten");
  });

  it("are none after the newest version", () => {
    expect(notesSince(CHANGES, "1.10.0")).toBe("");
  });

  it("are refused for what is not a version", () => {
    expect(() => notesSince(CHANGES, "yesterday")).toThrow("This is not a version.");
  });

  it("have a section for this version", () => {
    const changelog = readFileSync(path.resolve(__dirname, "../../CHANGELOG.md"), "utf8");
    expect(notesSince(changelog, "0.0.0")).toContain(`## ${manifest.version}\n`);
  });
});
