/** Prints the count of tests as the run's very last line, in a form that people and CI systems read alike. */
class CountReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // Jest's own summary is printed after the reporters are done.
    process.once("exit", () => console.log(line));
  }
}

module.exports = CountReporter;
