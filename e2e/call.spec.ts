import { guest } from "../test/guests/guests.ts";
import { copyOfExample, projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

const OPS = "demo:counter/ops@0.1.0#";
const VALUES = "test:typed/values@0.1.0#";

test("the counter's functions are called through the form, with results, errors and what they did", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfExample()));
  const { activity, call } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Exports");
  await call.chooseFunction(`${OPS}hit`);
  await call.field("by").fill("7");
  await call.callButton.click();
  await expect(call.outcome).toHaveText("ok");
  await expect(call.resultText).toHaveText("7");
  await call.field("by").fill("0");
  await call.callButton.click();
  await expect(call.outcome).toHaveText("error");
  await expect(call.resultText).toHaveText('"by must be at least 1"');
  await call.field("by").fill("4294967296");
  await expect(call.problem).toHaveText("by: expected a whole number from 0 to 4294967295");
  await expect(call.callButton).toBeDisabled();
  await call.field("by").fill("1200");
  await studio.window.page.keyboard.press("ControlOrMeta+Enter");
  await expect(call.resultText).toHaveText("1207");

  await call.chooseFunction(`${OPS}describe`);
  await call.field("options.style").selectOption("grouped");
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/"text": "hits is 1,207"/);
  await picture(studio, "form");
  await call.seeInvocation();
  await expect(activity.span("bucket.get")).toContainText('"hits"');
  await activity.openTab("Arguments and result");
  await expect(activity.typed("Arguments")).toContainText('"style": "grouped"');
  await expect(activity.typed("Result")).toContainText('"exists": true');
});

test("every kind of value goes through the form and back", async ({ open, keep, picture }) => {
  const studio = await open(await keep(projectOf("typed", await guest("typed"))));
  const { call } = studio.window;
  await studio.window.go("Exports");

  await call.chooseFunction(`${VALUES}echo-u64`);
  await call.field("value").fill("18446744073709551615");
  await call.callButton.click();
  await expect(call.resultText).toHaveText('"18446744073709551615"');

  await call.chooseFunction(`${VALUES}echo-shape`);
  await call.field("value is").selectOption("box");
  await call.field("value.x").fill("-3");
  await call.field("value.y-axis").fill("0.5");
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/"tag": "box".*"x": -3.*"y-axis": 0.5/s);

  await call.chooseFunction(`${VALUES}echo-words`);
  for (const [index, word] of ["one", "två", "🙂"].entries()) {
    await call.addItem("value");
    await call.field(`value.${index}`).fill(word);
  }
  await call.removeItem("value", 0);
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/\[\s*"två",\s*"🙂"\s*\]/);

  await call.chooseFunction(`${VALUES}echo-permissions`);
  await call.field("execute-now").check();
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/\[\s*"execute-now"\s*\]/);

  await call.chooseFunction(`${VALUES}echo-option`);
  await call.callButton.click();
  await expect(call.resultText).toHaveText("null");
  await call.field("value is").selectOption("some");
  await call.field("value").fill("5");
  await call.callButton.click();
  await expect(call.resultText).toHaveText("5");

  await call.chooseFunction(`${VALUES}echo-bytes`);
  await call.field("Form of value").selectOption("base64");
  await call.field("value").fill("AP+A");
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/"base64": "AP\+A"/);

  await call.chooseFunction(`${VALUES}make-thing`);
  await expect(studio.window.heading("make-thing cannot be called from here")).toBeVisible();
  await picture(studio, "unsupported");
});

test("arguments are written as JSON; what is wrong is named by its path and the type expected there", async ({
  open,
  keep,
}) => {
  const { window } = await open(await keep(projectOf("typed", await guest("typed"))));
  const { call } = window;
  await window.go("Exports");
  await call.chooseFunction(`${VALUES}echo-points`);
  await call.writeJson('[[{"x": 1, "y-axis": 2}, {"x": 1.5, "y-axis": 0}]]');
  await expect(call.problem).toHaveText("value[1].x: expected a whole number from -2147483648 to 2147483647");
  await expect(call.callButton).toBeDisabled();
  await expect(call.jsonToggle).toBeDisabled();
  await call.json.fill("[[");
  await expect(call.problem).toContainText(/JSON/);
  await expect(call.callButton).toBeDisabled();
  await call.json.fill('[[{"x": 1, "y-axis": 2.5}]]');
  await call.callButton.click();
  await expect(call.resultText).toHaveText(/"x": 1,\s+"y-axis": 2.5/);
  await call.jsonToggle.click();
  await expect(call.field("value.0.x")).toHaveValue("1");

  await call.chooseFunction(`${VALUES}echo-everything`);
  const everything = {
    yes: true,
    tiny: 255,
    small: 65535,
    medium: 4294967295,
    large: "18446744073709551615",
    "signed-tiny": -128,
    "signed-small": -32768,
    "signed-medium": -2147483648,
    "signed-large": "-9223372036854775808",
    half: 0.5,
    full: "-inf",
    letter: "🙂",
    text: "tab\tand\nline",
    bytes: { base64: "AP+A" },
    words: ["a", ""],
    points: [{ x: 1, "y-axis": "NaN" }],
    maybe: null,
    nested: { some: null },
    outcome: { tag: "err", val: "no" },
    "empty-outcome": { tag: "ok" },
    pair: [7, "seven"],
    at: { x: 0, "y-axis": 1.25 },
    shape: { tag: "none" },
    shapes: [
      { tag: "circle", val: 2 },
      { tag: "label", val: "x" },
    ],
    color: "blue",
    permissions: ["read", "execute-now"],
  };
  await call.writeJson(JSON.stringify([everything]));
  await call.callButton.click();
  await expect(call.outcome).toHaveText("ok");
  expect(JSON.parse(await call.resultText.innerText())).toEqual(everything);
});

test("a call that never returns is cancelled from its form", async ({ open, keep }) => {
  const { window, api } = await open(await keep(projectOf("loop", await guest("loop"))));
  const { activity, call } = window;
  await window.go("Exports");
  await call.chooseFunction("run");
  await call.field("calls").fill("1");
  await call.callButton.click();
  // A call that is cancelled before it has begun is on no record.
  await expect.poll(async () => (await api.invocations({ limit: 1 })).length).toBe(1);
  await call.cancel();
  await expect(call.callButton).toBeVisible();
  await window.go("Activity");
  await expect(activity.outcome(activity.rows())).toHaveText("killed");
});

test("a request is composed with method, headers and body, and its history outlives a reload", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfExample()));
  const { window } = studio;
  const { activity, call } = window;
  await window.allReady();
  await window.go("HTTP");
  await call.compose("POST", "/echo?from=composer");
  await call.addHeader("content-type", "text/x-poem");
  await call.addHeader("x-twice", "one");
  await call.addHeader("x-twice", "two");
  await call.body.fill("roses, rosé 🌹\nand a second line");
  await call.send();
  await expect(call.status).toHaveText("200 OK");
  await expect(call.responseHeaders).toContainText("text/x-poem");
  await expect(call.responseBody).toContainText("roses, rosé 🌹\nand a second line");
  await expect(call.sent).toHaveCount(1);
  await picture(studio, "composer");

  await call.seeInvocation();
  await activity.openTab("Request");
  await expect(activity.detail).toContainText("POST /echo?from=composer");
  await expect(activity.headerValues).toContainText(["text/x-poem", "one", "two"]);

  await window.go("HTTP");
  await call.compose("GET", "/nowhere");
  await call.send();
  await expect(call.status).toHaveText("404 Not Found");
  await window.page.reload();
  await window.ready();
  await expect(call.sent).toHaveCount(2);
  await call.pick("/echo");
  await expect(call.target).toHaveValue("/echo?from=composer");
  await expect(call.headerValue(3)).toHaveValue("two");
  await expect(call.body).toContainText("roses, rosé 🌹");
  await window.go("Activity");
  await window.sendButton.click();
  await expect(activity.rows()).toHaveCount(3);
});
