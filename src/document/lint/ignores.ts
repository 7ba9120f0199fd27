/**
 * Ignoring a rule, for a whole runbook or for a part of it. People can ignore warnings, and errors with which AWS accepts the
 * document. A note without effect is itself a finding.
 */
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Path } from "../../diagnostics/path";
import type { Ignore } from "../model";
import type { Position } from "../../diagnostics/yaml-text";
import type { DocumentView } from "../view";
import type { Finding, IgnoredFinding } from "./findings";
import { invalidIgnore, unusedIgnore } from "./ignore-rules";
import type { Observation, Rule, RuleFacts } from "./rule";

/** That one rule is to be ignored, and why. */
export interface IgnoreNote {
  readonly rule: string;
  readonly reason: string;
  /** The parts of the document in which the rule is ignored; the empty path is all of it. */
  readonly scopes: readonly Path[];
  /** Where the note itself is. */
  readonly path: Path;
  /** @default it has no place in a text */
  readonly position?: Position;
  /** Why it has no effect, if that is known already. */
  readonly fault?: Pick<Observation, "message"> & { readonly remedy: string };
}

/** A finding about a note. */
interface NoteObservation extends Observation {
  readonly rule: RuleFacts;
  readonly position?: Position;
}

interface Sifted {
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  /** What is wrong with the notes. */
  readonly observations: readonly NoteObservation[];
}

/** The notes of a runbook that is written in TypeScript. */
export function ignoreNotes(ignores: readonly Ignore[], view: DocumentView): readonly IgnoreNote[] {
  return ignores.map(({ rule, reason, step, parameter, variable }, index) => {
    const parts = [
      { kind: "step", name: step, known: view.stepsByName },
      { kind: "parameter", name: parameter, known: view.parameters },
      { kind: "variable", name: variable, known: view.variables },
    ].flatMap(({ kind, name, known }) => (name === undefined ? [] : [{ kind, name, known, part: known.get(name) }]));
    const lost = parts.find(({ part }) => part === undefined);
    return {
      rule,
      reason: reason.trim(),
      scopes: parts.length === 0 ? [[]] : parts.flatMap(({ part }) => (part === undefined ? [] : [part.path])),
      path: ["ignore", index],
      ...(lost !== undefined && {
        fault: {
          message: `There is no ${lost.kind} "${lost.name}".`,
          remedy: didYouMean(lost.name, [...lost.known.keys()]),
        },
      }),
    };
  });
}

/** Takes out the findings that are to be ignored. */
export function sift(found: readonly Finding[], notes: readonly IgnoreNote[], rules: readonly Rule[]): Sifted {
  const faulty = notes.flatMap((note) => {
    const fault = faultOf(note, rules);
    return fault === undefined ? [] : [{ note, fault }];
  });
  const valid = notes.filter((note) => !faulty.some((other) => other.note === note));
  const used = new Set<IgnoreNote>();
  const findings: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  for (const finding of found) {
    const noteFor = valid.find((note) => covers(note, finding));
    if (noteFor === undefined) findings.push(finding);
    else {
      used.add(noteFor);
      ignored.push({ ...finding, reason: noteFor.reason });
    }
  }
  return {
    findings,
    ignored,
    observations: [
      ...faulty.map(({ note, fault }) => ({ rule: invalidIgnore, ...placeOf(note), ...fault })),
      ...valid
        .filter((note) => !used.has(note))
        .map((note) => ({
          rule: unusedIgnore,
          ...placeOf(note),
          message: `The rule "${note.rule}" finds nothing here that could be ignored.`,
        })),
    ],
  };
}

/** Whether the findings of a rule can be ignored at all. */
function canBeIgnored({ fails, ignorable = fails !== "creation" }: RuleFacts): boolean {
  return ignorable;
}

function faultOf({ rule: id, reason, fault }: IgnoreNote, rules: readonly Rule[]): IgnoreNote["fault"] {
  const rule = rules.find((candidate) => candidate.id === id);
  if (id === "") return { message: "The comment names no rule.", remedy: invalidIgnore.remedy };
  if (rule === undefined) {
    const ids = rules.map((known) => known.id);
    return {
      message: `There is no rule "${id}".`,
      remedy: didYouMean(id, ids, "docs/runbook-rules.md has all rules."),
    };
  }
  if (!canBeIgnored(rule)) {
    return { message: `The rule "${id}" cannot be ignored.`, remedy: `Correct what it finds. ${rule.remedy}` };
  }
  if (reason === "") {
    return { message: `There is no reason why "${id}" is ignored.`, remedy: invalidIgnore.remedy };
  }
  return fault;
}

function covers({ rule, scopes }: IgnoreNote, finding: Finding): boolean {
  return rule === finding.rule && scopes.some((scope) => scope.every((part, index) => finding.path[index] === part));
}

function placeOf({ path, position }: IgnoreNote): Pick<NoteObservation, "path" | "position"> {
  return { path, ...(position !== undefined && { position }) };
}
