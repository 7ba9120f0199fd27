import { callsAws } from "../../../src/document/permissions/script-calls";
import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";
import { derivePermissions } from "../../../src/document/permissions/permissions";
import { caseDocument, caseText } from "../../fixtures/published-case";

describe("a script", () => {
  it.each([
    "import boto3\nimport json\nprint(json)",
    "import boto3, json\n# boto3 is not needed\n",
    "import boto3 as aws\nprint('hello')",
    "from boto3 import client\n",
    "import boto3\nfrom botocore.exceptions import ClientError\ntry:\n  f()\nexcept ClientError: pass",
    "import botocore.exceptions\ntry:\n  f()\nexcept botocore.exceptions.ClientError: pass",
  ])("that imports boto3 and does not use it calls nothing: %j", (script) => {
    expect(callsAws(script)).toBe(false);
  });

  it.each([
    "import boto3\nec2 = boto3.client('ec2')",
    "import json, boto3 as aws\naws.client('ec2')",
    "from boto3 import client as c\nc('ec2')",
    "from boto3.session import Session\nSession()",
    "def h(e, c):\n    import boto3\n    return boto3.resource('s3')",
    "import botocore.session\nbotocore.session.get_session()",
    "from botocore import session\nsession.get_session()",
    "import importlib\nimportlib.import_module('boto3')",
    "Get-EC2Instance",
  ])("that uses it calls AWS: %j", (script) => {
    expect(callsAws(script)).toBe(true);
  });
});

it("A runbook whose script imports boto3 and calls nothing needs no permission and no role", () => {
  const name = "imports-boto3-calls-nothing";
  expect(lintSource(parseSource(caseText(name), "a.yaml")).findings).toEqual([]);
  expect(derivePermissions(caseDocument(name))).toEqual({ statements: [], gaps: [] });
});
