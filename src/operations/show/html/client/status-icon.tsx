/** The status as a shape: colour alone tells nothing to many people. */
import type { Tone } from "../model/tones";

const SHAPES: Readonly<Record<Tone, string>> = {
  success: "M3.5 8.5l3 3 6-7",
  failed: "M4 4l8 8M12 4l-8 8",
  "timed-out": "M8 4v4l3 2M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8",
  unread: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.6v.2",
  cancelled: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M4 12l8-8",
  running: "M5 3.5l7 4.5-7 4.5z",
  waiting: "M4 8h.1M8 8h.1M12 8h.1",
};

export function StatusIcon({ tone }: { readonly tone: Tone }) {
  return (
    <svg class={`icon icon-${tone}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[tone]} />
    </svg>
  );
}
