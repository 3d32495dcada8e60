/** One row of golden_unit_prices_dev.csv: a unit price of a resource type, with the attribute values it was seen under. */
export interface GoldenFact {
  provider: 'AWS' | 'AZURE' | 'GCP';
  service: string;
  region: string;
  sku: string;
  component: string;
  unit: string;
  price: string;
  purchaseOption: string;
  tierStart: string;
  condition: string;
  source: string;
  asOf: string;
}

const providers: Record<string, GoldenFact['provider']> = { aws: 'AWS', azure: 'AZURE', google: 'GCP', gcp: 'GCP' };

/** Components whose list price is the same in every commercial region of the cloud, so that one row serves them all. */
const uniform = new Set([
  'aws_eip|IP address (if unused)',
  'aws_kms_key|Customer master key',
  'aws_secretsmanager_secret|Secret',
  'aws_secretsmanager_secret|API requests',
  'aws_eks_cluster|EKS cluster',
  'aws_eks_cluster|EKS cluster (extended support)',
  'google_container_cluster|Cluster management fee',
  'google_container_cluster|Autopilot',
  'aws_route53_zone|Hosted zone',
]);

/** Rows of low precision that agree with the cloud's public list or with an exact row of another region. */
const confirmed = new Set([
  'aws_secretsmanager_secret|Secret|0.4',
  'aws_route53_zone|Hosted zone|0.5',
  'azurerm_storage_account|Read operations|0.01',
]);

/**
 * Turns a row into a fact of the table. Rows that are ambiguous or known to one cent only are left out. Disks and virtual
 * machines of Azure appear under many resource types at one price: they get the sku of the thing that is billed.
 */
export function goldenFact(row: Record<string, string>): GoldenFact[] {
  const provider = providers[row.provider ?? ''];
  const type = row.resource_type ?? '';
  if (!provider || row.ambiguous === '1' || (row.precision === 'low' && !confirmed.has(`${type}|${row.component}|${row.unit_price_usd}`)))
    return [];
  const fact: GoldenFact = {
    provider,
    service: serviceOf(type),
    // Rows without a region: S3 cases of an aliased provider in us-east-1, and services with one price.
    region: row.region || (type === 'aws_s3_bucket' ? 'us-east-1' : 'global'),
    sku: type,
    component: row.component ?? '',
    unit: row.unit ?? '',
    price: row.unit_price_usd ?? '',
    purchaseOption: 'on_demand',
    tierStart: '',
    condition: condition(row.when ?? ''),
    source: row.source_id ?? '',
    asOf: row.as_of ?? '',
  };
  if (row.region === '' && provider === 'AZURE' && fact.service !== 'security center subscription pricing') return [];
  const shared =
    provider === 'AWS'
      ? reservedFact(fact)
      : provider === 'AZURE'
        ? azureFact(fact)
        : provider === 'GCP'
          ? googleFact(fact, row)
          : undefined;
  if (shared) return [shared];
  return uniform.has(`${type}|${fact.component}`) ? [fact, { ...fact, region: 'global' }] : [fact];
}

/** Reserved prices that are stated in full join those of the regional list. */
function reservedFact(fact: GoldenFact): GoldenFact | undefined {
  const machine = /^Instance usage \(Linux\/UNIX, reserved, (.+)\)$/.exec(fact.component);
  const option =
    /^usage\.reserved_instance_payment_option=(no|partial)_upfront&usage\.reserved_instance_term=(\d)_year&usage\.reserved_instance_type=(\w+)$/.exec(
      fact.condition,
    );
  if (!machine || !option) return undefined;
  const payment = option[1] === 'no' ? 'No Upfront' : 'Partial Upfront';
  const purchaseOption = `reserved ${option[3]} ${option[2]}y ${payment}`;
  return {
    ...fact,
    service: 'AmazonEC2',
    sku: machine[1] ?? '',
    component: 'Instance usage (Linux)',
    unit: 'Hrs',
    purchaseOption,
    condition: '',
  };
}

function azureFact(fact: GoldenFact): GoldenFact | undefined {
  if (!/virtual_machine|managed_disk/.test(fact.sku)) return undefined;
  const machine = /^Instance usage \((Windows|Linux), pay as you go, (.+)\)$/.exec(fact.component);
  if (machine) {
    const [, system, size = ''] = machine;
    return {
      ...fact,
      service: 'Virtual Machines',
      sku: size.toLowerCase(),
      component: `Instance usage (${system})`,
      unit: 'Hrs',
      condition: '',
    };
  }
  const disk = /^Storage \(([PES]\d+), (LRS|ZRS)\)$/.exec(fact.component);
  if (disk) return { ...fact, service: 'Storage', sku: `disk:${disk[1]} ${disk[2]}`, component: 'Storage', condition: '' };
  if (/^Storage \(ultra/.test(fact.component))
    return { ...fact, service: 'Storage', sku: 'disk:ultra', component: 'Storage', condition: '' };
  if (['Provisioned IOPS', 'Throughput'].includes(fact.component)) return { ...fact, service: 'Storage', sku: 'disk:ultra', condition: '' };
  if (fact.component !== 'Disk operations') return undefined;
  const kind = /storage_account_type=(\w+)/.exec(fact.condition)?.[1];
  // Rows that do not name the kind of disk come from machines with standard HDDs, but for managed disks.
  if (kind === undefined && fact.sku !== 'azurerm_virtual_machine') return undefined;
  return { ...fact, service: 'Storage', sku: `disk:${kind?.startsWith('standardssd') ? 'E' : 'S'}`, condition: '' };
}

/**
 * Custom machines and Cloud SQL are charged per vCPU and GB, while the rows give the price for a whole machine, custom ones
 * after the sustained-use discount of a full month. The unit price is the shortest decimal that explains the row.
 */
function googleFact(fact: GoldenFact, row: Record<string, string>): GoldenFact | undefined {
  const database = /^(vCPUs|Memory) \(.*, (zonal|regional)\)$/.exec(fact.component);
  if (fact.sku === 'google_sql_database_instance' && database) return { ...fact, component: `${database[1]} (${database[2]})` };
  const custom = /^Custom [iI]nstance (CPU|RAM) \(Linux\/UNIX, (on-demand|preemptible), (\w+) (\d+) (?:vCPUs|GB)\)$/.exec(fact.component);
  if (!custom) return undefined;
  const [, part, option, family, count] = custom;
  const share = option === 'preemptible' ? 1 : family === 'N1' ? 0.7 : 0.8;
  const divisor = Number(count) * share;
  const price = shortestBetween(Number(row.low) / divisor, Number(row.high) / divisor);
  const purchaseOption = option === 'preemptible' ? 'spot' : 'on_demand';
  return {
    ...fact,
    sku: `custom:${family?.toLowerCase()}`,
    component: `Custom ${part}`,
    unit: part === 'CPU' ? 'vCPU-Hrs' : 'GB-Hrs',
    price,
    purchaseOption,
    condition: '',
  };
}

function shortestBetween(low: number, high: number): string {
  for (let digits = 2; digits < 12; digits += 1) {
    const candidate = (Math.ceil(low * 10 ** digits) / 10 ** digits).toFixed(digits);
    if (Number(candidate) <= high) return candidate;
  }
  return '';
}

/** {"multi_az": "True"} becomes multi_az=true; several are joined by & in the order of their names. */
function condition(when: string): string {
  if (when === '') return '';
  const pairs = Object.entries(JSON.parse(when) as Record<string, string>);
  return pairs
    .map(([name, value]) => `${name}=${value.toLowerCase()}`)
    .sort()
    .join('&');
}

const serviceNames: [RegExp, string][] = [
  [/^aws_(instance|ebs_|eip|nat_gateway|ami|autoscaling|launch|ec2_|spot|vpc|vpn)/, 'AmazonEC2'],
  [/^aws_(db_|rds_)/, 'AmazonRDS'],
  [/^aws_s3_/, 'AmazonS3'],
  [/^aws_(lb|alb|elb)$/, 'AWSELB'],
  [/^aws_eks_/, 'AmazonEKS'],
  [/^aws_lambda_/, 'AWSLambda'],
  [/^aws_dynamodb_/, 'AmazonDynamoDB'],
  [/^aws_cloudwatch_/, 'AmazonCloudWatch'],
  [/^aws_kms_/, 'AWS Key Management Service'],
  [/^aws_elasticache_/, 'AmazonElastiCache'],
  [/^aws_efs_/, 'AmazonEFS'],
  [/^azurerm_(.*virtual_machine.*)$/, 'Virtual Machines'],
  [/^azurerm_(storage_|managed_disk|snapshot|image)/, 'Storage'],
  [/^google_compute_/, 'Compute Engine'],
  [/^google_storage_/, 'Cloud Storage'],
  [/^google_sql_/, 'Cloud SQL'],
  [/^google_container_/, 'Kubernetes Engine'],
];

/** The service as the clouds' bills name it, where known; else the resource type's own words. */
const serviceOf = (type: string): string =>
  serviceNames.find(([pattern]) => pattern.test(type))?.[1] ?? type.replace(/^(aws|azurerm|google)_/, '').replaceAll('_', ' ');
