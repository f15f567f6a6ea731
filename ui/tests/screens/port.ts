/** Where the gallery is served. */
export const PORT = 4185;
