/** Secrets in plain text. */
import type { Rule } from "../rule";
import { hasReference } from "../../references";
import { textsWithin } from "../rule-helpers";

export const plainSecret: Rule = {
  id: "plain-secret",
  severity: "warning",
  fails: "never",
  why: "Many people can read documents, and AWS keeps all their versions.",
  remedy: "Keep the secret in Secrets Manager or as a SecureString, and read it on the node or in the script.",
  check: (document) => [
    ...textsWithin(document.raw, [])
      .filter(({ text }) => SECRETS.some((secret) => secret.test(text)) && !/EXAMPLE/.test(text))
      .map(({ path }) => ({ path, message: "This looks like an access key or a private key." })),
    ...[...document.parameters.values()]
      .filter(({ name, raw }) => SECRET_NAME.test(name) && isPlain(raw["default"]))
      .map(({ name, path }) => ({
        path: [...path, "default"],
        message: `The default of "${name}" looks like a secret.`,
      })),
    ...document.steps
      .flatMap(({ inputs, path }) => textsWithin(inputs, [...path, "inputs"]))
      .filter(({ text, path }) => SECRET_NAME.test(String(path.at(-1))) && isPlain(text))
      .map(({ path }) => ({ path, message: `${String(path.at(-1))} looks like a secret.` })),
  ],
  bad: `schemaVersion: "0.3"
parameters:
  DatabasePassword:
    type: String
    default: correct horse
mainSteps:
  - name: restart
    action: aws:executeAutomation
    inputs:
      DocumentName: example
      RuntimeParameters:
        Password: "{{ DatabasePassword }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  DatabaseSecretName:
    type: String
    default: example/database
mainSteps:
  - name: restart
    action: aws:executeAutomation
    inputs:
      DocumentName: example
      RuntimeParameters:
        SecretName: "{{ DatabaseSecretName }}"
`,
};

const SECRETS = [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/];
/** Names of a secret itself, not of its name, id or ARN. */
const SECRET_NAME = /(password|passwd|secretaccesskey|secretstring|apikey|accesstoken|authtoken)$/i;

function isPlain(value: unknown): boolean {
  return typeof value === "string" && value.length > 0 && !hasReference(value);
}
