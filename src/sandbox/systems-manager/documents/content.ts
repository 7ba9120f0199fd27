/** Reads the content of a document, which is JSON or YAML, as leniently as runbooks are read. */
import { readYaml, type YamlLimits } from "../../../diagnostics/yaml-text";

/** AWS's limit is lower, and CreateDocument checks it. */
const LIMITS: YamlLimits = {
  maxSize: 256 * 1024,
  whenTooLarge: (size) => ({
    message: `The content has ${size} bytes; an SSM document may have 65,536.`,
    remedy: "Split the document.",
  }),
  plain: true,
};

/** @param name of the document, for places in messages. @throws ConfigurationError */
export function readContent(content: string, name: string): unknown {
  return readYaml(content, name, LIMITS).content;
}
