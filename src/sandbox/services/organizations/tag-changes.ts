/** Tags of accounts, units and the root. */
import * as sdk from "@aws-sdk/client-organizations";
import type { LivingOrganization } from "../../accounts/living-organization";
import { AwsError } from "../../protocol/aws-error";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { targetNotFound } from "./known";
import type { OrganizationTree } from "./tree";

const MOST_TAGS = 50;

type Tags = Readonly<Record<string, string>>;

interface TagChangesOptions {
  readonly tree: OrganizationTree;
  readonly living: LivingOrganization;
}

export function tagChanges({ tree, living }: TagChangesOptions): JsonOperation[] {
  const change = (id = "", changed: (tags: Tags) => Tags): undefined => {
    const before = tree.tags(id);
    if (before === undefined) throw targetNotFound();
    const tags = changed(before);
    const account = tree.account(id);
    living.edit((edits) => {
      if (account === undefined) edits.tagParent(id, tags);
      else edits.editAccount(account, { tags });
    });
  };
  return [
    jsonOperation<Partial<sdk.TagResourceRequest>, undefined>(sdk.TagResource$, ({ ResourceId, Tags }) =>
      change(ResourceId, (before) => checkedTags(before, Tags)),
    ),
    jsonOperation<Partial<sdk.UntagResourceRequest>, undefined>(sdk.UntagResource$, ({ ResourceId, TagKeys = [] }) =>
      change(ResourceId, (before) =>
        Object.fromEntries(Object.entries(before).filter(([key]) => !TagKeys.includes(key))),
      ),
    ),
  ];
}

/** The tags with further ones. @throws AwsError as Organizations does */
export function checkedTags(before: Tags, further: readonly sdk.Tag[] = []): Tags {
  const keys = further.map(({ Key = "" }) => Key);
  for (const { Key: key = "", Value: value = "" } of further) {
    if (key.length < 1 || key.length > 128 || value.length > 256) {
      throw invalid("A tag has a key of 1 to 128 characters and a value of up to 256.");
    }
    if (/^aws:/i.test(key)) throw invalid("You specified a tag key that is reserved for AWS: it begins with aws:.");
  }
  if (new Set(keys).size < keys.length) throw invalid("You specified one tag key several times.");
  const tags = { ...before, ...Object.fromEntries(further.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST_TAGS) {
    const message = `You have exceeded the number of tags allowed on this resource: ${MOST_TAGS}.`;
    throw new AwsError("ConstraintViolationException", message);
  }
  return tags;
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidInputException", message);
}
