import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/**
 * For Fastify's `clientErrorHandler`: answers what is no HTTP with a bare status and these headers, and logs nothing. The
 * error that Fastify would log holds the request as it came, with its cookies and codes.
 */
export function refuseUnreadable(
  headers: Readonly<Record<string, string>>,
): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return (error, socket) => {
    const status = statuses[error.code ?? ''] ?? 400;
    // An answer that has begun must not be followed by another.
    if (error.code !== 'ECONNRESET' && socket.writable && socket.bytesWritten === 0)
      socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`);
    socket.destroySoon();
  };
}
