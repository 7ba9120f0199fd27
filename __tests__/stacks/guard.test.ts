import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Aspects, LocalBackend, TerraformHclModule, TerraformStack, Testing } from "cdktf";
import type { App } from "cdktf";
import { Construct } from "constructs";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { guardStack } from "../../stacks/guard";
import { addFleetStacks } from "../../stacks/fleet-app";
import { exampleFleet, runbooks, synthesize } from "./example-fleet";
import { bareStack } from "./one-construct";

const ALIAS = "account-222222222222_ap-northeast-1";
const parameter = { name: "/mine", type: "String", value: "value" };

/** The guard's messages about a stack, one string for each violation. */
function violations(stack: TerraformStack): readonly string[] {
  try {
    stack.toTerraform();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ place, message, remedy }) => `${place} | ${message} | ${remedy}`);
  }
}

describe("the guard over a stack's resources", () => {
  it("accepts a stack whose resources and data sources have the account's alias", () => {
    const stack = bareStack();
    new SsmParameter(stack, "mine", { ...parameter, provider: stack.provider });
    new DataAwsSsmParameter(stack, "theirs", { name: "/theirs", provider: stack.provider });
    expect(violations(stack)).toEqual([]);
  });

  it("refuses a resource without a provider, and names the stack, the address and the remedy", () => {
    const stack = bareStack();
    new SsmParameter(stack, "mine", parameter);
    expect(violations(stack)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^stack bare-app-dev, aws_ssm_parameter\\.mine \\| It has no provider; .* 222222222222 .* aws\\.${ALIAS}\\. \\| Pass the stack's own provider`,
        ),
      ),
    ]);
  });

  it("refuses a data source without a provider", () => {
    const stack = bareStack();
    new DataAwsSsmParameter(stack, "theirs", { name: "/theirs" });
    expect(violations(stack)).toEqual([
      expect.stringContaining("stack bare-app-dev, data.aws_ssm_parameter.theirs | "),
    ]);
  });

  it("refuses a resource with a Region of its own, which AWS provider 6 would create there", () => {
    const stack = bareStack();
    const resource = new SsmParameter(stack, "mine", { ...parameter, provider: stack.provider });
    resource.addOverride("region", "eu-west-1");
    expect(violations(stack)).toEqual([
      `stack bare-app-dev, aws_ssm_parameter.mine | It has region "eu-west-1", and its provider "aws.${ALIAS}" is of another Region. | Remove region from it, and pass the stack's own provider for that Region.`,
    ]);
    resource.addOverride("region", "ap-northeast-1");
    expect(violations(stack)).toEqual([]);
  });

  it("names every violation at once", () => {
    const stack = bareStack();
    new SsmParameter(stack, "one", parameter);
    new SsmParameter(stack, "two", parameter);
    expect(violations(stack)).toHaveLength(2);
  });

  it("refuses a resource with the alias of another account", () => {
    const stack = bareStack();
    const mine = new SsmParameter(stack, "mine", { ...parameter, provider: stack.provider });
    mine.addOverride("provider", "aws.account-444444444444_ap-northeast-1");
    expect(violations(stack)).toEqual([expect.stringContaining('provider "aws.account-444444444444_ap-northeast-1"')]);
  });

  it("refuses a resource whose provider an override removes", () => {
    const stack = bareStack();
    const mine = new SsmParameter(stack, "mine", { ...parameter, provider: stack.provider });
    mine.addOverride("provider", undefined);
    expect(violations(stack)).toEqual([expect.stringContaining("aws_ssm_parameter.mine | It has no provider")]);
  });

  it.each([
    ["a resource", "resource.aws_ssm_parameter.raw", { name: "/raw" }, "aws_ssm_parameter.raw"],
    ["a resource in a list", "resource.aws_ssm_parameter.raw", [{ name: "/raw" }], "aws_ssm_parameter.raw"],
    ["a list of resources", "resource", [{ aws_ssm_parameter: { raw: {} } }], "aws_ssm_parameter.raw"],
    ["a data source", "data.aws_region.raw", {}, "data.aws_region.raw"],
    ["an ephemeral resource", "ephemeral.aws_ssm_parameter.raw", {}, "ephemeral.aws_ssm_parameter.raw"],
    ["a check's data source", "check.up.data.aws_region.raw", {}, "check.up.data.aws_region.raw"],
    ["a resource of a provider without an account", "resource.null_resource.raw", {}, "null_resource.raw"],
  ])("refuses %s that an override of the stack adds", (_what, path, value, address) => {
    const stack = bareStack();
    stack.addOverride(path, value);
    expect(violations(stack)).toEqual([expect.stringContaining(`stack bare-app-dev, ${address} | It has no provider`)]);
  });

  it("accepts terraform_data, which Terraform itself keeps in the state", () => {
    const stack = bareStack();
    stack.addOverride("resource.terraform_data.raw", {});
    expect(violations(stack)).toEqual([]);
  });

  it("refuses a resource that an aspect adds without the account's alias", () => {
    const stack = bareStack();
    Aspects.of(stack).add({
      visit: (construct) => {
        if (construct === stack) new SsmParameter(stack, "mine", parameter);
      },
    });
    expect(() => Testing.synth(stack)).toThrow("aws_ssm_parameter.mine");
  });

  it("refuses a module that is not given the account's provider as aws", () => {
    const stack = bareStack();
    new TerraformHclModule(stack, "none", { source: "example/none/aws" });
    new TerraformHclModule(stack, "other", {
      source: "example/other/aws",
      providers: [{ moduleAlias: "other", provider: stack.provider }],
    });
    expect(violations(stack)).toEqual([
      expect.stringContaining("stack bare-app-dev, module.none | "),
      expect.stringContaining("stack bare-app-dev, module.other | "),
    ]);
  });

  it("accepts a module that is given the account's provider as aws", () => {
    const stack = bareStack();
    new TerraformHclModule(stack, "mine", {
      source: "example/mine/aws",
      providers: [stack.provider],
    });
    expect(violations(stack)).toEqual([]);
  });
});

describe("the guard over a stack's providers", () => {
  it("refuses a provider without an alias", () => {
    const stack = bareStack();
    new AwsProvider(stack, "default", { region: "ap-northeast-1" });
    expect(violations(stack)).toEqual([
      expect.stringContaining("stack bare-app-dev, provider aws | The provider has no alias"),
    ]);
  });

  it("refuses a provider of another account, and the resources that use it", () => {
    const stack = bareStack();
    const alias = "account-444444444444_ap-northeast-1";
    const provider = new AwsProvider(stack, "other", { alias, allowedAccountIds: ["444444444444"] });
    new SsmParameter(stack, "mine", { ...parameter, provider });
    expect(violations(stack)).toEqual([
      expect.stringContaining(`The provider has alias "${alias}"`),
      expect.stringContaining(`aws_ssm_parameter.mine | It has provider "aws.${alias}"`),
    ]);
  });

  it("refuses a provider that does not refuse other accounts", () => {
    const stack = bareStack();
    stack.provider.addOverride("allowed_account_ids", ["444444444444"]);
    expect(violations(stack)).toEqual([
      expect.stringContaining(`provider aws.${ALIAS} | allowed_account_ids must be exactly ["222222222222"]`),
    ]);
  });
});

describe("the guard over a stack's backend", () => {
  it("refuses a local backend beside the account's", () => {
    const stack = bareStack();
    new LocalBackend(new Construct(stack, "aside"), {});
    expect(violations(stack)).toEqual([
      expect.stringMatching(
        /^stack bare-app-dev, backend \| There must be one backend, .* found: local, s3\. \| Remove/,
      ),
    ]);
  });

  it("refuses a local backend in place of the account's", () => {
    const stack = bareStack();
    stack.addOverride("terraform.backend.s3", undefined);
    stack.addOverride("terraform.backend.local", { path: "terraform.tfstate" });
    expect(violations(stack)).toEqual([expect.stringContaining("found: local.")]);
  });

  it("refuses a stack without a backend", () => {
    expect(() => guardStack({}, bounds)).toThrow("of type s3, in bucket mine; found: none.");
  });

  it("refuses a second backend of type s3", () => {
    const { bucket, key, region } = bounds;
    const s3 = { bucket, key, region, use_lockfile: true, allowed_account_ids: [bounds.accountId] };
    expect(() => guardStack({ terraform: { backend: { s3 } } }, bounds)).not.toThrow();
    expect(() => guardStack({ terraform: [{ backend: { s3 } }, { backend: { s3 } }] }, bounds)).toThrow(
      "of type s3, in bucket mine; found: s3, a second s3.",
    );
  });

  it("refuses HCP Terraform beside the account's bucket", () => {
    const stack = bareStack();
    stack.addOverride("terraform.cloud.organization", "mine");
    expect(violations(stack)).toEqual([expect.stringContaining("found: cloud, s3.")]);
  });

  it.each([
    ["bucket", "another-bucket", '"fleetbook-state-222222222222-ap-northeast-1"'],
    ["key", "another.tfstate", '"bare.tfstate"'],
    ["region", "us-east-1", '"ap-northeast-1"'],
    ["use_lockfile", false, "true"],
  ])("refuses a backend whose %s is overridden", (name, value, expected) => {
    const stack = bareStack();
    stack.addOverride(`terraform.backend.s3.${name}`, value);
    expect(violations(stack)).toEqual([
      expect.stringContaining(
        `stack bare-app-dev, backend | The backend has ${name} ${JSON.stringify(value)}; expected ${expected}. | Remove`,
      ),
    ]);
  });

  it("refuses a backend that does not refuse other accounts", () => {
    const stack = bareStack();
    stack.addOverride("terraform.backend.s3.allowed_account_ids", undefined);
    expect(violations(stack)).toEqual([
      expect.stringContaining('backend | allowed_account_ids must be exactly ["222222222222"]'),
    ]);
  });
});

describe("the guard during synthesis", () => {
  const addBrokenStack = (app: App) => {
    addFleetStacks(app, exampleFleet, runbooks);
    const stack = app.node.findChild("member-app-dev");
    new SsmParameter(stack, "mine", parameter);
  };

  it("stops app.synth()", () => {
    expect(() => synthesize(addBrokenStack)).toThrow("stack member-app-dev, aws_ssm_parameter.mine");
  });

  it("stops app.synth() even if validations are skipped", () => {
    expect(() => synthesize(addBrokenStack, { skipValidation: true })).toThrow(ConfigurationError);
  });

  it("stops Testing.synth()", () => {
    const stack = bareStack();
    new SsmParameter(stack, "mine", parameter);
    expect(() => Testing.synth(stack)).toThrow(ConfigurationError);
  });

  it("cannot be bypassed by writing HCL", () => {
    expect(() => bareStack().toHclTerraform()).toThrow("Leave out --hcl");
  });

  it("refuses a stack that is not bound to an account", () => {
    const synth = (): unknown =>
      synthesize((app) => {
        addFleetStacks(app, exampleFleet, runbooks);
        new TerraformStack(app, "mine");
      });
    expect(synth).toThrow(ConfigurationError);
    expect(synth).toThrow("stack mine: The stack does not extend AccountStack, so it belongs to no account.");
  });
});

const bounds = {
  stackName: "bare-app-dev",
  accountId: "222222222222",
  aliases: [ALIAS],
  bucket: "mine",
  key: "bare.tfstate",
  region: "ap-northeast-1",
};
