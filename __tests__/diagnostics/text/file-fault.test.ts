import { fileFault } from "../../../src/diagnostics/text/file-fault";

describe("A fault of a file", () => {
  const error = (code: string, more: object) => Object.assign(new Error(`${code}: no`), { code, ...more });

  it("says what is wrong with which file, and what to do", () => {
    expect(fileFault(error("EACCES", { path: "/data/fleet", syscall: "mkdir" }))).toEqual({
      place: "/data/fleet",
      message: "You have no permission for it: EACCES: no.",
      remedy: "Use a folder of your own, or change its owner or mode (ls -ld).",
    });
    expect(fileFault(error("EROFS", { path: "/data/fleet" }))?.message).toMatch(/read-only/);
  });

  it("may be a disk that is full only in the middle of a file, for which Node names no path", () => {
    expect(fileFault(error("ENOSPC", { syscall: "write" }))).toEqual({
      message: "The disk is full: ENOSPC: no.",
      remedy: "Free space (df -h), and run it again.",
    });
  });

  it("is neither one of the network nor one of the program", () => {
    expect(fileFault(error("EACCES", { syscall: "listen" }))).toBeUndefined();
    expect(fileFault(new TypeError("no"))).toBeUndefined();
  });
});
