import { expect, it } from "vitest";
import { fullMoment } from "./moment.ts";

it("says the date, the time to the millisecond and the zone, so that it names one moment", () => {
  const at = Date.UTC(2026, 10, 9, 13, 2, 5, 7);
  const said = fullMoment(at);
  expect(said).toMatch(/^2026-11-(?:08|09|10) \d\d:\d\d:\d\d\.007, UTC[+-]\d\d:\d\d$/);
  const [date, time, zone] = said.replace(",", "").split(" ");
  expect(Date.parse(`${date}T${time}${zone?.replace("UTC", "")}`)).toBe(at);
});
