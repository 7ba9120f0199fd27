/** Members that several of Systems Manager's operations share, with lengths and patterns from AWS's model of the service. */
import { integer, list, map, required, structure, text } from "../protocol/constraints";

const TAG_TEXT = /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u;
const UUID = /[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}/;

/** The members of operations that return pages of at most 50 items. */
export const PAGE_MEMBERS = { MaxResults: integer({ min: 1, max: 50 }) };

/** The page size if the caller gives none: AWS's maximum. */
export const PAGE_SIZE = 50;

export const documentVersion = text({ pattern: /[$]LATEST|[$]DEFAULT|[1-9][0-9]*/ });
/** A document's name or ARN. */
export const documentArn = text({ pattern: /[a-zA-Z0-9_\-.:/]{3,128}/ });
export const documentName = text({ pattern: /[a-zA-Z0-9_\-.]{3,128}/ });

export const uuid = text({ min: 36, max: 36, pattern: UUID });

export const tagKey = text({ min: 1, max: 128, pattern: TAG_TEXT });

export const tagMembers = structure({
  Key: required(tagKey),
  Value: required(text({ max: 256, pattern: TAG_TEXT })),
});

export const maxConcurrency = text({ min: 1, max: 7, pattern: /[1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%/ });
export const maxErrors = text({ min: 1, max: 7, pattern: /[1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%/ });

export const targets = list(
  structure({
    Key: text({ min: 1, max: 163, pattern: /[\p{L}\p{Z}\p{N}_.:/=\-@]*/u }),
    Values: list(text(), { max: 50 }),
  }),
  { max: 5 },
);

export const targetMaps = list(
  map(text({ min: 1, max: 50 }), list(text({ min: 1, max: 50 }), { max: 25 }), { min: 1, max: 20 }),
  { max: 300 },
);

export const targetLocations = list(
  structure({
    Accounts: list(text(), { min: 1, max: 50 }),
    Regions: list(text(), { min: 1, max: 50 }),
    TargetLocationMaxConcurrency: maxConcurrency,
    TargetLocationMaxErrors: maxErrors,
    ExecutionRoleName: text({ min: 1, max: 64, pattern: /[\w+=,.@/-]+/ }),
    ExcludeAccounts: list(text({ min: 6, max: 68, pattern: /(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})|(\d{12})/ }), {
      min: 1,
      max: 5000,
    }),
    Targets: targets,
    TargetsMaxConcurrency: maxConcurrency,
    TargetsMaxErrors: maxErrors,
  }),
  { min: 1, max: 100 },
);
