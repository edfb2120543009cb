export type { IoModules } from "./modules.ts";
