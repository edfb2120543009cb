import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import type { HttpRequestInput } from "../../shared/contract.ts";
import { curlText } from "./curl-text.ts";

const request = (rest: Partial<HttpRequestInput>): HttpRequestInput => ({
  component: "api",
  method: "POST",
  target: "/",
  headers: [],
  ...rest,
});
const bytes = (text: string) => new TextEncoder().encode(text);

it("says the method only where curl would choose another", () => {
  const line = (rest: Partial<HttpRequestInput>) => curlText(request(rest), "http://h/");
  expect([line({ method: "GET" }), line({ method: "HEAD" }), line({ method: "PUT" })]).toEqual([
    "curl -i 'http://h/'",
    "curl -i --head 'http://h/'",
    "curl -i -X PUT 'http://h/'",
  ]);
});
