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

/**
 * Turns a row into a fact of the table. Rows that are ambiguous or known to one cent only are left out. Disks and virtual
 * machines of Azure appear under many resource types at one price: they get the sku of the thing that is billed.
 */
export function goldenFact(row: Record<string, string>): GoldenFact[] {
  const provider = providers[row.provider ?? ''];
  const type = row.resource_type ?? '';
  if (!provider || row.ambiguous === '1' || row.precision === 'low') return [];
  const fact: GoldenFact = {
    provider,
    service: serviceOf(type),
    region: row.region || 'global',
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
  const shared = provider === 'AZURE' ? azureFact(fact) : undefined;
  if (shared) return [shared];
  return uniform.has(`${type}|${fact.component}`) ? [fact, { ...fact, region: 'global' }] : [fact];
}

function azureFact(fact: GoldenFact): GoldenFact | undefined {
  if (!/virtual_machine|managed_disk/.test(fact.sku)) return undefined;
  const machine = /^Instance usage \(Windows, pay as you go, (.+)\)$/.exec(fact.component);
  if (machine) return { ...fact, service: 'Virtual Machines', sku: (machine[1] ?? '').toLowerCase(), component: 'Instance usage (Windows)', unit: 'Hrs', condition: '' };
  const disk = /^Storage \(([PES]\d+), (LRS|ZRS)\)$/.exec(fact.component);
  if (disk) return { ...fact, service: 'Storage', sku: `disk:${disk[1]} ${disk[2]}`, component: 'Storage', condition: '' };
  if (/^Storage \(ultra/.test(fact.component)) return { ...fact, service: 'Storage', sku: 'disk:ultra', component: 'Storage', condition: '' };
  if (['Provisioned IOPS', 'Throughput'].includes(fact.component)) return { ...fact, service: 'Storage', sku: 'disk:ultra', condition: '' };
  if (fact.component !== 'Disk operations') return undefined;
  const kind = /storage_account_type=(\w+)/.exec(fact.condition)?.[1];
  return kind === undefined ? undefined : { ...fact, service: 'Storage', sku: `disk:${kind.startsWith('standardssd') ? 'E' : 'S'}`, condition: '' };
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
