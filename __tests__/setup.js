// Adds cdktf's matchers (toHaveResourceWithProperties and so on) to jest's expect.
require("cdktf").Testing.setupJest();
