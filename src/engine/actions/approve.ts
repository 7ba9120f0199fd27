/**
 * aws:approve: waits until enough of the approvers have approved, or one has rejected.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
 */
import type { Json, JsonObject } from "../../document/json";
import type { ActionRunner, InputsOf } from "../steps/action-runner";
import { StepFailure } from "../errors";
import type { Identity } from "../ports";
import { invalidSignal, type Signal } from "../signal-wait";
import { call } from "../aws-calls/api";
import { invalid } from "../program/read-input";

/** AWS does not document the members of a decision. */
interface Decision extends JsonObject {
  readonly Approver: string;
  readonly Decision: "Approved" | "Rejected";
  readonly Comment: string;
}

export class Approval {
  readonly #approvers: readonly string[];
  readonly #needed: number;
  readonly #decisions: Decision[] = [];

  readonly #accountId: string;

  /** @throws StepFailure for inputs that no decisions can satisfy */
  constructor(
    { Approvers: approvers, MinRequiredApprovals: needed, NotificationArn: topic }: InputsOf<"aws:approve">,
    accountId: string,
  ) {
    this.#accountId = accountId;
    this.#approvers = approvers;
    this.#needed = needed;
    if (needed > approvers.length) {
      throw invalid(
        `MinRequiredApprovals is ${needed}; with ${approvers.length} approvers it must be 1 to ${approvers.length}`,
      );
    }
    if (topic !== undefined && !/:Automation[^:]*$/.test(topic)) {
      throw invalid(`NotificationArn is ${topic}; the name of the topic must begin with Automation`);
    }
  }

  get outputs(): Readonly<Record<string, Json>> {
    return { ApprovalStatus: this.#status(), ApproverDecisions: this.#decisions };
  }

  /** Records a decision. @returns true if the wait is over. @throws AutomationError */
  readonly accept = ({ type, sender, payload }: Signal): true | undefined => {
    if (type !== "Approve" && type !== "Reject") {
      throw invalidSignal(`The execution waits for an approval: it accepts Approve or Reject, not ${type}.`);
    }
    const approver = this.#approvers.find((candidate) => isSamePrincipal(candidate, sender, this.#accountId));
    if (approver === undefined) throw invalidSignal(`${sender.arn} is not an approver of the step.`);
    if (this.#decisions.some(({ Approver }) => Approver === sender.arn)) {
      throw invalidSignal(`${sender.arn} has decided already.`);
    }
    const [comment = ""] = payload["Comment"] ?? [];
    const decision = type === "Approve" ? "Approved" : "Rejected";
    this.#decisions.push({ Approver: sender.arn, Decision: decision, Comment: comment });
    return this.#status() === "Waiting" ? undefined : true;
  };

  /** @throws StepFailure if an approver has rejected */
  refuseRejection(): void {
    const rejection = this.#decisions.find(({ Decision: decision }) => decision === "Rejected");
    if (rejection === undefined) return;
    const comment = rejection.Comment === "" ? "" : `: ${rejection.Comment}`;
    throw new StepFailure(`${rejection.Approver} rejected${comment}`, "Invocation", "Action", this.outputs);
  }

  #status(): "Approved" | "Rejected" | "Waiting" {
    if (this.#decisions.some(({ Decision: decision }) => decision === "Rejected")) return "Rejected";
    return this.#decisions.length >= this.#needed ? "Approved" : "Waiting";
  }
}

/** Notifies the approvers through the step's SNS topic, if it has one. */
export const notifyApprovers: ActionRunner<"aws:approve"> = async (context) => {
  const { inputs, executionId, stepName, location } = context;
  if (inputs.NotificationArn !== undefined) {
    const message = inputs.Message ?? "An automation waits for your approval.";
    await call(context, "sns", "Publish", {
      TopicArn: inputs.NotificationArn,
      Subject: "Approval required by an automation",
      Message: `${message}\n\nExecution: ${executionId}\nStep: ${stepName}\nAccount: ${location.accountId}\nRegion: ${location.region}`,
    });
  }
  return { outputs: {} };
};

/**
 * Whether an approver (user name, user ARN, role ARN, ARN of a role session) is the sender of the signal.
 * @param accountId of the execution, whose users may be named without an ARN
 */
export function isSamePrincipal(approver: string, { arn }: Identity, accountId: string): boolean {
  if (approver === arn) return true;
  const { account, resource } = partsOfArn(arn);
  const [kind, ...names] = resource.split("/");
  if (!approver.startsWith("arn:")) return kind === "user" && account === accountId && names.at(-1) === approver;
  const role = partsOfArn(approver);
  // A session names its role without the role's path.
  return (
    kind === "assumed-role" &&
    role.resource.startsWith("role/") &&
    role.account === account &&
    role.resource.split("/").at(-1) === names[0]
  );
}

function partsOfArn(arn: string): { readonly account: string; readonly resource: string } {
  const [, , , , account = "", ...resource] = arn.split(":");
  return { account, resource: resource.join(":") };
}
