// The announcement that later AWS SDKs need a newer Node would drown what tests print.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Adds cdktf's matchers (toHaveResourceWithProperties and so on) to jest's expect.
require("cdktf").Testing.setupJest();
