import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Annotations, App, Fn, Lazy, TerraformOutput, TerraformStack, Token } from "cdktf";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addFleetStacks, addStateStacks } from "../../stacks/fleet-app";
import { withQuickTokens } from "../../stacks/quick-tokens";
import { runbooks, variations } from "./example-fleet";

/** Every file that an app writes, with its bytes. */
function written(addStacks: (app: App) => void, around: (synthesize: () => void) => void): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "fleetbook-synth-"));
  try {
    around(() => {
      const app = new App({ outdir });
      addStacks(app);
      app.synth();
    });
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      files.map(({ parentPath, name }) => {
        const file = join(parentPath, name);
        return [file.slice(outdir.length), readFileSync(file, "utf8")];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The example, and the one with the most text in it. */
const fleets = variations.filter(([name]) => ["the example fleet", "buckets for outputs"].includes(name));

const plainly = (synthesize: () => void): void => synthesize();

function expectSameFiles(addStacks: (app: App) => void): void {
  const plain = written(addStacks, plainly);
  expect(Object.keys(plain)).toContain("/manifest.json");
  expect(written(addStacks, withQuickTokens)).toEqual(plain);
}

/** A stack whose parameters have these values. */
function stackOf(scope: App, values: Readonly<Record<string, unknown>>, name = "mine"): TerraformStack {
  const stack = new TerraformStack(scope, name);
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  for (const [id, value] of Object.entries(values)) {
    new SsmParameter(stack, id, { name: `/${id}`, type: "String", value: "-" }).addOverride("value", value);
  }
  return stack;
}

describe("quick tokens", () => {
  it.each(fleets)("write the same files as cdktf alone, byte for byte: %s", (_name, fleet) => {
    expectSameFiles((app) => addFleetStacks(app, fleet, runbooks));
  });

  it("write the same files of the state stacks", () => {
    for (const [, fleet] of fleets) expectSameFiles((app) => addStateStacks(app, fleet));
  });

  it.each<[string, (parameter: SsmParameter) => unknown]>([
    ["in a string", ({ arn }) => `before ${arn} after`],
    ["beside Terraform's own template", ({ arn }) => '${upper("a")} ${' + arn + "}"],
    ["as a list", () => Token.asList(Fn.split(",", "a,b"))],
    ["in a list", ({ arn }) => ["a", undefined, arn, null]],
    ["as a number", () => Token.asNumber(Fn.max([1, 2]))],
    ["as a number in a string", () => `port ${Token.asNumber(Fn.max([1, 2]))}`],
    ["as a list of numbers", () => Token.asNumberList(Fn.range(1, 3))],
    ["as a map", () => Token.asStringMap(Fn.merge([{ a: "b" }]))],
    ["as a map of numbers", () => ({ map: Token.asNumberMap(Fn.merge([{ a: 1 }])) })],
    ["as a key", ({ arn }) => ({ [arn]: { nested: arn } })],
    ["that is produced late", () => ({ late: Lazy.anyValue({ produce: () => ({ a: [undefined, "b"] }) }) })],
    [
      "that is none, in numbers and dates",
      () => ({ n: [-1, 0.5, 1e21, -2e-7, "1e+21"], at: new Date(0), no: undefined }),
    ],
  ])("write a token %s as cdktf does", (_where, value) => {
    expectSameFiles((app) => {
      const stack = stackOf(app, { other: "value" });
      const other = stack.node.findChild("other") as SsmParameter;
      new SsmParameter(stack, "it", { name: "/it", type: "String", value: "-" }).addOverride("value", value(other));
    });
  });

  it("see a reference to another stack", () => {
    expectSameFiles((app) => {
      const first = stackOf(app, { other: "value" }, "first");
      const second = stackOf(app, {}, "second");
      new TerraformOutput(second, "arn", { value: (first.node.findChild("other") as SsmParameter).arn });
    });
  });

  it("keep the stack traces of warnings, and take none for tokens", () => {
    let token: { readonly creationStack?: readonly string[] } = {};
    const files = written((app) => {
      token = Token.asAny("value");
      Annotations.of(stackOf(app, {})).addWarning("Look at this.");
    }, withQuickTokens);
    expect(token.creationStack).toEqual([]);
    expect(files["/manifest.json"]).toContain("quick-tokens.test.ts");
  });

  it("have stack traces with DEBUG", () => {
    const { DEBUG } = process.env;
    process.env.DEBUG = "1";
    try {
      const token = withQuickTokens(() => Token.asAny("value"));
      expect(token.creationStack?.join("\n")).toContain("quick-tokens.test.ts");
    } finally {
      if (DEBUG === undefined) delete process.env.DEBUG;
      else process.env.DEBUG = DEBUG;
    }
  });

  it("end with cdktf's own error, which names the place", () => {
    const broken = (around: typeof plainly) => () =>
      written((app) => stackOf(app, { it: { deep: () => "no" } }), around);
    const message = /non-data object.*\/resource\/aws_ssm_parameter\/it\/value\/deep/s;
    expect(broken(plainly)).toThrow(message);
    expect(broken(withQuickTokens)).toThrow(message);
  });

  it("are gone afterwards, after an error too", () => {
    expect(() =>
      withQuickTokens(() => {
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect(Token.asAny("value").creationStack?.length).toBeGreaterThan(0);
  });
});
