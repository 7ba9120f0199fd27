import { matchRoute, routesOf } from "../../src/botocore/routes";

const called = (client: string, request: string) => {
  const [method = "", target = ""] = request.split(" ");
  const [path = "", search] = target.split("?");
  const match = matchRoute(routesOf(client), method, path, new URLSearchParams(search));
  return match && [match.route.operation, match.parameters];
};

describe("the operation of a REST request", () => {
  it.each([
    ["eks", "GET /clusters", "ListClusters", {}],
    ["eks", "GET /clusters/web", "DescribeCluster", { name: "web" }],
    ["lambda", "GET /2015-03-31/functions/", "ListFunctions", {}],
    ["lambda", "GET /2015-03-31/functions", "ListFunctions", {}],
    ["backup", "GET /backup-vaults/main", "DescribeBackupVault", { BackupVaultName: "main" }],
  ])("of %s, %s, is %s", (client, request, operation, parameters) => {
    expect(called(client, request)).toEqual([operation, parameters]);
  });

  it("is the one whose path has the more fixed words", () => {
    expect(called("securityhub", "GET /findings/x")).toBeUndefined();
    expect(called("iot", "GET /things/a/shadow")).toBeUndefined();
    expect(called("batch", "POST /v1/listjobs")?.[0]).toBe("ListJobs");
    expect(called("lex-models", "GET /bots/web/versions/")?.[0]).toBe("GetBotVersions");
  });

  it("may follow from the query string", () => {
    expect(called("glacier", "POST /-/vaults/v/tags?operation=add")?.[0]).toBe("AddTagsToVault");
    expect(called("glacier", "POST /-/vaults/v/tags?operation=remove")?.[0]).toBe("RemoveTagsFromVault");
    expect(called("glacier", "POST /-/vaults/v/tags")).toBeUndefined();
    expect(called("cloudfront", "POST /2020-05-31/distribution")?.[0]).toBe("CreateDistribution");
    expect(called("cloudfront", "POST /2020-05-31/distribution?WithTags")?.[0]).toBe("CreateDistributionWithTags");
  });

  it("may have slashes in its last parameter", () => {
    expect(called("mediastore-data", "GET /a/b/c")).toEqual(["GetObject", { Path: "a/b/c" }]);
  });

  it("is not known by another method, or in a service that is not asked by paths", () => {
    expect(called("eks", "PATCH /clusters")).toBeUndefined();
    expect(routesOf("ssm")).toEqual([]);
  });
});
