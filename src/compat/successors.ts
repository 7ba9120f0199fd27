/**
 * CDK Terrain (`cdktn`), which continues CDKTF, and the two ways to it: under CDKTF's package names, or under its own with the
 * provider's next major version. docs/migration.md describes the same steps for people.
 */

/** A way to synthesize the project's sources with other packages than it pins. */
export interface Successor {
  readonly name: "aliased" | "renamed";
  /** What is different, for people. */
  readonly summary: string;
  /** The packages that stand in for the project's own: name and exact version, or npm's alias of one. */
  readonly packages: Readonly<Record<string, string>>;
  /** The packages under whose names the sources import these, if they have to be rewritten. */
  readonly renames: Readonly<Record<string, string>>;
}

const CDKTN = "0.24.0";
const CONSTRUCTS = "10.7.2";
/** Of AWS provider 6.66.0. */
const PROVIDER = "25.7.0";

/** @param providerVersion the version of `@cdktf/provider-aws` that the project pins */
export function successors(providerVersion: string): readonly Successor[] {
  return [
    {
      name: "aliased",
      summary: `cdktn ${CDKTN} under the name cdktf, with @cdktf/provider-aws ${providerVersion}`,
      packages: { cdktf: `npm:cdktn@${CDKTN}`, constructs: CONSTRUCTS, "@cdktf/provider-aws": providerVersion },
      renames: {},
    },
    {
      name: "renamed",
      summary: `cdktn ${CDKTN} with @cdktn/provider-aws ${PROVIDER}`,
      packages: { cdktn: CDKTN, constructs: CONSTRUCTS, "@cdktn/provider-aws": PROVIDER },
      renames: { cdktf: "cdktn", "@cdktf/provider-aws": "@cdktn/provider-aws" },
    },
  ];
}
