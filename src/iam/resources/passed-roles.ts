/** Calls that hand a role over to a service: iam:PassRole is asked for beside the call's own actions. */

const PASSED_ROLE = /^(roleArn|role|[a-z]+RoleArn|IamInstanceProfile)$/i;

/** Whether a parameter of this name carries a role, or the instance profile of one. */
export function isPassedRole(parameter: string): boolean {
  return PASSED_ROLE.test(parameter);
}
