/** Prints the count of tests as the run's last line, in a form that people and CI systems read alike. */
class CountReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const suitesThatDidNotRun = results.numRuntimeErrorTestSuites;
    console.log(
      `${results.numPassedTests} passed, ${results.numFailedTests + suitesThatDidNotRun} failed` +
        (skipped > 0 ? `, ${skipped} skipped` : ""),
    );
  }
}

module.exports = CountReporter;
