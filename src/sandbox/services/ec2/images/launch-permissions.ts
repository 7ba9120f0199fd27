/**
 * Changes of launch permissions, in the two forms of ModifyImageAttribute.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html
 */
import type { LaunchPermission } from "@aws-sdk/client-ec2";
import { isObject } from "../../../../document/json";
import { objectsOf, stringOf, stringsOf, type Input } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";

export interface PermissionChange {
  readonly add: readonly LaunchPermission[];
  readonly remove: readonly LaunchPermission[];
}

/**
 * The change that a request makes: `LaunchPermission.Add` and `.Remove`, or `OperationType` with lists.
 * @throws AwsError InvalidAMIAttributeItemValue for an invalid account id, group, or ARN
 */
export function permissionChange(input: Input): PermissionChange {
  const structure = isObject(input["LaunchPermission"]) ? input["LaunchPermission"] : {};
  const listed = flatPermissions(input);
  const type = stringOf(input, "OperationType");
  const change = {
    add: [...objectsOf(structure, "Add").map(permissionOf), ...(type === "add" ? listed : [])],
    remove: [...objectsOf(structure, "Remove").map(permissionOf), ...(type === "remove" ? listed : [])],
  };
  [...change.add, ...change.remove].forEach(checkPermission);
  return change;
}

/** The permissions after a change. An existing permission is not added again. */
export function changed(permissions: readonly LaunchPermission[], { add, remove }: PermissionChange) {
  const keyOf = (permission: LaunchPermission) => JSON.stringify(permissionOf({ ...permission }));
  const all = new Map([...permissions, ...add].map((permission) => [keyOf(permission), permission]));
  for (const permission of remove) all.delete(keyOf(permission));
  return [...all.values()];
}

function flatPermissions(input: Input): readonly LaunchPermission[] {
  return [
    ...stringsOf(input, "UserId").map((UserId) => ({ UserId })),
    ...stringsOf(input, "UserGroup").map((Group) => ({ Group }) as LaunchPermission),
    ...stringsOf(input, "OrganizationArn").map((OrganizationArn) => ({ OrganizationArn })),
    ...stringsOf(input, "OrganizationalUnitArn").map((OrganizationalUnitArn) => ({ OrganizationalUnitArn })),
  ];
}

function permissionOf(item: Readonly<Record<string, unknown>>): LaunchPermission {
  const members = ["UserId", "Group", "OrganizationArn", "OrganizationalUnitArn"] as const;
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = stringOf(item, member);
      return value === undefined ? [] : [[member, value]];
    }),
  );
}

const PATTERNS = [
  ["UserId", "userId", /^\d{12}$/],
  ["Group", "UserGroup", /^all$/],
  ["OrganizationArn", "organizationArn", /^arn:aws[^:]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/],
  [
    "OrganizationalUnitArn",
    "organizationalUnitArn",
    /^arn:aws[^:]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/,
  ],
] as const;

function checkPermission(permission: LaunchPermission): void {
  for (const [member, name, pattern] of PATTERNS) {
    const value = permission[member];
    if (value !== undefined && !pattern.test(value)) {
      throw new AwsError(
        "InvalidAMIAttributeItemValue",
        `Invalid attribute item value "${value}" for ${name} item type.`,
      );
    }
  }
}
