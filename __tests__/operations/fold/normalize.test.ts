import { normalizer, patternsOf } from "../../../src/operations/fold/normalize";
import type { InstanceView } from "../../../src/operations/fold/run-view";

const instance: InstanceView = {
  ...{ key: "k", accountId: "222222222222", region: "ap-northeast-1", instance: "i-0123456789abcdef0" },
  ...{ name: "web", hostName: "web-1.example.com", status: "Success" },
};
const normalized = (text: string, names = "default") => normalizer(patternsOf(names))(text)(instance);

describe("a pattern of --normalize", () => {
  it.each([
    ["Local time: Sun 2026-11-29 17:28:58 UTC", "Local time: <time>"],
    ["2026-11-29T09:00:00.123Z", "<time>"],
    ["Sun Nov 29 17:28:58 UTC 2026", "<time>"],
    ["29 Nov 2026 17:28", "<time>"],
    ["Nov  9 17:28:58", "<time>"],
    ["up 17:28:58", "up <time>"],
    ["web-1.example.com", "<host>"],
    ["WEB-1", "<host>"],
    ["ip-10-0-1-23.ap-northeast-1.compute.internal", "<host>"],
    ["EC2AMAZ-1AB2C3D", "<host>"],
    ["i-0123456789abcdef0", "<host>"],
    ["sshd[1234]: hi, pid 77", "sshd<pid>: hi, pid <pid>"],
    ["web-11 and cobweb-1 stay", "web-11 and cobweb-1 stay"],
    ["version 1.2.3 of 100 packages", "version 1.2.3 of 100 packages"],
  ])("makes of %j %j by default", (text, expected) => {
    expect(normalized(text)).toBe(expected);
  });

  it("is used only if it is named", () => {
    expect(normalized("10.0.0.1 at 17:28:58", "ip")).toBe("<ip> at 17:28:58");
    expect(normalized("id 0a1b2c3d-0000-4000-8000-0123456789ab", "uuid, time")).toBe("id <uuid>");
    expect(normalized("100 packages", "number")).toBe("<number> packages");
  });

  it("that does not exist is refused with the known names", () => {
    expect(() => patternsOf("time,hots")).toThrow('--normalize: there is no pattern "hots". Did you mean "host"?');
  });
});
