/** `fleetbook documents pull`: copies Amazon's public documents into amazon-documents/, with the user's own credentials. */
import type { Command } from "commander";
import { plainName } from "../../../amazon/document";
import type { PulledDocument } from "../../../amazon/pull";
import { AMAZON_DOCUMENTS_FOLDER } from "../../../project/folders";
import { readCatalogue } from "../../../catalogue/catalogue";
import { didYouMean } from "../../../diagnostics/did-you-mean";
import { ConfigurationError, OperationError, type Problem } from "../../../diagnostics/errors";
import { shownPath } from "../../../diagnostics/shown-path";
import { ALL_REGIONS, partitionOf } from "../../../fleet/regions";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { callerCredentials, clientSettings } from "../../../rollout/aws-client";
import { interruptible } from "../../../rollout/interrupt";
import { needsOfPulled, needText } from "../../../sandbox/systems-manager/documents/needs";
import { program } from "../../program";
import { loadProjectFleet } from "../../project";
import { log } from "../../log";
import { table } from "../../table";
import { notes } from "../../help/notes";

interface PullOptions {
  readonly documentVersion?: string;
  readonly region?: string;
  readonly fleet?: string;
}

export function pullCommand(): Command {
  return program("pull", "copy public documents of Amazon's, and those that they run, into amazon-documents/")
    .argument("<names...>", "names of Automation or Command documents, such as AWS-AttachEBSVolume")
    .option("--document-version <version>", "also this version: a number or $LATEST (default: the default version)")
    .option("-r, --region <region>", "the Region to ask (default: the fleet's home Region)")
    .option("-f, --fleet <file>", "the fleet file that has the home Region (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["documents pull AWS-AttachEBSVolume"],
        text: [
          "Uses your own AWS credentials (profile, SSO, environment) to call ssm:DescribeDocument and ssm:GetDocument.",
        ],
        exitStatus: "0 all documents are here; 1 some could not be pulled; 2 wrong usage or no credentials",
      }),
    )
    .action(pull);
}

async function pull(names: readonly string[], options: PullOptions): Promise<void> {
  const faults = [...names.flatMap(nameProblem), ...versionProblem(options.documentVersion)];
  if (faults.length > 0) throw new ConfigurationError(...faults);
  const region = regionOf(options);
  const settings = clientSettings(process.env, "SSM", region);
  if (settings.endpoint !== undefined) {
    log(
      `AWS_ENDPOINT_URL is set: the documents come from ${settings.endpoint}. If that is the sandbox, unset it to ask AWS.`,
    );
  }
  // Loaded here because AWS's client takes longer to load than most other commands need in total.
  const [{ SSMClient }, { pullDocuments }] = await Promise.all([
    import("@aws-sdk/client-ssm"),
    import("../../../amazon/pull"),
  ]);
  const ssm = new SSMClient({ ...settings, credentials: callerCredentials(process.env) });
  const { documents, folder, problems } = await interruptible(
    () => log("stopping: no further document is pulled"),
    ({ signal }) =>
      pullDocuments({
        ssm,
        folder: AMAZON_DOCUMENTS_FOLDER,
        names: names.map(plainName),
        version: options.documentVersion === "$DEFAULT" ? undefined : options.documentVersion,
        log: (line) => log(`${region}: ${line}`),
        signal,
      }),
  );
  if (documents.length > 0) {
    console.log(table(["document", "type", "default", "versions", "outcome"], documents.map(row)));
    log(
      `The documents are in ${shownPath(AMAZON_DOCUMENTS_FOLDER)}/: commit them. The sandbox reads them when it starts.`,
    );
  }
  const pulled = new Map([...folder].filter(([name]) => documents.some((document) => document.name === name)));
  for (const need of needsOfPulled(pulled, folder)) log(needText(need));
  if (problems.length > 0) throw new OperationError(...problems);
}

function row({ name, documentType, defaultVersion, versions, change }: PulledDocument): readonly string[] {
  return [name, documentType, defaultVersion, versions.join(", "), change];
}

function nameProblem(name: string): readonly Problem[] {
  const plain = plainName(name);
  if (isAmazonDocument(plain) && /^[a-zA-Z0-9_.-]{3,128}$/.test(plain)) return [];
  return [
    {
      message: `"${name}" is not the name of one of Amazon's documents, which begin with AWS, Amazon or Amzn.`,
      remedy: "Name one as AWS does: AWS-AttachEBSVolume. Runbooks of your own go into runbooks/.",
    },
  ];
}

function versionProblem(version: string | undefined): readonly Problem[] {
  if (version === undefined || /^([1-9]\d*|\$LATEST|\$DEFAULT)$/.test(version)) return [];
  return [
    {
      message: `"${version}" is not a version of a document.`,
      remedy: "Write a number, $LATEST or $DEFAULT (in single quotes).",
    },
  ];
}

function regionOf({ region, fleet }: PullOptions): string {
  if (region === undefined) return loadProjectFleet(readCatalogue(), fleet).homeRegion;
  if (partitionOf(region) !== undefined) return region;
  throw new ConfigurationError({
    message: `There is no Region "${region}".`,
    remedy: didYouMean(region, ALL_REGIONS),
  });
}
