import { workFolder } from "../../src/rollout/work-folder";
import { exampleFleet } from "../stacks/example-fleet";

describe("the work folder of a command", () => {
  const fleet = exampleFleet;
  const folder = (file: string, env: NodeJS.ProcessEnv): string =>
    workFolder("bootstrap", "/project", { ...fleet, file }, env);

  it("is the same for every run against the same fleet and endpoint", () => {
    expect(folder("/a/fleet.yaml", {})).toBe(folder("/a/fleet.yaml", { OTHER: "x" }));
  });

  it("differs between AWS and a sandbox", () => {
    expect(folder("/a/fleet.yaml", {})).not.toBe(folder("/a/fleet.yaml", { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }));
  });

  it("differs between fleet files", () => {
    expect(folder("/a/fleet.yaml", {})).not.toBe(folder("/b/fleet.yaml", {}));
  });
});
