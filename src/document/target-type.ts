/**
 * AWS stores a document's target type outside the content, so the file has no key for it. A comment in the first column sets it:
 *
 *     # targetType: /AWS::EC2::Instance
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
const TARGET_TYPE = /^#[ \t]*targetType:[ \t]*(\/[\w.\-:/]{0,199})[ \t]*$/m;

/** The target type that a comment of the text sets; undefined if there is none. */
export function targetTypeIn(text: string): string | undefined {
  return TARGET_TYPE.exec(text)?.[1];
}
