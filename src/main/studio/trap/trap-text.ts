import type { TrapFrameView, TrapView } from "../../../shared/model.ts";

/** A trap's frames and what to try as lines of plain text, where there is no window to show them. */
export function trapLines({ frames, cut, advice }: TrapView, maxFrames: number): readonly string[] {
  const shown = frames.slice(0, maxFrames);
  const more = frames.length > shown.length || cut ? ["    …"] : [];
  return [
    ...shown.map((frame) => `    at ${frame.function} (${placeOf(frame)})`),
    ...more,
    ...advice.map((text) => `  ${text}`),
  ];
}

/** `wasm-function[12]:0x1f`: what a disassembler calls the place. */
function placeOf({ index, offset }: TrapFrameView): string {
  return `wasm-function[${index}]:0x${offset.toString(16)}`;
}
