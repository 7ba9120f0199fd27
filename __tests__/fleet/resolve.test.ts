import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { resolveFleet } from "../../src/fleet/resolve/fleet";
import { fleetJsonSchema, type FleetFile } from "../../src/fleet/schema/fleet-file";
import { EXAMPLE } from "./fleet-file";

const FLEET_FOLDER = path.resolve(__dirname, "../../src/fleet");

/** Settings that the fleet gives a default or another form: those are not passed through. */
const RESOLVED = ["prefix", "shareWith", "association", "waitForSuccessSeconds"];

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** The names of the settings below a node of the JSON Schema. */
function settingsOf({ properties = {} }: JsonSchema): readonly string[] {
  return Object.entries(properties).flatMap(([name, setting]) => [name, ...settingsOf(setting)]);
}

describe("a setting of amiSharing that the fleet neither gives a default nor another form", () => {
  it("reaches the constructs as the fleet file has it, with nothing between schema and construct that knows it", () => {
    const file = parse(EXAMPLE) as FleetFile;
    const [first, ...others] = file.memberAccounts;
    if (first === undefined) throw new Error("the example has no member account");
    const settings = { shareWith: ["555555555555"], newSetting: 1, association: { newSetting: { a: 1 } } };
    const changed = { ...file, memberAccounts: [{ ...first, amiSharing: settings }, ...others] };
    expect(resolveFleet(changed as unknown as FleetFile, "/fleet.yaml").memberAccounts[0]?.amiSharing).toMatchObject({
      newSetting: 1,
      association: { newSetting: { a: 1 } },
    });
  });

  it("is named in no file of src/fleet but the schema", () => {
    const schema = fleetJsonSchema() as JsonSchema;
    const amiSharing = schema.properties?.memberAccounts?.items?.properties?.amiSharing;
    const names = settingsOf(amiSharing ?? {}).filter((name) => !RESOLVED.includes(name));
    expect(names).toContain("complianceSeverity");
    const files = readdirSync(FLEET_FOLDER, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && !name.startsWith("schema"),
    );
    const naming = files.flatMap((name) => {
      const text = readFileSync(path.join(FLEET_FOLDER, name), "utf8");
      // `region` and `bucket` are words of much else, and own associations have a `schedule` too.
      return names.filter(
        (setting) => !["region", "bucket", "schedule"].includes(setting) && new RegExp(`\\b${setting}\\b`).test(text),
      );
    });
    expect(naming).toEqual([]);
  });
});
