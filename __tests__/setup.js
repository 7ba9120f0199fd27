// The AWS SDK's warning that later versions need a newer Node would bury the tests' output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
