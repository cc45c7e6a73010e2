/** The signature, and then the length and the name of the first chunk, which is always the header. */
const BEGINNING = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/**
 * The size of a PNG image in pixels, from its first 24 bytes.
 *
 * @see https://www.w3.org/TR/png-3/#11IHDR
 */
export function pngSize(header: Uint8Array): { width: number; height: number } {
  if (header.length < 24 || BEGINNING.some((byte, index) => header[index] !== byte)) {
    throw new Error('the object is not a PNG image');
  }
  const view = new DataView(header.buffer, header.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
