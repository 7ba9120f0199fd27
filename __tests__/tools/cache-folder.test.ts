import path from "node:path";
import { cacheFolder } from "../../src/tools/cache-folder";

describe("the cache folder", () => {
  it("is FLEETBOOK_CACHE as an absolute path", () => {
    expect(cacheFolder({ FLEETBOOK_CACHE: "some/where", XDG_CACHE_HOME: "/x", HOME: "/h" })).toBe(
      path.resolve("some/where"),
    );
  });

  it("is in XDG_CACHE_HOME if FLEETBOOK_CACHE is not set", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/x", HOME: "/h" })).toBe("/x/fleetbook");
  });

  it("is not in a relative XDG_CACHE_HOME", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "x", HOME: "/h" })).toBe("/h/.cache/fleetbook");
  });

  it("is in the home folder if neither variable is set", () => {
    expect(cacheFolder({ HOME: "/h" })).toBe("/h/.cache/fleetbook");
  });
});
