/**
 * The parameter that gets the id of each target has to take an id, and the document's target type has to be the targets' own.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-map-targets.html
 */
import { parametersOf } from "../deployed";
import { documentMend } from "../document-mend";
import type { Finding } from "../finding";
import { hasTargets } from "../instances";
import type { Probe, ProbeContext } from "../probe";

/** Types that take the id of an instance. */
const INSTANCE_TYPES = /^(String|StringList|AWS::EC2::Instance::Id|List<AWS::EC2::Instance::Id>)$/;
const INSTANCE = "/AWS::EC2::Instance";

export const targetParameter: Probe = {
  cause: "target-parameter",
  cheap: true,
  async find(context) {
    if (!hasTargets(context.request)) return [];
    const found = await Promise.all(context.regions.map((region) => faultsIn(context, region)));
    return found.flat();
  },
};

async function faultsIn(context: ProbeContext, region: string): Promise<readonly Finding[]> {
  const { fleet, request, facts } = context;
  const { documentName: name, documentVersion: version, targetParameter: parameter = "", targets } = request;
  const deployed = (await facts.document(name, version, region))?.value;
  if (deployed === undefined) return [];
  const definition = parametersOf(deployed.content).get(parameter);
  const what = `version ${deployed.version} of ${name}`;
  const messages: string[] = [];
  if (definition === undefined) {
    messages.push(`The parameter ${parameter}, which would get the id of each instance, is unknown to ${what}.`);
  } else if (!INSTANCE_TYPES.test(String(definition["type"]))) {
    messages.push(
      `The parameter ${parameter} of ${what} has the type ${String(definition["type"])}, which does not take the id of an instance.`,
    );
  }
  const areFound = targets.some(({ Key }) => Key !== "ParameterValues");
  if (areFound && deployed.targetType !== INSTANCE && deployed.targetType !== "/") {
    messages.push(
      deployed.targetType === undefined
        ? `The document ${name} has no target type, so AWS finds no targets for it by tag or resource group.`
        : `The document ${name} has the target type ${deployed.targetType}, and the targets are instances.`,
    );
  }
  if (messages.length === 0) return [];
  const remedy = isRight(request)
    ? await remedyOf(context, region)
    : {
        remedy: `Name the parameter that takes the id with --target-parameter, and give the runbook the target type ${INSTANCE}.`,
      };
  return messages.map((message) => ({
    cause: "target-parameter",
    severity: "error",
    place: { accountId: fleet.administratorAccount.id, region },
    message,
    ...remedy,
  }));
}

/** The repository's runbook is right. */
async function remedyOf(context: ProbeContext, region: string): Promise<Pick<Finding, "remedy" | "mend">> {
  return context.request.documentVersion === undefined
    ? documentMend(context, region)
    : { remedy: "Leave out --document-version: the repository's runbook is right." };
}

/** Whether the repository's own runbook has no such fault. */
function isRight({ runbook: { document, targetType }, targetParameter: parameter = "" }: ProbeContext["request"]) {
  const type = document.parameters?.[parameter]?.type;
  return type !== undefined && INSTANCE_TYPES.test(type) && (targetType === INSTANCE || targetType === "/");
}
