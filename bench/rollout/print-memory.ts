/** Loaded before a program: prints the most memory that its process had resident, in bytes, as the last line. */
process.on("exit", () => {
  console.log(process.resourceUsage().maxRSS * 1024);
});
