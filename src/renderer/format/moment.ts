import type { EpochMs } from "../../shared/model.ts";

/** `14:02:11.4`: local time, to the tenth of a second. */
export function clock(at: EpochMs): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${Math.floor(date.getMilliseconds() / 100)}`;
}

/** `14:02:11.423` */
export function exactClock(at: EpochMs): string {
  return `${clock(at).slice(0, 8)}.${String(new Date(at).getMilliseconds()).padStart(3, "0")}`;
}

/** `2026-11-22 14:02:11`, or the time alone when it was today. */
export function moment(at: EpochMs, now: EpochMs = Date.now()): string {
  const date = new Date(at);
  const time = clock(at).slice(0, 8);
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** `2026-11-22 14:02:11.423, UTC+01:00`: what a clock leaves out, and what a log in UTC has to be compared with. */
export function fullMoment(at: EpochMs): string {
  const date = new Date(at);
  const east = -date.getTimezoneOffset();
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${exactClock(at)}, UTC${zone}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
