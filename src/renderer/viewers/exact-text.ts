import { EditorState, type Extension } from "@codemirror/state";

/**
 * By default the editor takes CR and CRLF for line ends and gives all back as LF, which would change bytes nobody
 * touched. With LF alone as the line end a CR stays a character, and shows as one.
 */
export const exactText: Extension = EditorState.lineSeparator.of("\n");
