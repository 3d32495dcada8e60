/** Value of a key that may come from anyone: names that every object inherits, such as constructor, have none. */
export const ownValue = <T>(record: Readonly<Record<string, T>>, key: string | undefined): T | undefined =>
  key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
