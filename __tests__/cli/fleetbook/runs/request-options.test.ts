import { checkOs } from "../../../../runbooks/check-os";
import { startCommand } from "../../../../src/cli/fleetbook/start";
import { requestOf, type RequestOptions } from "../../../../src/cli/fleetbook/runs/request-options";
import type { Catalogue } from "../../../../src/catalogue/catalogue";
import { fleet } from "../../../operations/request/requests";

const entry = { name: checkOs.name, file: "", content: "", format: "YAML", runbook: checkOs } as const;
const catalogue: Catalogue = { runbooks: new Map([[checkOs.name, entry]]), faults: [], amazonFolder: "" };

describe("the options of a start", () => {
  it.each([{ waitSeconds: 5 }, { maxErrors: "1" }, { confirm: true }] as const)(
    "are refused if they say something of waves that nobody names: %j",
    async (gate) => {
      const options = { ...startCommand().opts<RequestOptions>(), allInstances: true, ou: ["root"] } as const;
      await expect(requestOf(fleet, catalogue, checkOs.name, { ...options, gate })).rejects.toThrow(
        "are of the waves that --waves names",
      );
      await expect(
        requestOf(fleet, catalogue, checkOs.name, { ...options, waves: "100%", gate }),
      ).resolves.toBeDefined();
    },
  );
});
