import { expect, it } from "vitest";

import { BLOB, checkWords, KEYVALUE, MESSAGES } from "./state-words.ts";

it.each([
  [KEYVALUE, ["ls"]],
  [KEYVALUE, ["ls", "b"]],
  [KEYVALUE, ["set", "b", "k"]],
  [KEYVALUE, ["set", "b", "k", "v"]],
  [KEYVALUE, ["rm", "b", "k", "l", "m"]],
  [BLOB, ["cp", "a", "o", "b", "p"]],
  [MESSAGES, []],
  [MESSAGES, ["publish", "s"]],
])("takes the words of each form: %o %j", (grammar, words) => {
  expect(() => checkWords(grammar, words)).not.toThrow();
});

it.each([
  [
    KEYVALUE,
    [],
    /^Use: kv ls \[BUCKET\] \| kv get BUCKET KEY \| kv set BUCKET KEY \[VALUE\] \| kv mv BUCKET KEY KEY \| kv rm BUCKET KEY…$/,
  ],
  [KEYVALUE, ["rm", "b"], /^Use: kv ls/],
  [KEYVALUE, ["constructor", "b", "k"], /^Use: kv ls/],
  [KEYVALUE, ["set", "b", "k", "two", "words"], /"words".*Use: kv set BUCKET KEY \[VALUE\].*quotes/],
  [BLOB, ["cp", "a", "o", "b"], /^Use: blob ls/],
  [BLOB, ["mk", "a", "b"], /"b".*Use: blob mk CONTAINER\./],
  [MESSAGES, ["frob"], /^Use: messages \| messages publish SUBJECT \[BODY\]/],
  [MESSAGES, ["publish", "s", "hello", "world"], /"world"/],
])("refuses what fits no form, and never drops a word: %o %j", (grammar, words, says) => {
  expect(() => checkWords(grammar, words)).toThrow(says);
});
