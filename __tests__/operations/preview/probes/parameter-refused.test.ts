import { parameterRefused } from "../../../../src/operations/preview/probes/parameter-refused";
import { brief, deployed, findings, MANAGEMENT, request, versions } from "../fake-preview";

const withParameter = (definition: string) => ({
  document: () =>
    Promise.resolve({
      ...deployed,
      content: deployed.content.replace("parameters:\n", `parameters:\n  Extra: ${definition}\n`),
    }),
});
const given = (values: Readonly<Record<string, readonly string[]>>) => ({
  request: { parameters: { ...request.parameters, ...values } },
});

describe("the probe of parameters", () => {
  it("finds nothing if the deployed version accepts every parameter", async () => {
    expect(await findings(parameterRefused, given({ CheckNTP: ["skip"] }))).toEqual([]);
  });

  it.each([
    ["is unknown to the deployed version", given({ CheckDisk: ["check"] }), "The parameter CheckDisk is unknown"],
    ["has a value that the deployed version does not allow", given({ CheckNTP: ["yes"] }), '"yes" is not among'],
    ["is required by the deployed version alone", withParameter("{ type: String }"), "The parameter Extra is required"],
    [
      "is no integer",
      { ...withParameter("{ type: Integer }"), ...given({ Extra: ["many"] }) },
      '"many" is not an integer.',
    ],
  ])("names one that %s", async (_, planted, message) => {
    const found = await findings(parameterRefused, planted);
    expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
    expect(brief(found)).toEqual([["error", MANAGEMENT, "administrator"]]);
  });

  it("makes the repository's version the default if it is deployed already", async () => {
    const other = deployed.content.replace("parameters:\n", "parameters:\n  Extra: { type: String }\n");
    const found = await findings(parameterRefused, versions({ 1: other, 2: deployed.content }, "1"));
    expect(brief(found)).toEqual([["error", MANAGEMENT, expect.stringContaining("--document-version 2 ")]]);
  });

  it("of a version that one has named is mended by the request", async () => {
    const { document } = withParameter("{ type: String }");
    const found = await findings(parameterRefused, { document, request: { documentVersion: "1" } });
    expect(found.map(({ remedy, mend }) => [remedy, mend])).toEqual([
      ["Set it: --set Extra=VALUE. Or leave out --document-version.", undefined],
    ]);
  });

  it.each([
    ["a Boolean", "{ type: Boolean }", ["True"]],
    ["a list", "{ type: StringList }", ["a", "b"]],
    ["a map as JSON", "{ type: StringMap }", ['{"a": 1}']],
    ["a reference to Parameter Store", "{ type: Integer }", ["{{ssm:limit}}"]],
  ])("accepts %s as a request has it", async (_, definition, values) => {
    expect(await findings(parameterRefused, { ...withParameter(definition), ...given({ Extra: values }) })).toEqual([]);
  });
});
