import { expect, it } from "vitest";
import { csvText, ndjsonText } from "./export-rows.ts";

it("a spreadsheet gets commas, quotes and line breaks as they are, and no formulas", () => {
  const columns = { id: (row: { id: number }) => row.id, said: (row: { said?: string }) => row.said };
  const rows = [{ id: 1, said: 'a, "b"\nc' }, { id: -2, said: "=cmd()" }, { id: 3 }];
  expect(csvText(rows, columns)).toBe('id,said\r\n1,"a, ""b""\nc"\r\n-2,\'=cmd()\r\n3,\r\n');
});

it("a row is one line of JSON, with bytes as text where they are text", () => {
  const rows = [
    { id: 1, body: { kept: new TextEncoder().encode("hé\n"), total: 4 } },
    { id: 2, body: { kept: Uint8Array.of(255), total: 1 } },
  ];
  expect(ndjsonText(rows)).toBe(
    '{"id":1,"body":{"kept":{"text":"hé\\n"},"total":4}}\n{"id":2,"body":{"kept":{"base64":"/w=="},"total":1}}\n',
  );
});
