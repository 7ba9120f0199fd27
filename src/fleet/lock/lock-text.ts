/**
 * The text of a lock file: one line for each organizational unit and account, sorted by id, so that a change in the organization
 * is a change of one line. Text of exactly this form is also read here, because a YAML parser takes seconds for 10,000 accounts.
 */
import { escaped, UNPRINTABLE } from "../../diagnostics/unprintable";
import { ACCOUNT_STATES, type AccountState, type Lock, type LockedAccount } from "../schema/lock-file";

const HEAD = `# The organization as AWS Organizations last described it. \`fleetbook sync\` writes this file: review its changes and commit
# it, but do not edit it. \`stack\` is the account's name in Fleetbook, and never changes (docs/organization.md).
`;

export function lockText({ organization, organizationalUnits, accounts }: Lock): string {
  const { id, rootId, managementAccount } = organization;
  const lines = [
    `${HEAD}organization:`,
    `  id: ${id}`,
    `  rootId: ${rootId}`,
    `  managementAccount: "${managementAccount}"`,
    ...section(
      "organizationalUnits",
      organizationalUnits,
      (unit, { name, parent }) => `${unit}: { name: ${text(name)}, parent: ${parent} }`,
    ),
    ...section("accounts", accounts, (account, of) => `"${account}": { ${accountText(of)} }`),
  ];
  return `${lines.join("\n")}\n`;
}

function section<T>(key: string, of: Readonly<Record<string, T>>, line: (id: string, value: T) => string): string[] {
  const entries = Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? [`${key}: {}`] : [`${key}:`, ...entries.map(([id, value]) => `  ${line(id, value)}`)];
}

function accountText({ stack, name, parent, state, tags = {} }: LockedAccount): string {
  const members = [`stack: ${stack}`, `name: ${text(name)}`, `parent: ${parent}`, `state: ${state}`];
  const pairs = Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
  const tagText = pairs.map(([key, value]) => `${text(key)}: ${text(value)}`).join(", ");
  return [...members, ...(pairs.length === 0 ? [] : [`tags: { ${tagText} }`])].join(", ");
}

/** JSON, which YAML reads alike; what does not print is escaped. */
function text(value: string): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (character) =>
    character.length > 1 ? character : escaped(character).replace("\\x", "\\u00"),
  );
}

const STRING = /"(?:[^"\\]|\\.)*"/.source;
const ID = /(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})/.source;
const ORGANIZATION_LINES = /^organization:\n {2}id: (.+)\n {2}rootId: (.+)\n {2}managementAccount: "(\d{12})"$/m;
const UNIT_LINE = new RegExp(`^  (ou-[0-9a-z-]+): \\{ name: (${STRING}), parent: (${ID}) \\}$`);
const ACCOUNT_LINE = new RegExp(
  `^  "(\\d{12})": \\{ stack: ([a-z0-9-]+), name: (${STRING}), parent: (${ID}), state: ([a-z-]+)(?:, tags: (\\{.+\\}))? \\}$`,
);

/** The lock of a text that is written exactly as `lockText` writes it; undefined if it is not. */
export function canonicalLock(content: string): Lock | undefined {
  const head = ORGANIZATION_LINES.exec(content);
  if (head === null) return undefined;
  const [, id = "", rootId = "", managementAccount = ""] = head;
  const organizationalUnits: Record<string, Lock["organizationalUnits"][string]> = {};
  const accounts: Record<string, LockedAccount> = {};
  try {
    for (const line of content.split("\n")) {
      const unit = UNIT_LINE.exec(line);
      if (unit !== null) {
        const [, unitId = "", name = "", parent = ""] = unit;
        organizationalUnits[unitId] = { name: JSON.parse(name) as string, parent };
        continue;
      }
      const account = ACCOUNT_LINE.exec(line);
      if (account === null) continue;
      const [, accountId = "", stack = "", name = "", parent = "", state = "", tags] = account;
      if (!isState(state)) return undefined;
      accounts[accountId] = {
        ...{ stack, name: JSON.parse(name) as string, parent, state },
        ...(tags === undefined ? {} : { tags: JSON.parse(tags) as Record<string, string> }),
      };
    }
  } catch {
    return undefined;
  }
  const lock = { organization: { id, rootId, managementAccount }, organizationalUnits, accounts };
  return lockText(lock) === content ? lock : undefined;
}

function isState(value: string): value is AccountState {
  return (ACCOUNT_STATES as readonly string[]).includes(value);
}
