/** Regions whose zones do not start at a; cloud.google.com/compute/docs/regions-zones */
const withoutZoneA = new Set(['europe-west1', 'us-east1']);

/** One of the three zones that every region of Google has. */
export const zoneOf = (region: string, index: number): string => `${region}-${['b', 'c', withoutZoneA.has(region) ? 'd' : 'a'][index % 3]}`;
