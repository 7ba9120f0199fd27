/** The report that a page makes of a sample. */
import { decode } from "../../../../../src/operations/show/html/model/decode";
import { Encoder } from "../../../../../src/operations/show/html/model/encode";
import type { Report } from "../../../../../src/operations/show/html/model/report";
import type { SampleRun } from "../sample-runs";

export function reportOf(sample: SampleRun): Report {
  const encoder = new Encoder(0);
  const records = [...sample.records()].map((record) => encoder.encode(record));
  return decode({ run: sample.run, base: 0, records, outputs: [], patterns: [] });
}
