/** Height of the bar above editor and viewer, in pixels. */
export const barHeight = 36;
