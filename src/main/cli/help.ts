export const EXIT_CODES = `
Exit codes: 0 done; 1 the invocation did not end well or the check found
something; 2 wrong usage or project; 3 Vitrine itself failed.
`;

export const JSON_VALUES = `
Values: records are objects with the WIT's kebab-case names, list<u8> is
{"base64": "…"} or {"text": "…"}, 64-bit integers are numbers or decimal
strings, variants and results are {"tag": …, "val": …}, an option is the value
or null, an enum is its name, flags are an array of names.

For example: vitrine invoke counter.wasm ops#hit '[2]'
`;
