const { basename, sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

/** The files in __tests__/e2e that take several minutes, the longest first. */
const LONG = ["cdktf-cli", "organization", "automation", "bootstrap", "demo", "tutorial", "settings"];

/** Place in the order: the long journeys, the other journeys, all other tests. */
function rank({ path }) {
  if (!path.includes(`${sep}__tests__${sep}e2e${sep}`)) return LONG.length + 1;
  const index = LONG.indexOf(basename(path, ".test.ts"));
  return index < 0 ? LONG.length : index;
}

/** If the longest come first, the short tests fill what is left of the other worker's time. */
class JourneysFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}

module.exports = JourneysFirst;
