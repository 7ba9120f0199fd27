/** What to do about something that a simulation lacks: in a test with its options, on the command line with those of the command. */

export interface Remedies {
  /** @param name `ec2:DescribeImages` */
  answer(name: string): string;
  runbook(name: string): string;
  commandDocument(name: string): string;
  script(step: string): string;
  node(instanceId: string): string;
}

export const TEST_REMEDIES: Remedies = {
  answer: (name) => `supply one in \`api\`, for instance { "${name}": {} }`,
  runbook: () => "supply one in `documents`",
  commandDocument: () => "supply it in `commandDocuments`",
  script: (step) => `supply a function in place of the script: \`scripts: { ${step}: (payload) => … }\``,
  node: () => "name it among its `nodes`",
};

export const COMMAND_REMEDIES: Remedies = {
  answer: (name) => `add one to the file of --api FILE, for instance \`${name}: {}\``,
  runbook: (name) => `put it into runbooks/ as ${name}.yaml`,
  commandDocument: (name) => `name its file with --command-document ${name}=FILE`,
  script: (step) => `say what the script returns in the file of --scripts FILE: \`${step}: { … }\``,
  node: (instanceId) =>
    `name it in a parameter, or in the file of --nodes FILE: \`match: { instanceId: ${instanceId} }\``,
};
