/** The room that a node has for its files, which are in memory. */
export interface Room {
  readonly bytes: number;
  /** Files, folders and links. */
  readonly files: number;
}

export const ROOM: Room = { bytes: 80 * 1024 * 1024, files: 20_000 };
