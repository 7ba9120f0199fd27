/** What the selectors of an aws:runCommand step read: the invocation on the first node, and the outputs of the action. */
import { serviceNamed, structure, VALUE, type Shape } from "../../botocore/services";

const OUTPUTS = { CommandId: VALUE, Status: VALUE, ResponseCode: VALUE, Output: VALUE, OutputPayload: VALUE };

export function commandResult(): Shape | undefined {
  const invocations = serviceNamed("ssm")
    ?.operation("ListCommandInvocations")
    ?.response.members.get("CommandInvocations");
  const invocation = invocations?.kind === "list" ? invocations.of : undefined;
  return invocation?.kind === "structure"
    ? structure({ ...Object.fromEntries(invocation.members), ...OUTPUTS })
    : undefined;
}
