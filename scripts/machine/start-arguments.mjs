// What follows `npm start --`: a project, and flags of two programs, the desktop app and `vitrine serve`.

const OWN = new Set(["--browser", "--electron"]);
/** Flags of `vitrine serve` that are followed by their value. */
const WITH_VALUE = new Set(["--port", "--http-port", "--host", "--allow-host", "--allow-egress", "--config"]);
/** Flags of Chromium, and of the app: served mode would refuse them. */
const FOR_THE_APP =
  /^--(no-sandbox|self-test|no-proxy-server|(disable|enable|ozone|inspect|remote-debugging|use-gl|use-angle)\b.*)$/;

/** The project, if one is named, and the flags without our own and without it. */
export function readStartArguments(given) {
  const at = given.findIndex((argument, index) => !argument.startsWith("-") && !WITH_VALUE.has(given[index - 1]));
  const flags = given.filter((argument, index) => index !== at && !OWN.has(argument));
  return { project: given[at], flags };
}

/** The flags that served mode understands. */
export function servedFlags(flags) {
  return flags.filter((flag) => !FOR_THE_APP.test(flag));
}
