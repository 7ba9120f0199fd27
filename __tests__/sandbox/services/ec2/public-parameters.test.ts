// Public parameters of images, among others.
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { publicImageParameters } from "../../../../src/sandbox/services/ec2/public-parameters";
import { jsonClient } from "../../json-client";

const PREFIX = "/aws/service/ami-amazon-linux-latest";
const ARM = `${PREFIX}/al2023-ami-kernel-default-arm64`;

interface Answer {
  readonly Parameters: readonly { readonly Name: string; readonly Value?: string }[];
  readonly InvalidParameters?: readonly string[];
  readonly NextToken?: string;
}

/** moto has two pages below /aws/service, with an image of its own. */
const moto = ({ operation, input }: CallerRequest) => {
  const named = (...names: string[]) => names.map((Name) => ({ Name, Value: "moto's" }));
  const answer: Answer =
    operation === "GetParameters"
      ? { Parameters: named(...(input["Names"] as string[])), InvalidParameters: ["gone"] }
      : input["NextToken"] === "10"
        ? { Parameters: named("/aws/service/global-infrastructure/regions/x") }
        : { Parameters: named(ARM, "/aws/service/ecs/y"), NextToken: "10" };
  return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) });
};
const ask = jsonClient(publicImageParameters("aws"), { next: moto });

async function all(input: object): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: Answer = await ask<Answer>("GetParametersByPath", { ...input, NextToken });
    names.push(...page.Parameters.map(({ Name }) => Name));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return names;
}

describe("Public parameters", () => {
  it.each(["/aws/service", "/aws/service/", "/aws"])(
    "below %s are those of others and those of images",
    async (Path) => {
      for (const MaxResults of [10, 2]) {
        const names = await all({ Path, Recursive: true, MaxResults });
        expect(names.slice(0, 2)).toEqual(["/aws/service/ecs/y", "/aws/service/global-infrastructure/regions/x"]);
        expect(names.slice(2)).toHaveLength(6);
        expect(names).toContain(ARM);
        expect(new Set(names).size).toBe(names.length);
      }
    },
  );

  it("are moto's alone where no image is below the path, or where only its own level is asked for", async () => {
    const names = ["/aws/service/ecs/y", "/aws/service/global-infrastructure/regions/x"];
    expect(await all({ Path: "/aws/service/ecs", Recursive: true })).toEqual([ARM, ...names]);
    expect(await all({ Path: "/aws/service" })).toEqual([ARM, ...names]);
  });

  it("are filtered", async () => {
    const filtered = (Key: string, ...Values: string[]) =>
      all({ Path: PREFIX, ParameterFilters: [{ Key, Option: "Equals", Values }] });
    expect(await filtered("Type", "String")).toHaveLength(4);
    expect(await filtered("Type", "SecureString")).toEqual([]);
    expect(await filtered("Label", "newest")).toEqual([]);
  });

  it("and others can be asked for at once", async () => {
    const { Parameters, InvalidParameters } = await ask<Answer>("GetParameters", {
      Names: ["/own", ARM, `${PREFIX}/nonesuch`],
    });
    expect(Parameters.map(({ Name, Value }) => [Name, Value === "moto's"])).toEqual([
      ["/own", true],
      [ARM, false],
    ]);
    expect(InvalidParameters).toEqual(["gone", `${PREFIX}/nonesuch`]);
  });
});
