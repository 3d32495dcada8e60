/** One usage-based line of a storage class: name, unit, usage key and how many units of usage one priced unit holds. */
export interface StorageLine {
  name: string;
  unit: 'GB' | '1k requests' | '1k objects';
  key: string;
}

export interface StorageClass {
  /** Name of the part, as on the bill. */
  label: string;
  /** Key of the group in the usage file. */
  usageGroup: string;
  /** Storage class of lifecycle transitions. */
  transition: string;
  lines: StorageLine[];
}

const gigabytes = (name: string, key: string): StorageLine => ({ name, unit: 'GB', key });
const requests = (name: string, key: string): StorageLine => ({ name, unit: '1k requests', key });
const writes = requests('PUT, COPY, POST, LIST requests', 'monthly_tier_1_requests');
const reads = requests('GET, SELECT, and all other requests', 'monthly_tier_2_requests');
const transitions = requests('Lifecycle transition', 'monthly_lifecycle_transition_requests');
const select = [
  gigabytes('Select data scanned', 'monthly_select_data_scanned_gb'),
  gigabytes('Select data returned', 'monthly_select_data_returned_gb'),
];
const infrequent = [
  gigabytes('Storage', 'storage_gb'),
  writes,
  reads,
  transitions,
  gigabytes('Retrievals', 'monthly_data_retrieval_gb'),
  ...select,
];

const selectAt = (speed: string): StorageLine[] => [
  gigabytes(`Select data scanned (${speed})`, `monthly_${speed}_select_data_scanned_gb`),
  gigabytes(`Select data returned (${speed})`, `monthly_${speed}_select_data_returned_gb`),
];
const retrievalAt = (speed: string): StorageLine[] => [
  requests(`Retrieval requests (${speed})`, `monthly_${speed}_data_retrieval_requests`),
  gigabytes(`Retrievals (${speed})`, `monthly_${speed}_data_retrieval_gb`),
];

export const storageClasses: readonly StorageClass[] = [
  {
    label: 'Standard',
    usageGroup: 'standard',
    transition: 'STANDARD',
    lines: [gigabytes('Storage', 'storage_gb'), writes, reads, ...select],
  },
  {
    label: 'Intelligent tiering',
    usageGroup: 'intelligent_tiering',
    transition: 'INTELLIGENT_TIERING',
    lines: [
      gigabytes('Storage (frequent access)', 'frequent_access_storage_gb'),
      gigabytes('Storage (infrequent access)', 'infrequent_access_storage_gb'),
      gigabytes('Storage (archive access)', 'archive_access_storage_gb'),
      gigabytes('Storage (deep archive access)', 'deep_archive_access_storage_gb'),
      { name: 'Monitoring and automation', unit: '1k objects', key: 'monitored_objects' },
      writes,
      reads,
      transitions,
      ...select,
      gigabytes('Early delete (within 30 days)', 'early_delete_gb'),
    ],
  },
  { label: 'Standard - infrequent access', usageGroup: 'standard_infrequent_access', transition: 'STANDARD_IA', lines: infrequent },
  { label: 'One zone - infrequent access', usageGroup: 'one_zone_infrequent_access', transition: 'ONEZONE_IA', lines: infrequent },
  {
    label: 'Glacier flexible retrieval',
    usageGroup: 'glacier_flexible_retrieval',
    transition: 'GLACIER',
    lines: [
      gigabytes('Storage', 'storage_gb'),
      writes,
      reads,
      transitions,
      ...retrievalAt('standard'),
      ...selectAt('standard'),
      ...retrievalAt('expedited'),
      ...selectAt('expedited'),
      ...selectAt('bulk'),
      gigabytes('Early delete (within 90 days)', 'early_delete_gb'),
    ],
  },
  {
    label: 'Glacier deep archive',
    usageGroup: 'glacier_deep_archive',
    transition: 'DEEP_ARCHIVE',
    lines: [
      gigabytes('Storage', 'storage_gb'),
      writes,
      reads,
      transitions,
      ...retrievalAt('standard'),
      ...retrievalAt('bulk'),
      gigabytes('Early delete (within 180 days)', 'early_delete_gb'),
    ],
  },
];
