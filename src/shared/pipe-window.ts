/** Bytes that may be under way in one direction of a pipe before its reader has taken any. */
export const PIPE_WINDOW_BYTES = 256 * 1024;
/** The reader tells what it took when this much has gathered, or when nothing is left to take. */
export const PIPE_REPORT_BYTES = PIPE_WINDOW_BYTES / 4;
