/** Counts by status, as a bar and as buttons that filter. */
import { number } from "../model/figures";
import { TONE_NAMES, type Tone } from "../model/tones";
import type { Counts } from "../model/totals";
import { StatusIcon } from "./status-icon";

interface Props {
  readonly noun: string;
  readonly counts: Counts;
  readonly chosen: ReadonlySet<Tone>;
  readonly onChoose: (tones: ReadonlySet<Tone>) => void;
}

export function ToneToggles({ noun, counts, chosen, onChoose }: Props) {
  const toggle = (tone: Tone) => {
    const next = new Set(chosen);
    if (!next.delete(tone)) next.add(tone);
    onChoose(next);
  };
  return (
    <>
      <div class="bar" aria-hidden="true">
        {[...counts].map(([tone, count]) => (
          <span key={tone} class={`fill fill-${tone}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <div class="toggles" role="group" aria-label={`Show ${noun} that are`}>
        {[...counts].map(([tone, count]) => (
          <button
            key={tone}
            type="button"
            class={`toggle toggle-${tone}`}
            aria-pressed={chosen.has(tone)}
            onClick={() => toggle(tone)}
          >
            <StatusIcon tone={tone} />
            {TONE_NAMES[tone]} <b>{number(count)}</b>
          </button>
        ))}
      </div>
    </>
  );
}
