import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { JsonObject } from '../../json';
import { choiceOf, flagOf, isSet, isUndecided, quantityOf, textOf } from '../attributes';
import { prepaidRate, reservedOption } from '../billing/aws-compute';
import { classVcpus } from '../billing/rds-class';
import { extendedSupportYear } from '../billing/rds-extended-support';
import { component, hoursPerMonth, type PricedComponent, type Rate } from '../component';
import { findRate, listRate } from '../list-price';
import type { ModelContext, PricingModel } from '../model';
import { ownValue } from '../own-value';

const storageLabels: Record<string, string> = {
  gp2: 'general purpose SSD, gp2',
  gp3: 'general purpose SSD, gp3',
  io1: 'provisioned IOPS SSD, io1',
  io2: 'provisioned IOPS SSD, io2',
  standard: 'magnetic',
};

/** Engines of the regional list. MariaDB is sold at MySQL's prices; the list names them together. */
const listedEngines: Record<string, string> = { mysql: 'MySQL', mariadb: 'MySQL', postgres: 'PostgreSQL' };

interface Database {
  values: JsonObject;
  engine: string;
  instanceClass: string | undefined;
  multiAz: boolean;
  zones: 'Multi-AZ' | 'Single-AZ' | 'unknown';
  facts: Record<string, string>;
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const source = context.referenced('aws_db_instance', 'replicate_source_db')[0]?.values ?? {};
  const { values } = resource;
  const multiAz = flagOf(values, 'multi_az');
  // Whether there are two zones may not be known yet: then neither price is.
  const zones = isUndecided(values, 'multi_az') ? 'unknown' : multiAz ? 'Multi-AZ' : 'Single-AZ';
  const engine = choiceOf(values, 'engine', choiceOf(source, 'engine', 'mysql'));
  const database: Database = {
    values,
    engine,
    instanceClass: textOf(values, 'instance_class'),
    multiAz,
    zones,
    facts: { engine, multi_az: String(multiAz) },
  };
  return [
    instanceHours(database, resource, context),
    ...storage(database, resource, context),
    ...performanceInsights(database, resource, context),
    ...extendedSupport(database, resource, context),
    ...backupsAndCredits(database, resource, context),
  ];
}

function instanceHours(database: Database, resource: EvaluatedResource, context: ModelContext): PricedComponent {
  const reserved = reservedOption(context.usage);
  const place = database.zones;
  const name = `Database instance (${reserved ? 'reserved' : 'on-demand'}, ${place}, ${database.instanceClass ?? 'unknown'})`;
  const quantity = context.usage.amount('monthly_hrs') ?? hoursPerMonth;
  return component({ name, unit: 'hours', quantity, rate: instanceRate(database, place, name, resource, context) });
}

function instanceRate(
  database: Database,
  place: string,
  name: string,
  resource: EvaluatedResource,
  context: ModelContext,
): Rate | undefined {
  const reserved = reservedOption(context.usage);
  if (reserved?.payment === 'All Upfront') return prepaidRate();
  if (database.zones === 'unknown') return undefined;
  const listed = ownValue(listedEngines, database.engine);
  if (listed && database.instanceClass) {
    const purchaseOption = reserved ? `reserved ${reserved.term} ${reserved.payment}` : 'on_demand';
    const query = {
      provider: 'AWS' as const,
      service: 'AmazonRDS',
      sku: database.instanceClass,
      component: `Database instance (${listed}, ${place})`,
      purchaseOption,
    };
    const rate = findRate(context, query);
    if (rate || reserved) return rate;
  }
  return reserved ? undefined : listRate(resource, context, name, { facts: { engine: database.engine } });
}

/** 20 GB where nothing is stated; io1 starts at 100 GB. gp3 includes IOPS, more of them from 400 GB on. */
function storage(database: Database, resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values, facts } = database;
  const type = choiceOf(values, 'storage_type', isSet(values, 'iops') ? 'io1' : 'gp2');
  const allocated = quantityOf(values, 'allocated_storage', 20);
  const size = allocated && (type.startsWith('io') && allocated.lt(100) ? new Big(100) : allocated);
  const row = component({
    name: `Storage (${ownValue(storageLabels, type) ?? type})`,
    unit: 'GB',
    quantity: size,
    rate: placedRate(`Storage (${ownValue(storageLabels, type) ?? type})`),
  });
  // A price published for one zone says nothing about two.
  function placedRate(name: string): Rate | undefined {
    const rate = database.zones === 'unknown' ? undefined : listRate(resource, context, name, { facts });
    return rate && database.multiAz && !rate.priceId.includes('multi_az=true') ? undefined : rate;
  }
  if (type === 'io1' || type === 'io2') {
    return [
      row,
      component({
        name: 'Provisioned IOPS',
        unit: 'IOPS',
        quantity: quantityOf(values, 'iops', 1000),
        rate: placedRate('Provisioned IOPS'),
      }),
    ];
  }
  if (type === 'gp3') return [row, ...gp3Iops(database, size, placedRate)];
  if (type !== 'standard') return [row];
  const requests = context.usage.amount('monthly_standard_io_requests');
  const rate = listRate(resource, context, 'I/O requests');
  return [
    row,
    component({ name: 'I/O requests', unit: '1M requests', quantity: requests && requests.div(1_000_000), rate, usageBased: true }),
  ];
}

function gp3Iops(database: Database, size: Big | null, placedRate: (name: string) => Rate | undefined): PricedComponent[] {
  const threshold = database.engine.startsWith('oracle') ? 200 : 400;
  const large = size !== null && size.gte(threshold) && !database.engine.startsWith('sqlserver');
  const included = large ? 12_000 : 3_000;
  const iops = quantityOf(database.values, 'iops', included);
  if (iops && iops.lte(included)) return [];
  const name = `Provisioned GP3 IOPS (above ${large ? '12,000' : '3,000'})`;
  return [component({ name, unit: 'IOPS', quantity: iops && iops.minus(included), rate: placedRate(name) })];
}

function performanceInsights({ values, instanceClass }: Database, resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  if (!flagOf(values, 'performance_insights_enabled')) return [];
  const requests = context.usage.amount('monthly_additional_performance_insights_requests');
  const retention = quantityOf(values, 'performance_insights_retention_period', 7);
  const longTerm = `Performance Insights Long Term Retention (${instanceClass ?? 'unknown'})`;
  return [
    ...(retention?.lte(7)
      ? []
      : [
          component({
            name: longTerm,
            unit: 'vCPU-month',
            quantity: classVcpus(instanceClass),
            rate: listRate(resource, context, longTerm),
          }),
        ]),
    component({
      name: 'Performance Insights API',
      unit: '1000 requests',
      quantity: requests && requests.div(1000),
      rate: listRate(resource, context, 'Performance Insights API'),
      usageBased: true,
    }),
  ];
}

function extendedSupport(
  { values, engine, instanceClass }: Database,
  resource: EvaluatedResource,
  context: ModelContext,
): PricedComponent[] {
  const year = extendedSupportYear(engine, textOf(values, 'engine_version'), context.day);
  if (year === undefined) return [];
  const name = `Extended support (year ${year})`;
  const vcpus = classVcpus(instanceClass);
  return [component({ name, unit: 'vCPU-hours', quantity: vcpus && vcpus.times(hoursPerMonth), rate: listRate(resource, context, name) })];
}

function backupsAndCredits(
  { values, engine, instanceClass }: Database,
  resource: EvaluatedResource,
  context: ModelContext,
): PricedComponent[] {
  const backup = context.usage.amount('additional_backup_storage_gb');
  const retained = quantityOf(values, 'backup_retention_period', 0);
  const credits = context.usage.amount('monthly_cpu_credit_hrs');
  const vcpus = classVcpus(instanceClass);
  const rate = listRate(resource, context, 'Additional backup storage', { facts: { engine } });
  return [
    ...(backup || retained?.gt(1)
      ? [component({ name: 'Additional backup storage', unit: 'GB', quantity: backup, rate, usageBased: true })]
      : []),
    ...(credits && /^db\.t/.test(instanceClass ?? '')
      ? [
          component({
            name: 'CPU credits',
            unit: 'vCPU-hours',
            quantity: vcpus && credits.times(vcpus),
            rate: listRate(resource, context, 'CPU credits'),
            usageBased: true,
          }),
        ]
      : []),
  ];
}

export const awsDbInstance: PricingModel = {
  type: 'aws_db_instance',
  usageKeys: [
    'monthly_hrs',
    'additional_backup_storage_gb',
    'monthly_standard_io_requests',
    'monthly_cpu_credit_hrs',
    'monthly_additional_performance_insights_requests',
    'reserved_instance_term',
    'reserved_instance_payment_option',
  ],
  components,
};
