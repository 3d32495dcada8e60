import { UNKNOWN } from '../value';
import { any, type FunctionFamily } from './signature';

const later = (least: number, most: number) => any(least, most, () => UNKNOWN);

/** Functions over files: a design is evaluated where no file of the author exists, and nothing here ever reads one. */
export const fileFunctions: FunctionFamily = {
  abspath: later(1, 1),
  basename: later(1, 1),
  dirname: later(1, 1),
  file: later(1, 1),
  filebase64: later(1, 1),
  filebase64sha256: later(1, 1),
  filebase64sha512: later(1, 1),
  fileexists: later(1, 1),
  filemd5: later(1, 1),
  fileset: later(2, 2),
  filesha1: later(1, 1),
  filesha256: later(1, 1),
  filesha512: later(1, 1),
  pathexpand: later(1, 1),
  templatefile: later(2, 2),
  templatestring: later(2, 2),
};
