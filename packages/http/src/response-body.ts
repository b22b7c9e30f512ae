import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';

const decoders: Readonly<Record<string, (body: Buffer, options: ZlibOptions) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  br: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
};

const utf8 = new TextDecoder();

/**
 * A whole body as text: UTF-8, bad bytes replaced. `identity` is asked for, yet some servers compress all the same, and
 * an answer that cannot be read would cost a grant its refresh token; so gzip, deflate and br are undone, within the
 * same size limit. Another encoding is read as it is.
 */
export async function decodeBody(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<{ readonly text: string } | 'truncated' | 'too_large'> {
  const decoder = decoders[contentEncoding?.trim().toLowerCase() ?? ''];
  if (!decoder || body.length === 0) return { text: utf8.decode(body) };
  try {
    return { text: utf8.decode(await decoder(body, { maxOutputLength: maxBytes })) };
  } catch (error) {
    return error instanceof RangeError ? 'too_large' : 'truncated';
  }
}
