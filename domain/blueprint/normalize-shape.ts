import { isObject, type Json, type JsonObject } from '../json';
import { isStorable } from '../text';

/** A place where an input does not have the shape that it should have. */
export interface InputFault {
  /** e.g. ["resources", "0", "attributes", "tags"] */
  path: string[];
  message: string;
}

const MAX_FAULTS = 50;
const MAX_DEPTH = 100;
const NOT_STORABLE = 'A text has neither NUL nor half of a surrogate pair';
/** Keys that reach the prototype of a plain object. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the members of one input object; what is wrong goes to the list of faults, and reading goes on with a default. */
export class ShapeReader {
  private readonly read = new Set<string>();

  private constructor(
    private readonly members: Record<string, unknown>,
    private readonly path: string[],
    private readonly faults: InputFault[],
  ) {}

  static open(input: unknown, path: string[], faults: InputFault[]): ShapeReader {
    if (!isObject(input)) {
      addFault(faults, path, 'An object is expected');
      // Members of what is no object would only repeat the fault.
      return new ShapeReader({}, path, []);
    }
    return new ShapeReader(input, path, faults);
  }

  /** Refuses the members that nothing has read. */
  close(): void {
    for (const name of Object.keys(this.members)) {
      if (FORBIDDEN_KEYS.has(name)) this.fault(name, `The key ${name} is not allowed`);
      else if (!this.read.has(name)) this.fault(name, 'There is no such member');
    }
  }

  /** True when the member is there, null included. */
  isGiven(name: string): boolean {
    return Object.hasOwn(this.members, name) && this.members[name] !== undefined;
  }

  /** True when the member is missing or null; it counts as read. */
  isAbsent(name: string): boolean {
    return this.take(name) === null;
  }

  text(name: string): string {
    const value = this.take(name);
    if (typeof value === 'string' && value.trim() !== '') return this.checked(name, value);
    this.fault(name, value === null ? 'This is required' : 'A text that is not empty is expected');
    return '';
  }

  optionalText(name: string): string | null {
    const value = this.take(name);
    if (value === null) return null;
    if (typeof value === 'string') return this.checked(name, value);
    this.fault(name, 'A text is expected');
    return null;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.take(name);
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.fault(name, value === null ? 'This is required' : `One of ${allowed.join(', ')} is expected`);
    return found ?? null;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.take(name);
    if (value === null) return otherwise;
    if (typeof value !== 'boolean') this.fault(name, 'true or false is expected');
    return value === true;
  }

  texts(name: string): string[] {
    const value = this.take(name);
    if (value === null) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.map((item) => this.checked(name, item));
    this.fault(name, 'A list of texts is expected');
    return [];
  }

  list<T>(name: string, read: (reader: ShapeReader) => T): T[] {
    const value = this.take(name);
    if (value === null) return [];
    if (!Array.isArray(value)) {
      this.fault(name, 'A list is expected');
      return [];
    }
    return value.map((item, at) => {
      const reader = ShapeReader.open(item, [...this.path, name, String(at)], this.faults);
      const result = read(reader);
      reader.close();
      return result;
    });
  }

  object(name: string): JsonObject {
    const value = this.take(name);
    if (value === null) return {};
    if (isObject(value)) return this.copy(value, [...this.path, name], 0) as JsonObject;
    this.fault(name, 'An object is expected');
    return {};
  }

  json(name: string): Json {
    return this.copy(this.take(name), [...this.path, name], 0);
  }

  requiredJson(name: string): Json {
    if (!this.isGiven(name)) this.fault(name, 'This is required');
    return this.json(name);
  }

  private take(name: string): unknown {
    this.read.add(name);
    return this.isGiven(name) ? this.members[name] : null;
  }

  private fault(name: string, message: string): void {
    addFault(this.faults, [...this.path, name], message);
  }

  private checked(name: string, text: string): string {
    if (!isStorable(text)) this.fault(name, NOT_STORABLE);
    return text;
  }

  private copy(value: unknown, path: string[], depth: number): Json {
    if (typeof value === 'string' && !isStorable(value)) addFault(this.faults, path, NOT_STORABLE);
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (depth > MAX_DEPTH) addFault(this.faults, path, `Values may be nested ${MAX_DEPTH} levels deep at most`);
    else if (Array.isArray(value)) return value.map((item, at) => this.copy(item, [...path, String(at)], depth + 1));
    else if (isObject(value)) return this.copyMembers(value, path, depth);
    else addFault(this.faults, path, 'This is not a JSON value');
    return null;
  }

  private copyMembers(value: Record<string, unknown>, path: string[], depth: number): JsonObject {
    const copy: JsonObject = {};
    for (const key of Object.keys(value)) {
      if (FORBIDDEN_KEYS.has(key)) addFault(this.faults, [...path, key], `The key ${key} is not allowed`);
      else if (!isStorable(key)) addFault(this.faults, path, NOT_STORABLE);
      else if (value[key] !== undefined) copy[key] = this.copy(value[key], [...path, key], depth + 1);
    }
    return copy;
  }
}

function addFault(faults: InputFault[], path: string[], message: string): void {
  if (faults.length < MAX_FAULTS) faults.push({ path, message });
}
