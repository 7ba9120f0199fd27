import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { readAnswers } from "../../src/simulation/answers-file";

describe("a file of answers", () => {
  let file: string;

  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), "answers-")), "answers.yaml");
  });

  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  const read = (text: string) => {
    writeFileSync(file, text);
    return readAnswers(file);
  };

  it("has responses, errors, lists of them, and empty responses", () => {
    const text = `
ec2:DescribeImages:
  - Images: []
  - error: { code: AuthFailure, message: Not you. }
ec2:CreateImage: { ImageId: ami-1 }
ec2:ModifyImageAttribute:
`;
    expect(read(text)).toEqual({
      "ec2:DescribeImages": [{ Images: [] }, { error: { code: "AuthFailure", message: "Not you." } }],
      "ec2:CreateImage": { ImageId: "ami-1" },
      "ec2:ModifyImageAttribute": {},
    });
  });

  it("may be JSON", () => {
    expect(read('{ "sns:Publish": { "MessageId": "1" } }')).toEqual({ "sns:Publish": { MessageId: "1" } });
  });

  it("is rejected with every fault in it, each with its line", () => {
    const text = "ec2:describe_images: {}\nec2:CreateImage: ami-1\nec2:CopyImage: []\nec2:DeleteSnapshot: {}\n";
    let problems: ConfigurationError["problems"] = [];
    try {
      read(text);
    } catch (error) {
      if (error instanceof ConfigurationError) problems = error.problems;
    }
    expect(problems.map(({ place, message }) => [place?.split("answers.yaml")[1], message])).toEqual([
      [":1:1", '"ec2:describe_images" does not name an AWS API operation.'],
      [":2:18", 'The answer to ec2:CreateImage is "ami-1".'],
      [":3:16", "The answer to ec2:CopyImage is []."],
    ]);
  });
});
