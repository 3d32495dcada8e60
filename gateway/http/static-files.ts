import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { faultCode } from '../fault-code';
import { type Exchange, HttpFault } from './exchange';
import { pagePolicy } from './page-policy';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Bundlers put a hash of the content into such names, so the content under a name never changes. */
const hashedName = /[-.][A-Za-z0-9_-]{8,}\.\w+$/;

/** Folders whose names are all hashed. */
const immutableFolder = /^\/(graphiql\/)?assets\//;

const missing = (): HttpFault => new HttpFault(404, 'NOT_FOUND', 'There is nothing at this path.');

/** The file of a path within the root, or null for one that leads outside or cannot be a file's. */
export function filePath(root: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch (fault) {
    if (fault instanceof URIError) return null;
    throw fault;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const full = normalize(join(root, decoded));
  const isHidden = decoded.split('/').some((part) => part.startsWith('.'));
  return full.startsWith(normalize(root).replace(/[/\\]$/, '') + sep) && !isHidden ? full : null;
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (fault) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(faultCode(fault))) return null;
    throw fault;
  }
}

/** Paths that stand for a page. */
const pages: Readonly<Record<string, string>> = {
  '/': '/index.html',
  '/graphiql': '/graphiql/index.html',
  '/graphiql/': '/graphiql/index.html',
};

/** Serves the files of a folder; `/` is its index.html and `/graphiql` that of its folder graphiql. */
export function staticFiles(root: string): (exchange: Exchange) => Promise<void> {
  return async ({ request, response, path }) => {
    const file = filePath(root, pages[path] ?? path);
    const stats = file === null ? null : await statOrNull(file);
    if (file === null || !stats?.isFile()) throw missing();
    const etag = `"${stats.size.toString(36)}-${Math.floor(stats.mtimeMs).toString(36)}"`;
    response.setHeader('etag', etag);
    response.setHeader(
      'cache-control',
      hashedName.test(file) && immutableFolder.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    response.setHeader('content-security-policy', pagePolicy(path, request.headers.host));
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, {
      'content-type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': stats.size,
    });
    if (request.method === 'HEAD') return void response.end();
    await pipeline(createReadStream(file), response);
  };
}
