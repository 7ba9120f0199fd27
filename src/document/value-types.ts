/** The types of parameters, variables and outputs. */

export const VALUE_TYPES = ["String", "StringList", "Integer", "Boolean", "StringMap", "MapList"] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** Parameter types for which AWS's console offers a resource picker. The value is a String or a StringList. */
const RESOURCE_TYPES = [
  "AWS::EC2::Instance::Id",
  "List<AWS::EC2::Instance::Id>",
  "AWS::S3::Bucket::Name",
  "List<AWS::S3::Bucket::Name>",
  "AWS::IAM::Role::Arn",
  "List<AWS::IAM::Role::Arn>",
] as const;
export type ParameterType = ValueType | (typeof RESOURCE_TYPES)[number];

export const PARAMETER_TYPES: readonly ParameterType[] = [...VALUE_TYPES, ...RESOURCE_TYPES];

/** The type of a parameter's value; undefined if there is no such parameter type. */
export function plainType(type: unknown): ValueType | undefined {
  if (VALUE_TYPES.some((known) => known === type)) return type as ValueType;
  if (!RESOURCE_TYPES.some((known) => known === type)) return undefined;
  return (type as string).startsWith("List<") ? "StringList" : "String";
}
