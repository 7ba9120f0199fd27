import { membersOf, membersPrinted } from "./answer-members";

describe("the members of an answer", () => {
  it("are named with their path, and the keys of data are not among them", () => {
    const answer = { Steps: [{ Name: "a", Outputs: { Any: [1] } }, { End: 1 }], Next: undefined };
    expect(membersOf(answer)).toEqual(["Steps", "Steps[].Name", "Steps[].Outputs", "Steps[].End", "Next"]);
  });

  it("are read from a page of the AWS CLI's documentation, although its JSON lacks commas", () => {
    const page = [
      "**To list** ::\r",
      "\r",
      '    aws ssm list-commands --filters "Key=Not"\r',
      "Output::\r",
      "\r",
      "    {\r",
      '        "Commands": [\r',
      "            {\r",
      '                "Parameters": {\r',
      '                    "commands": [\r',
      '                        "date"\r',
      "                    ]\r",
      "                },\r",
      '                "Status": "Success"\r',
      "            }\r",
      "            {\r",
      '                "Config": {\r',
      '                    "Enabled": false\r',
      "                }\r",
      "            }\r",
      "        ]\r",
      "    }\r",
      "\r",
      "For more information, see the guide.\r",
    ].join("\n");
    expect(membersPrinted(page)).toEqual([
      "Commands",
      "Commands[].Config",
      "Commands[].Config.Enabled",
      "Commands[].Parameters",
      "Commands[].Status",
    ]);
  });
});
