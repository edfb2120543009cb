/**
 * Where the person stood who typed `npm run SCRIPT -- …`: npm starts a script in the package's folder, and a path on the
 * command line is meant from theirs. Undefined when it was not npm that started this script.
 */
export function callerFolder(script, env = process.env) {
  const { INIT_CWD: folder, npm_lifecycle_event: started } = env;
  return started === script && folder !== undefined && folder !== "" ? folder : undefined;
}

/** From here on, paths are meant from where `npm run SCRIPT` was typed. */
export function goToCaller(script) {
  const folder = callerFolder(script);
  if (folder !== undefined) process.chdir(folder);
}
