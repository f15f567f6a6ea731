/** Where the gallery is served. */
export const PORT = Number(process.env['GALLERY_PORT'] ?? 4185);
