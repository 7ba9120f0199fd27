// Whole journeys run on the example, whatever stands in the project's own fleet.yaml and nodes.yaml.
process.env.FLEETBOOK_FLEET = require("node:path").join(__dirname, "fixtures", "example", "fleet.yaml");
