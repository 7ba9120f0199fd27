const { sep } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

const isJourney = ({ path }) => path.includes(`${sep}__tests__${sep}e2e${sep}`);

/** The whole journeys take minutes each. If they come first, the short tests fill what is left of the other worker's time. */
class JourneysFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter(isJourney), ...sorted.filter((test) => !isJourney(test))];
  }
}

module.exports = JourneysFirst;
