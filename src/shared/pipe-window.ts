/** Bytes that may be under way in one direction of a pipe before its reader has taken any. */
export const PIPE_WINDOW_BYTES = 256 * 1024;
/**
 * The reader tells what it took when this much has gathered. Less than the window, so that a writer who waits for room
 * is always told of some; a message for every chunk would cost more than the chunk.
 */
export const PIPE_REPORT_BYTES = PIPE_WINDOW_BYTES / 4;
